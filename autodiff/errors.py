"""Every error a user can meet, one tree, each saying what happened, what is true now, what to do.

    AutodiffError
    ├── WrongUsage      exit code 2: the command, the settings or an address is off
    ├── Refused         exit code 1: the tool could go on but must not
    └── Failed          exit code 3: something broke while working

A member has the facts as typed fields; its three sentences are class attributes that name
those fields in braces (``{revision}``). A field is never a secret: URLs are passed in masked.
"""

from __future__ import annotations

from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class AutodiffError(Exception):
    """Base of all; ``str()`` gives the one paragraph that the user reads.

    The annotated attributes of a member are its fields, as for a dataclass; they are put in
    place here, since making sixty dataclasses takes longer than most commands.
    """

    exit_code: ClassVar[int] = 3
    happened: ClassVar[str] = ""
    now: ClassVar[str] = ""
    advice: ClassVar[str] = ""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values)
        fields = self._fields()
        given = dict(zip(fields, values, strict=False)) | named
        missing = [
            name for name in fields if name not in given and not hasattr(self, name)
        ]
        if missing or len(values) > len(fields) or given.keys() - fields:
            raise TypeError(f"{type(self).__name__}({', '.join(fields)}), not {given}")
        vars(self).update(given)

    @classmethod
    def _fields(cls) -> dict[str, None]:
        """The names of the fields, those of the base classes first."""
        return {
            name: None
            for each in reversed(cls.__mro__)
            for name, type_ in vars(each).get("__annotations__", {}).items()
            if not str(type_).startswith("ClassVar")
        }

    def facts(self) -> dict[str, object]:
        """The values that the sentences may name; a subclass adds derived ones."""
        return dict(vars(self))

    def __str__(self) -> str:
        facts = self.facts()
        sentences = (self.happened, self.now, self.advice)
        return " ".join(text.format_map(facts) for text in sentences if text)


class WrongUsage(AutodiffError):
    """The command line, a setting or an address cannot be understood; nothing was begun."""

    exit_code: ClassVar[int] = 2


class Refused(AutodiffError):
    """Going on would be possible but wrong; nothing was changed."""

    exit_code: ClassVar[int] = 1


class Failed(AutodiffError):
    """Something broke while working; the text says what is kept."""

    exit_code: ClassVar[int] = 3


# --- settings -------------------------------------------------------------------------------------


def _did_you_mean(nearest: str) -> str:
    return f" Did you mean {nearest}?" if nearest else ""


class SettingsMissing(WrongUsage):
    """No settings file where one is needed."""

    looked_in: str

    happened = "No autodiff settings were found in {looked_in}."
    now = "Nothing was read or changed."
    advice = (
        "Go to the folder with your autodiff.ini or pyproject.toml, name the file with "
        "-c/--config, or start a project with: autodiff init DIRECTORY."
    )


class SettingsFileMissing(WrongUsage):
    """The settings file that was named does not exist."""

    path: str

    happened = "The settings file {path} does not exist."
    now = "Nothing was read or changed."
    advice = "Correct the path after -c/--config or in the variable AUTODIFF_CONFIG."


class SettingsUnreadable(WrongUsage):
    """A settings file that cannot be opened or is not well-formed."""

    path: str
    reason: str

    happened = "The settings file {path} cannot be read: {reason}."
    now = "Nothing else was read or changed."
    advice = "Mend the file and run the command again."


class SettingsAmbiguous(WrongUsage):
    """Two files in the folder both have the section."""

    section: str
    folder: str
    files: str

    happened = (
        "Two files in {folder} both hold settings for section {section!r}: {files}."
    )
    now = "Neither is preferred; nothing was read further or changed."
    advice = "Name the one that you mean with -c/--config, or keep one of them."


class SectionMissing(WrongUsage):
    """The settings files lack the section that is asked for."""

    files: str
    section: str
    sections: str
    nearest: str

    happened = "There is no section {section!r} for autodiff in {files}."
    now = "The sections there are: {sections}.{hint}"
    advice = "Add the section, or name another one with -n/--name."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "hint": _did_you_mean(self.nearest)}


class SettingUnknown(WrongUsage):
    """A key that autodiff does not have."""

    path: str
    section: str
    key: str
    nearest: str

    happened = "{path}, section {section!r}: there is no setting {key!r}.{hint}"
    now = "Nothing was changed."
    advice = "Keys of your own go under custom, such as custom.{key}."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "hint": _did_you_mean(self.nearest)}


class SettingInvalid(WrongUsage):
    """A value that does not fit its key; the value is not shown, it may be a secret."""

    path: str
    section: str
    key: str
    expected: str

    happened = "{path}, section {section!r}: the value of {key!r} cannot be understood."
    now = "Expected is {expected}."
    advice = "Correct the line and run the command again; nothing was changed."


class SettingTwice(WrongUsage):
    """One setting under both of its names."""

    path: str
    section: str
    key: str
    alias: str

    happened = (
        "{path}, section {section!r}: {key!r} and {alias!r} are the same setting."
    )
    now = "Both are given, and it is not clear which one counts; nothing was changed."
    advice = "Keep one of them."


class SettingRequired(WrongUsage):
    """A setting that the command needs is not there."""

    path: str
    section: str
    key: str
    example: str

    happened = "{path}, section {section!r}: this command needs the setting {key!r}."
    now = "It is not set; nothing was changed."
    advice = "Add a line such as: {key} = {example} (in a TOML file with quotes)."


class UrlMissing(WrongUsage):
    """No database is named anywhere."""

    path: str
    section: str

    happened = "This command needs a database, and none is named."
    now = "{path}, section {section!r}, has no sqlalchemy.url; nothing was changed."
    advice = "Set sqlalchemy.url there, or give --url URL or the variable AUTODIFF_URL."


class VariableUnset(WrongUsage):
    """A setting reads a variable that the environment does not have."""

    path: str
    section: str
    key: str
    variable: str

    happened = "{path}, section {section!r}: {key!r} reads the variable {variable}."
    now = "The environment has no such variable; nothing was changed."
    advice = "Set {variable}, or give a default in the file: ${{{variable}:-default}}."


class EnvironmentMissing(WrongUsage):
    """The folder of env.py and the revisions is not where the settings say."""

    path: str
    key: str
    place: str

    happened = "{path} says {key} = {place}, and there is no such folder or package."
    now = "Nothing was read further or changed."
    advice = (
        "Correct the setting, or create the environment with: autodiff init DIRECTORY."
    )


# --- schemas and operations -----------------------------------------------------------------------


class ReplayConflict(Failed):
    """An operation does not fit the schema that it is replayed on."""

    object: str
    verb: str
    reason: str

    happened = "The {object} cannot be {verb}: {reason}."
    now = "This was found by replaying the operations without a database; nothing was changed."
    advice = "Look at the revision that does this, and at the ones before it."


class ConstraintNameless(Refused):
    """A constraint is to be dropped or renamed by a name that it does not have."""

    object: str

    happened = "The {object} has no name, and this database finds constraints by name."
    now = "Nothing was changed."
    advice = "Give the name in the script; the database's own catalog shows it."


class OperationUnsupported(Refused):
    """A database has no statement for an operation."""

    verb: str
    object: str
    dialect: str

    happened = "The dialect {dialect} has no way to {verb} the {object}."
    now = "Nothing was changed."
    advice = "Write the SQL for it in the script with op.execute(), both ways."


class OrderImpossible(Failed):
    """Operations need each other in a circle that no part can be taken out of."""

    objects: str

    happened = "No order was found in which these changes can be made: {objects}."
    now = "Nothing was written or changed."
    advice = "This is a fault of autodiff; please report it with the two schemas."


# --- revision files -------------------------------------------------------------------------------


class ScriptsBroken(WrongUsage):
    """The revision files, as they lie there, cannot be used; nothing was begun."""

    now = "Nothing was begun; the database was not touched."


class RevisionUnreadable(ScriptsBroken):
    """A revision file that cannot be opened or decoded."""

    path: str
    reason: str

    happened = "The revision file {path} cannot be read: {reason}."
    advice = "Check that the file exists, is UTF-8 text and may be read by this user."


class RevisionSyntax(ScriptsBroken):
    """A revision file that is not Python."""

    path: str
    line: int
    reason: str

    happened = "The revision file {path} has a syntax error in line {line}: {reason}."
    advice = "Mend that line; `python -m py_compile {path}` shows the same place."


class RevisionIncomplete(ScriptsBroken):
    """A revision file that does not say which revision it is."""

    path: str
    name: str

    happened = "The revision file {path} does not assign `{name}`."
    advice = (
        'Add a line at the top level such as `{name} = "…"`, or move the file out of '
        "the version location if it is no revision."
    )


class RevisionNotLiteral(ScriptsBroken):
    """A variable of a revision file whose value would have to be computed."""

    path: str
    line: int
    name: str
    wanted: str

    happened = "In {path}, line {line}, `{name}` is not {wanted}."
    advice = (
        "Revision files are read without running them: write the value out in full."
    )


class RevisionNameIllegal(ScriptsBroken):
    """A revision id or branch label that an address could not tell from its own signs."""

    path: str
    name: str
    reason: str

    happened = "In {path}, the name '{name}' cannot be used: {reason}."
    advice = (
        "Choose a name without @ - + : that is none of head, heads, base and current."
    )


class VersionLocationMissing(ScriptsBroken):
    """A version location that is no folder."""

    location: str

    happened = "The version location {location} is not a folder."
    advice = "Create it, or mend `version_locations` in the settings."


class DuplicateRevision(ScriptsBroken):
    """One id in two files."""

    revision: str
    first: str
    second: str

    happened = "The revision id '{revision}' is in two files: {first} and {second}."
    advice = "Delete one of them, or give one a new id and mend what follows it."


class DuplicateBranchLabel(ScriptsBroken):
    """One branch label declared by two revisions, or equal to a revision id."""

    label: str
    first: str
    second: str

    happened = "The branch label '{label}' in {second} is already taken by {first}."
    advice = "Rename one of the two; a label names one line of revisions."


class MissingRevision(ScriptsBroken):
    """A ``down_revision`` or ``depends_on`` for which there is no file."""

    path: str
    revision: str
    name: str
    missing: str
    nearest: str = ""

    happened = (
        "Revision {revision} ({path}) names '{missing}' as its {name}, "
        "and no revision file has that id{hint}."
    )
    advice = (
        "Restore the missing file (a merge or a deleted branch may have lost it), or "
        "mend {name} in {path}."
    )

    def facts(self) -> dict[str, object]:
        hint = f"; the nearest is {self.nearest}" if self.nearest else ""
        return {**vars(self), "hint": hint}


class RevisionCycle(ScriptsBroken):
    """Revisions that follow or need each other in a circle."""

    trail: tuple[str, ...]
    paths: tuple[str, ...]

    happened = "The revisions follow each other in a circle: {circle} (in {files})."
    advice = "Mend down_revision or depends_on in one of these files."

    def facts(self) -> dict[str, object]:
        return {
            "circle": " -> ".join(self.trail),
            "files": ", ".join(self.paths),
        }


class SquashImpossible(ScriptsBroken):
    """``replaces`` names what cannot be replaced."""

    squashed: str
    path: str
    reason: str

    happened = "Revision {squashed} ({path}) cannot replace what it names: {reason}."
    advice = "Mend `replaces` in that file."


class SquashIncomplete(ScriptsBroken):
    """A revision that follows the inside of a range that another one replaces."""

    revision: str
    path: str
    inside: str
    squashed: str

    happened = (
        "Revision {revision} ({path}) refers to {inside}, which lies inside the range "
        "that {squashed} replaces."
    )
    advice = "Let it refer to {squashed} instead, or leave {inside} out of `replaces`."


# --- addresses ------------------------------------------------------------------------------------


class AddressMalformed(WrongUsage):
    """Text that is no address."""

    text: str
    reason: str

    happened = "'{text}' is not an address of a revision: {reason}."
    now = "Nothing was begun."
    advice = (
        "Addresses look like head, heads, base, current, ae10, label, label@head, +1, "
        "-1, ae10+2, label@base+1; a range like ae10:head."
    )


class RangeMalformed(WrongUsage):
    """Text that is no range."""

    text: str

    happened = "'{text}' is not a range."
    now = "Nothing was begun."
    advice = (
        "Ranges look like ae10:head, ae10: and :ae10, with addresses at their ends."
    )


class UnknownRevision(WrongUsage):
    """A name that is neither an id, nor the start of one, nor a label."""

    name: str
    nearest: tuple[str, ...] = ()

    happened = "There is no revision or branch label '{name}'{hint}."
    now = "Nothing was begun."
    advice = "`autodiff history` lists all revisions, `autodiff heads` the newest."

    def facts(self) -> dict[str, object]:
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return {"name": self.name, "hint": hint.rstrip("?")}


class AmbiguousRevision(WrongUsage):
    """The start of several ids or labels."""

    prefix: str
    candidates: tuple[str, ...]

    happened = "'{prefix}' is the start of several revisions: {names}."
    now = "Nothing was begun."
    advice = "Write more of the one that is meant."

    def facts(self) -> dict[str, object]:
        return {"prefix": self.prefix, "names": _few(self.candidates)}


class NotOnBranch(WrongUsage):
    """``branch@revision`` where the revision is on another line."""

    revision: str
    branch: str

    happened = "Revision {revision} is not on the branch '{branch}'."
    now = "Nothing was begun."
    advice = "Leave out `{branch}@`, or see `autodiff branches`."


class SeveralHeads(WrongUsage):
    """An address that needs one head where there are more."""

    address: str
    heads: tuple[str, ...]

    happened = "'{address}' is not clear: there are several heads, {names}."
    now = "Nothing was begun."
    advice = (
        "Join them with `autodiff merge {all} -m MESSAGE`, or say which one: its id, "
        "`label@head`, or `heads` for all."
    )

    def facts(self) -> dict[str, object]:
        return {
            "address": self.address,
            "names": _few(self.heads),
            "all": " ".join(self.heads),
        }


class SeveralCurrent(WrongUsage):
    """A relative address while the database stands on several revisions."""

    address: str
    current: tuple[str, ...]

    happened = (
        "'{address}' is not clear: the database stands on several revisions, {names}."
    )
    now = "Nothing was begun."
    advice = "Say from which one: {first}@{address}, or an id to go to."

    def facts(self) -> dict[str, object]:
        return {
            "address": self.address.rpartition("@")[2],
            "names": _few(self.current),
            "first": self.current[0],
        }


class WalkAmbiguous(WrongUsage):
    """A relative walk that comes to a fork."""

    address: str
    at: str
    choices: tuple[str, ...]

    happened = "'{address}' is not clear: at {at} the way parts into {names}."
    now = "Nothing was begun."
    advice = "Give the id to go to, or restrict the walk to a branch: label@+1."

    def facts(self) -> dict[str, object]:
        return {"address": self.address, "at": self.at, "names": _few(self.choices)}


class WalkTooFar(WrongUsage):
    """A relative walk beyond the first or the last revision."""

    address: str
    wanted: int
    available: int
    start: str

    happened = (
        "'{address}' goes too far: {wanted} {revisions} wanted, and there "
        "{are} {available} from {start}."
    )
    now = "Nothing was begun."
    advice = "Use a smaller number, or `head` or `base`."

    def facts(self) -> dict[str, object]:
        return {
            **vars(self),
            "revisions": "revision" if self.wanted == 1 else "revisions",
            "are": "is only" if self.available == 1 else "are only",
        }


class WrongDirection(WrongUsage):
    """``upgrade -1`` or ``downgrade +1``."""

    address: str
    command: str
    other: str

    happened = "'{address}' points the other way than `{command}` goes."
    now = "Nothing was begun."
    advice = "Use `autodiff {other} {address}`, or an address in the right direction."


class DowngradeUnclear(WrongUsage):
    """A downgrade to several revisions at once."""

    address: str
    targets: tuple[str, ...]

    happened = "'{address}' names several revisions, {names}, and one must be meant."
    now = "Nothing was begun."
    advice = "Name the one that stays, or take down one branch: label@-1."

    def facts(self) -> dict[str, object]:
        return {"address": self.address, "names": ", ".join(self.targets)}


class EndMisplaced(WrongUsage):
    """A relative end of a range that has nothing to count from, or leads out of it."""

    text: str

    happened = "'{text}' cannot be this end of a range."
    now = "Nothing was begun."
    advice = (
        "A start counts down from the end, as in -2:head; an end counts up from the "
        "start, as in ae10:+2."
    )


class NotApplied(WrongUsage):
    """A downgrade to a revision that the database does not have."""

    address: str
    revision: str
    current: tuple[str, ...]

    happened = (
        "Nothing can be taken down to '{address}': {revision} is not applied; the "
        "database stands on {names}."
    )
    now = "Nothing was begun."
    advice = "Choose a revision that is applied, or `autodiff upgrade {address}`."

    def facts(self) -> dict[str, object]:
        names = _few(self.current) if self.current else "nothing (base)"
        return {"address": self.address, "revision": self.revision, "names": names}


class BranchNotApplied(WrongUsage):
    """A walk from the current revision of a branch that has none."""

    address: str
    branch: str

    happened = "'{address}' has no start: nothing of branch '{branch}' is applied."
    now = "Nothing was begun."
    advice = "`autodiff current` shows what is applied."


class RangeNotOnLine(WrongUsage):
    """A range whose end does not follow its start."""

    start: str
    end: str

    happened = "The range {start}:{end} is empty: {end} does not follow {start}."
    now = "Nothing was begun."
    advice = "Write the older revision first; both must be on one line."


class DatabaseAhead(Refused):
    """The database has revisions for which there are no files here."""

    unknown: tuple[str, ...]

    happened = (
        "The database is ahead of these scripts: it is at {names}, and no revision "
        "file here has that id."
    )
    now = "Nothing was changed."
    advice = (
        "Use the release that has it (and downgrade with that one before going back), "
        "or fetch the missing files. If the history was rewritten: `autodiff stamp "
        "--purge REVISION` records another one."
    )

    def facts(self) -> dict[str, object]:
        return {"names": _few(self.unknown)}


class DatabaseInsideSquash(Refused):
    """The database stands inside a squashed range whose single files are gone."""

    current: str
    squashed: str

    happened = (
        "The database is at {current}, inside the range that {squashed} replaces, and "
        "the files of that range are gone."
    )
    now = "Nothing was changed."
    advice = (
        "Upgrade it with a release that still has those files, then come back; or "
        "restore them beside {squashed}."
    )


class VersionRowsDamaged(Refused):
    """Rows of the version table that cannot be what autodiff wrote."""

    reason: str

    happened = "The version table is damaged: {reason}."
    now = "Nothing was changed."
    advice = (
        "Look at its rows and remove what is wrong, or record the true state with "
        "`autodiff stamp --purge REVISION`."
    )


def _few(names: tuple[str, ...], most: int = 6) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


# --- new revision files ---------------------------------------------------------------------------


class NotAHead(WrongUsage):
    """A new revision that would start a second line without being told to."""

    revision: str
    followers: tuple[str, ...]

    happened = "Revision {revision} is not a head: {names} follows it already."
    now = "Nothing was written."
    advice = (
        "Add --splice to start a new branch there, or choose one of `autodiff heads`."
    )

    def facts(self) -> dict[str, object]:
        return {"revision": self.revision, "names": _few(self.followers)}


class NameTaken(WrongUsage):
    """An id or branch label for a new revision that another one has."""

    name: str
    path: str

    happened = "The name '{name}' is taken already, by {path}."
    now = "Nothing was written."
    advice = "Choose another one; without --rev-id an id is made up."


class NameIllegal(WrongUsage):
    """An id or branch label for a new revision that no address could name."""

    name: str
    reason: str

    happened = "A revision or branch cannot be called '{name}': {reason}."
    now = "Nothing was written."
    advice = (
        "Choose a name without @ - + : that is none of head, heads, base and current."
    )


class VersionPathUnknown(WrongUsage):
    """A folder for a new revision in which no command would find it."""

    path: str
    locations: str

    happened = "The folder {path} is not among the version locations: {locations}."
    now = "Nothing was written, since no command would find the file there."
    advice = "Name one of them, or add the folder to `version_locations`."


class FileTemplateBroken(WrongUsage):
    """The setting that names new files cannot be used."""

    template: str
    reason: str

    happened = "file_template = {template} cannot be used: {reason}."
    now = "Nothing was written."
    advice = (
        "It may use %(rev)s, %(slug)s, %(epoch)s, %(year)d, %(month).2d, %(day).2d, "
        "%(hour).2d, %(minute).2d, %(second).2d and / for sub-folders."
    )


class TimezoneUnknown(WrongUsage):
    """The setting ``timezone`` names none."""

    timezone: str

    happened = "There is no time zone '{timezone}'."
    now = "Nothing was written."
    advice = "Use a name such as UTC or Europe/Berlin; `pip install tzdata` adds them."


class MergeOfOne(WrongUsage):
    """A merge of fewer than two revisions."""

    found: tuple[str, ...]

    happened = "There is nothing to merge: the addresses name {names}."
    now = "Nothing was written."
    advice = "Name two revisions or more, or all heads with: autodiff merge heads."

    def facts(self) -> dict[str, object]:
        return {"names": _few(self.found) if self.found else "no revision"}


class HeaderUnwritable(Refused):
    """A revision file whose ``down_revision`` is not assigned once, at its top level."""

    path: str
    count: int

    happened = "The file {path} assigns down_revision {count} times, not once."
    now = "No file was changed."
    advice = "Write down_revision = ... on one line of its own, or change it by hand."


class RebaseApplied(Refused):
    """A revision that the database has cannot get another place."""

    revision: str

    happened = "Revision {revision} is applied to the database."
    now = "No file was changed."
    advice = (
        "Undo it first (autodiff downgrade), rebase it, and upgrade again. Databases "
        "that others have brought to it would be lost track of: rebase only what "
        "nobody else has run."
    )


class RebaseImpossible(WrongUsage):
    """What cannot be moved."""

    revision: str
    reason: str

    happened = "{revision} cannot be rebased: {reason}."
    now = "No file was changed."
    advice = "Name one revision that replaces no others; see autodiff history."


class SquashRange(WrongUsage):
    """A range that one revision cannot replace."""

    range_: str
    reason: str

    happened = "{range_} cannot be squashed: {reason}."
    now = "Nothing was written."
    advice = "Name both ends of one line, such as base:ae10; see autodiff history."


class SquashOpaque(Refused):
    """A script in the range that does more than operations."""

    revision: str
    path: str
    what: str
    can_be_kept: bool

    happened = "{revision} ({path}) cannot be squashed as operations: {what}."
    now = "Nothing was written."
    advice = "{how}"

    def facts(self) -> dict[str, object]:
        keep = "Keep it, and all else as it is written, with --keep-sql."
        leave = (
            "Squash up to the revision before it, or take it into a new one by hand."
        )
        return {**vars(self), "how": keep if self.can_be_kept else leave}


class SquashNotProved(Refused):
    """The new script does not do what those in the range do."""

    way: str

    happened = "The {way} of the squashed script does not lead where the range leads."
    now = "Nothing was written."
    advice = "Squash a shorter range; and please report this, with the scripts."


class HookImpossible(WrongUsage):
    """A post-write hook that cannot be run."""

    hook: str
    reason: str

    happened = "The post-write hook {hook} cannot be run: {reason}."
    now = "Nothing was written."
    advice = "Mend the hook in the settings, or install what it needs."


class HookFailed(Failed):
    """A post-write hook that ended with an error."""

    hook: str
    path: str
    ended: str
    said: str

    happened = "The post-write hook {hook} failed: {ended}:\n\n{said}\n\n"
    now = "The file {path} was written, and no hook after this one was run on it."
    advice = "Look at the file; run the hook on it by hand, or delete it and try again."


class ScriptNotRecorded(Failed):
    """A script that raised while it was only looked at."""

    revision: str
    path: str
    said: str

    happened = "What {revision} does cannot be known: {said} in {path}."
    now = "Nothing was written or sent."
    advice = "Mend the script and run the command again."


class EditorMissing(WrongUsage):
    """No editor to open a file with."""

    tried: tuple[str, ...]

    happened = "None of these editors can be run: {names}."
    now = "No file was opened."
    advice = "Set EDITOR to the editor's command."

    def facts(self) -> dict[str, object]:
        return {"names": ", ".join(self.tried)}


class EditorFailed(Failed):
    """The editor ended with an error."""

    editor: str
    code: int

    happened = "The editor {editor} ended with {code}."
    now = "The file is as the editor left it."
    advice = "Set EDITOR to another command, or open the file by hand."


# --- database -------------------------------------------------------------------------------------


class UrlUnusable(WrongUsage):
    """A database URL that SQLAlchemy cannot make sense of."""

    url: str

    happened = "The database URL cannot be understood: {url}."
    now = "No database was contacted."
    advice = (
        "Write it as dialect://user:password@host:port/database, such as "
        "postgresql://me@localhost/shop or sqlite:///shop.db; special characters in "
        "a password are percent-encoded."
    )


class DriverMissing(WrongUsage):
    """No Python driver for the database of the URL."""

    database: str
    modules: str

    happened = "No driver for {database} is installed ({modules})."
    now = "No database was contacted."
    advice = "Install one, for instance: pip install 'autodiff[{database}]'."


class DatabaseUnreachable(Failed):
    """The database did not let us in."""

    url: str
    said: str

    happened = "The database {url} cannot be reached: {said}."
    now = "Nothing was changed."
    advice = "Check that the server runs, and the host, name, user and password."


# --- running --------------------------------------------------------------------------------------


class NoMigration(WrongUsage):
    """An op function was called while no migration runs."""

    happened = "An op function was called outside of a migration."
    now = "Nothing was done."
    advice = "Call it from upgrade() or downgrade() of a revision."


class OperationUnknown(Failed):
    """A database has no such operation."""

    object: str
    database: str

    happened = "{database} has no way to do this to the {object}."
    advice = "Leave it out of the revision, or do it another way with op.execute()."


_STAYS = {
    "untouched": "Nothing of it is done; the database is as it was before it.",
    "revision": (
        "The revision was rolled back: the database is as it was before it. Later "
        "revisions were not begun."
    ),
    "run": "The whole run was rolled back: the database is as it was before it.",
    "since": (
        "What ran since the last autocommit block was rolled back; `autodiff current` "
        "shows what is applied."
    ),
    "caller": (
        "It ran in a transaction of the caller's, which was left as it is: nothing of "
        "it is committed here."
    ),
    "partly": (
        "{kept} of its statements are done and stay; the journal knows which. Later "
        "revisions were not begun."
    ),
    "doubt": (
        "{kept} of its statements are done and stay. Only the server knows whether the "
        "one after these is done; the next run looks. Later revisions were not begun."
    ),
}
_GO_ON = {
    "partly": (
        "Mend the cause, or the script from there on, and run the same command again: "
        "it goes on after statement {kept}. To undo what was done instead: autodiff "
        "downgrade -1 (after a downgrade: autodiff upgrade +1)."
    ),
}


class StepFailed(Failed):
    """A revision that stopped; ``stays`` says what the database keeps of it: a key of the table
    above, with ``kept`` as the number of its statements that are done.
    """

    stays: str
    kept: int

    now = "\n{what_stays}"
    advice = "{how_to_go_on}"

    def facts(self) -> dict[str, object]:
        go_on = _GO_ON.get(self.stays, "Mend the cause and run the command again.")
        return {
            **vars(self),
            "what_stays": _STAYS[self.stays].format(kept=self.kept),
            "how_to_go_on": go_on.format(kept=self.kept),
        }


class ScriptFailed(StepFailed):
    """A revision file raised when it was run."""

    revision: str
    path: str
    said: str

    happened = "Revision {revision} ({path}) failed: {said}"


class ScriptFunctionMissing(Failed):
    """A revision file without upgrade() or downgrade()."""

    revision: str
    path: str
    function: str

    happened = "Revision {revision} ({path}) has no function {function}()."
    now = "This revision was not begun."
    advice = "Write the function; its body may be `pass`."


class StatementFailed(StepFailed):
    """The database refused a statement."""

    revision: str
    direction: str
    number: int
    sql: str
    said: str

    happened = (
        "The {direction} of revision {revision} failed at statement {number}: {said}\n"
        "The statement was: {sql}"
    )


class ConnectionLost(StepFailed):
    """The session ended in the middle of a revision: the server, the network, or somebody ended it."""

    revision: str
    direction: str
    number: int
    sql: str
    said: str

    happened = (
        "The connection to the database was lost in the {direction} of revision "
        "{revision}, at statement {number}: {said}\nThe statement was: {sql}"
    )
    advice = (
        "See that the server can be reached, and run the same command again: it goes on "
        "from what is done."
    )


class CommitLost(Failed):
    """The session ended while a transaction was being committed."""

    said: str

    happened = "The connection to the database was lost during a commit: {said}"
    now = "\nThe transaction is applied as a whole or not at all; only the database knows."
    advice = (
        "See what is applied with: autodiff current. Then run the same command again: it "
        "goes on from there."
    )


class OwnTablesRefused(Failed):
    """The tables in which it is noted what is applied cannot be made."""

    tables: str
    said: str

    happened = (
        "The tables in which autodiff notes what is applied ({tables}) cannot be made: "
        "{said}"
    )
    now = "\nNothing was run."
    advice = "Run the command as a user that may create tables and write rows there."


class VersionRowLost(StepFailed):
    """The version table did not hold what it held when we looked."""

    revision: str
    table: str
    row: str
    found: int

    happened = (
        "Revision {revision} was to move the row {row} of {table} and met {found} such "
        "rows instead of one: somebody else changed the table meanwhile."
    )


class CommitRefused(Failed):
    """The database refused to end a transaction."""

    said: str

    happened = "The database refused to commit: {said}"
    now = "\nWhat was in the transaction was rolled back."
    advice = "See what is applied with: autodiff current. Mend the cause and run again."


class LooksAtLiveData(Refused):
    """A script that asks a database, where there is none to ask."""

    happened = "It looks at live data through op.get_bind()."
    now = "What it does then cannot be known without running it."
    advice = (
        "Ask `context.is_offline()` first and do without, or run the revision online."
    )


class PrintingFailed(Refused):
    """A revision that cannot be printed as SQL."""

    revision: str
    path: str
    said: str

    happened = "Revision {revision} ({path}) cannot be printed as SQL: {said}"
    now = "\nNothing was printed or changed."
    advice = "Run it online, or print the range in parts around it: --sql FROM:TO."


class RangeNeeded(WrongUsage):
    """A downgrade that is printed, without a start."""

    address: str

    happened = (
        "A downgrade that is printed needs to know where it starts, and {address!r} "
        "only says where it ends."
    )
    now = "Nothing was printed or changed."
    advice = "Write it as FROM:TO, such as: autodiff downgrade head:{address} --sql."


class TransactionEnded(Refused):
    """A script commits or rolls back the transaction that it runs in."""

    verb: str

    happened = "It calls {verb}() on the connection of op.get_bind()."
    now = "The transaction belongs to the run, so that a revision is done wholly or not at all."
    advice = (
        "Leave the call out, or do what must be by itself within "
        "`with op.autocommit_block():`."
    )


class TransactionBegun(Refused):
    """A script begins a transaction inside the one that it runs in."""

    happened = "It calls begin() on the connection of op.get_bind()."
    now = "The revision runs in a transaction already."
    advice = "Leave the call out, or use begin_nested() for a savepoint."


class TransactionInTheWay(Refused):
    """A statement that must be outside a transaction, inside one of the caller's."""

    sql: str

    happened = "This cannot run inside a transaction: {sql}."
    now = "The transaction is the caller's (it was begun before context.run)."
    advice = "Hand over a connection without a transaction."


class ConnectionUnrepeatable(Refused):
    """A script that wrote through the connection, in the part that is done already."""

    revision: str
    sql: str

    happened = (
        "The part of revision {revision} that is done already wrote through "
        "op.get_bind(), and its code would do so again: {sql}."
    )
    now = "Nothing was run now; what was done stays."
    advice = (
        "If that code may run again, run the command with --in-doubt=again. Otherwise "
        "change it, so that it looks first at what is there."
    )


class StatementInDoubt(Refused):
    """A run was killed during a statement that the catalog tells nothing about."""

    revision: str
    sql: str

    happened = (
        "An earlier run of revision {revision} was killed while this statement ran, "
        "and the catalog does not tell whether it was done: {sql}"
    )
    now = "\nNothing was run now; what ran before the statement stays applied."
    advice = (
        "Look at the data, then run again with --in-doubt=done (it was done) or "
        "--in-doubt=again (run it again)."
    )


class ScriptEdited(Refused):
    """The part of a script that is applied already was changed."""

    revision: str
    items: int

    happened = (
        "Revision {revision} is half applied, and the first {items} operations of its "
        "script, which were done, are no longer what was done."
    )
    now = "Nothing was run now."
    advice = "Restore these operations in the script; change only what comes after."


class OtherHalfApplied(Refused):
    """A revision is half applied, and the command would run another."""

    revision: str
    direction: str
    wanted: str

    happened = (
        "Revision {revision} is half applied: its {direction} was stopped in the "
        "middle. The command would go on with {wanted}."
    )
    now = "Nothing was run now."
    advice = (
        "First repeat the {direction} that was stopped: it goes on where it was. Or go "
        "the other way, one revision: that undoes just what ran. Or mend the database by "
        "hand and say what it stands on with: autodiff stamp."
    )


class UndoUnclear(Refused):
    """A half-applied revision whose opposite function does not tell how to undo what ran."""

    revision: str
    direction: str
    what: str

    happened = (
        "Revision {revision} is half applied, and {opposite}() does not tell how to undo "
        "what ran of its {direction}: {what}."
    )
    now = "Nothing was run now."
    advice = (
        "Complete {opposite}() in the script and run the command again; or run it with "
        "--in-doubt=done (what is not known to belong to it is run) or --in-doubt=again "
        "(it is left out); or go on with: autodiff {direction}."
    )

    def facts(self) -> dict[str, object]:
        opposite = "downgrade" if self.direction == "upgrade" else "upgrade"
        return {**vars(self), "opposite": opposite}


class LockBusy(Failed):
    """Another migrator works on the same database; ``holder`` is "" where nobody can tell."""

    seconds: float
    holder: str = ""

    happened = (
        "Another autodiff works on this database{by}; it was not done after "
        "{seconds:g} s."
    )
    now = "Nothing was changed by this command."
    advice = "Wait for it, or allow more time with the setting lock_timeout."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "by": f" ({self.holder})" if self.holder else ""}


class ConstraintUnclear(WrongUsage):
    """A script drops or renames a constraint that cannot be told from its words."""

    constraint: str
    table: str
    reason: str

    happened = (
        "Which constraint ({constraint}) of {table} is meant is not clear: {reason}."
    )
    now = "This operation was not begun."
    advice = "Name it in the script, with its type_."


# --- models and scripts ---------------------------------------------------------------------------


class ModelsUnset(WrongUsage):
    """A comparison without models."""

    file: str

    happened = "The setting models is empty in {file}."
    now = "There is nothing to compare the database with; nothing was written."
    advice = "Set it to MODULE:NAME, such as models = shop.models:Base."


class ModelsMissing(WrongUsage):
    """The setting names a module or attribute that is not there."""

    place: str
    reason: str
    hint: str

    happened = "The models {place} were not found: {reason}."
    now = "Nothing was compared or written."
    advice = (
        "{hint}Write the setting models as MODULE:NAME; modules are looked for in the "
        "folders of prepend_sys_path."
    )


class ModelsBroken(WrongUsage):
    """The user's models raised when they were imported."""

    place: str
    trace: str

    happened = "The models {place} cannot be imported:\n\n{trace}\n\n"
    now = "Nothing was compared or written."
    advice = "Mend the module and run the command again."


class ModelsNothing(WrongUsage):
    """What the setting names has no metadata."""

    place: str
    name: str

    happened = (
        "The models {place} give no tables: {name} is no MetaData, declarative base or "
        "other object with metadata."
    )
    now = "Nothing was compared or written."
    advice = "Name the base class or the MetaData, such as models = shop.models:Base."


class ModelImpossible(WrongUsage):
    """Models say what no database, or not this one, can have; ``create_all`` fails on it too."""

    what: str
    reason: str
    way_out: str

    happened = "The models cannot be created: {what} {reason}."
    now = "Nothing was compared or written."
    advice = "{way_out}, and run the command again."


class TableDeclaredTwice(WrongUsage):
    """Two tables of the models are one table of the database."""

    table: str

    happened = "The models declare the table {table} twice, perhaps in two MetaData."
    now = "Nothing was compared or written: they may say different things of it."
    advice = "Keep one of them, or give one another schema."


class TemplateMissing(WrongUsage):
    """The project's script template is not there."""

    path: str

    happened = "The script template {path} is missing."
    now = "No file was written."
    advice = "Restore it, or make a new one with: autodiff init in an empty folder."


class TemplateBroken(Failed):
    """The project's script template cannot be rendered."""

    path: str
    said: str

    happened = "The script template {path} cannot be used: {said}."
    now = "No file was written."
    advice = "Mend the template."


class FileExists(Refused):
    """A file that would be written is there already."""

    path: str

    happened = "The file {path} exists already."
    now = "It was left as it is."
    advice = "Give another message or --rev-id, or move the file away."


class FileNotWritten(Failed):
    """The operating system did not let us write."""

    path: str
    said: str

    happened = "The file {path} cannot be written: {said}."
    now = "No file was changed."
    advice = "Look at the folder's permissions and the space on the disk."


class NotAtHead(Refused):
    """A comparison with a database that lacks revisions."""

    current: str
    heads: str

    happened = (
        "The database is not up to date: it is at {current}, the scripts at {heads}."
    )
    now = "Nothing was compared or written."
    advice = "Run first: autodiff upgrade head."


class EnvironmentIdle(WrongUsage):
    """An env.py that never runs what the command wants done."""

    path: str

    happened = "{path} ended without calling context.run()."
    now = "Nothing was done."
    advice = "Call context.run(connection) in it, for each database."


class EnvironmentBroken(WrongUsage):
    """An env.py that raised."""

    path: str
    trace: str

    happened = "The environment {path} failed:\n\n{trace}\n\n"
    now = "What was done before is kept; see autodiff current."
    advice = "Mend it and run the command again."


class ContextHookBroken(WrongUsage):
    """A function that env.py handed to context.configure() raised."""

    hook: str
    about: str
    trace: str

    happened = "The hook {hook} failed when asked about {about}:\n\n{trace}\n\n"
    now = "Nothing was written or changed."
    advice = "Mend it and run the command again."


class ContextHookAnswer(WrongUsage):
    """A function that env.py handed to context.configure() gave back what it must not."""

    hook: str
    about: str
    expected: str
    given: str

    happened = "The hook {hook}, asked about {about}, gave back {given}."
    now = "Nothing was written or changed."
    advice = "It must give back {expected}."


class ContextKeywordUnknown(WrongUsage):
    """A function of context was given a keyword that nobody would read."""

    function: str
    keyword: str
    likely: str

    happened = "context.{function}() has no keyword {keyword}.{likely}"
    now = "Nothing was begun."
    advice = "Correct env.py; the function's docstring lists what it takes."


class ContextValueWrong(WrongUsage):
    """A keyword of context.configure() with a value of no use."""

    keyword: str
    expected: str
    given: str

    happened = "context.configure({keyword}=...) was given {given}."
    now = "Nothing was begun."
    advice = "Give it {expected}."


class NoEnvironment(WrongUsage):
    """A function of context was called outside of a command."""

    happened = "A function of autodiff.context was called while no command runs env.py."
    advice = "Call it from env.py only."


# --- SQLite ---------------------------------------------------------------------------------------


class SQLUnreadable(Failed):
    """Stored SQL of a SQLite database that cannot be taken apart."""

    sql: str
    place: str

    happened = "The stored SQL cannot be read at {place!r}: {shown}"
    now = "Nothing was changed."
    advice = "This is a fault of autodiff; please report it with that SQL."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "shown": " ".join(self.sql.split())[:300]}


class TableUnknown(Failed):
    """A change to a table that is not there, or of which nothing is known offline."""

    table: str

    happened = "The table {table} is to be changed, and there is no such table."
    now = "This operation was not begun."
    advice = (
        "Check the revision against the database with `autodiff check`. Offline, the "
        "revisions before this one must create the table."
    )


class PartUnknown(Failed):
    """A change to a column or constraint that the table does not have."""

    part: str
    table: str

    happened = "The {part} is to be changed, and the table {table} has no such thing."
    now = "This operation was not begun."
    advice = "Check the revision against the database with `autodiff check`."


class ColumnInUse(Refused):
    """A column is dropped that something else still names."""

    column: str
    table: str
    users: str

    happened = "The column {column} of {table} cannot be dropped: {users} names it."
    now = "This operation was not begun."
    advice = "Drop or change that first, in the same revision."


class ForeignKeysOn(Refused):
    """A rebuild inside a transaction that enforces foreign keys would delete rows elsewhere."""

    table: str
    children: str

    happened = (
        "The table {table} must be rebuilt, and rows of {children} may refer to it "
        "while PRAGMA foreign_keys is on inside a transaction: dropping the old table "
        "would delete or change those rows."
    )
    now = "Nothing of this operation was done; no row was touched."
    advice = (
        "Let autodiff begin the transaction itself, or execute PRAGMA foreign_keys=OFF "
        "before the transaction begins."
    )


class ForeignKeysBroken(Failed):
    """A revision leaves rows that refer to nothing."""

    rows: int
    where: str

    happened = (
        "The revision would leave {rows} rows that refer to nothing: {where}. Foreign "
        "keys are off while a revision runs, so nothing was deleted along with them."
    )
    now = "The revision's transaction was rolled back; no row was touched."
    advice = "Delete or mend those rows in the revision (or before it), then run again."


class RebuildInterrupted(Failed):
    """A rebuild outside a transaction was killed when the old table was gone already."""

    table: str
    copy: str

    happened = (
        "An earlier rebuild of the table {table} was killed at its last step: the old "
        "table is gone, and all its rows are in {copy}."
    )
    now = "Nothing was changed now."
    advice = (
        'Finish it with: ALTER TABLE "{copy}" RENAME TO "{table}"; then look again.'
    )


# --- starting a project ---------------------------------------------------------------------------


class TemplateUnknown(WrongUsage):
    """No such template for a project."""

    name: str
    known: str

    happened = "There is no project template {name}."
    now = "No file was written."
    advice = "The templates are: {known}."


class DirectoryNotEmpty(Refused):
    """The folder for a new environment holds something."""

    directory: str

    happened = "The folder {directory} exists and is not empty."
    now = "No file was written."
    advice = "Name a folder that does not exist yet."


class SettingsPresent(Refused):
    """The settings file has a section of ours already."""

    path: str

    happened = "{path} has settings for autodiff already."
    now = "No file was written."
    advice = "Use them, or start the new project in another folder."


class LockImpossible(Failed):
    """The lock's file cannot be made."""

    path: str
    said: str

    happened = "The lock {path} cannot be taken: {said}."
    now = "Nothing was changed."
    advice = "The folder of the database must be writable, as SQLite itself needs it."


# --- questions of meaning -------------------------------------------------------------------------


class FillNeeded(Refused):
    """A column that must hold something on a table with rows."""

    columns: tuple[str, ...]
    renames: tuple[str, ...] = ()

    happened = (
        "These columns must hold something, and rows are there that would hold "
        "nothing: {names}."
    )
    now = "No script was written: it would fail when it is run."
    advice = (
        "Say what the rows get, with --fill {first}=VALUE (an SQL value, such as 0 or "
        "'x'); or give the column a server_default; or make it nullable first.{hint}"
    )

    def facts(self) -> dict[str, object]:
        options = " ".join(f"--rename {each}" for each in self.renames)
        hint = (
            f" If it is an old column under a new name: {options}." if options else ""
        )
        names = ", ".join(self.columns)
        return {"names": names, "first": self.columns[0], "hint": hint}


class RenameImpossible(WrongUsage):
    """A rename that was asked for does not fit the models and the database."""

    old: str
    new: str

    happened = (
        "{old} cannot be renamed to {new}: the database must have the old name and the "
        "models the new one, and neither the other."
    )
    now = "Nothing was written."
    advice = "Write --rename OLD:NEW, with table.column on both sides for a column."


# --- command line ---------------------------------------------------------------------------------


class Interrupted(Failed):
    """The user pressed Ctrl-C."""

    exit_code: ClassVar[int] = 130

    happened = "Interrupted."
    now = (
        "A revision that was running is rolled back, or on a database that cannot roll "
        "it back, its progress is in the journal."
    )
    advice = "See what is applied with: autodiff current. The same command goes on."


class StatementStopped(Failed):
    """The database refused something that no part of autodiff expected it to refuse."""

    said: str

    happened = "The database ended the command: {said}."
    now = (
        "What was not committed is rolled back; autodiff current shows what is applied."
    )
    advice = "To see where it came from: autodiff --raiseerr COMMAND."


class Unforeseen(Failed):
    """An exception that no part of autodiff foresaw."""

    said: str

    happened = "Something went wrong that autodiff does not know: {said}."
    now = (
        "What was not committed is rolled back; autodiff current shows what is applied."
    )
    advice = (
        "To see where it came from: autodiff --raiseerr COMMAND. If that points at "
        "autodiff, please report it."
    )


# --- PostgreSQL -----------------------------------------------------------------------------------


class PartitionKeyFixed(Refused):
    """PARTITION BY can be stated only when a table is created."""

    table: str

    happened = "The partitioning of {table} would have to change."
    now = "Nothing was changed: PostgreSQL has no ALTER TABLE for it."
    advice = (
        "Write a revision by hand that creates a new table, copies the rows and takes the "
        "old one's place."
    )


# --- mysql ----------------------------------------------------------------------------------------


class ColumnNotKnown(WrongUsage):
    """MySQL and SQL Server restate a column, and part of it is not known."""

    column: str
    missing: str

    happened = (
        "{column} cannot be changed: the database wants the whole column said again."
    )
    now = "No database is at hand to tell the rest, and nothing was sent."
    advice = "Give {missing} in the script's call, or run it against the database."


class ExpressionIndexUnsupported(Refused):
    """An index over an expression, on a server that has none."""

    index: str
    expression: str

    happened = "{index} is over an expression: {expression}."
    now = "MariaDB has no such indexes (MySQL has them from 8.0.13); nothing was sent."
    advice = "Index a generated column (sa.Computed) with that expression instead."


class NamelessConstraint(WrongUsage):
    """A constraint without a name is to be dropped, and none like it is there."""

    constraint: str

    happened = "A constraint without a name cannot be dropped: {constraint}."
    now = "The database has none that says the same; nothing was sent."
    advice = "Give its name in the script: SHOW CREATE TABLE shows it."


class FillMalformed(WrongUsage):
    """A value for rows that cannot be understood."""

    column: str
    reason: str

    happened = "The value for {column} cannot be used: {reason}."
    now = "Nothing was written."
    advice = "Write --fill users.age=0, with an SQL value on the right."


# --- op -------------------------------------------------------------------------------------------


class KeywordUnknown(WrongUsage):
    """A function of op was given a keyword that nobody would read."""

    function: str
    keyword: str
    likely: str

    happened = "op.{function}() has no keyword {keyword}.{likely}"
    now = "This operation was not begun."
    advice = "Correct the script; the function's docstring lists what it takes."


class FunctionUnknown(WrongUsage, AttributeError):
    """A script uses a function that op does not have."""

    function: str
    likely: str

    happened = "op has no function {function}.{likely}"
    now = "Nothing of it was begun."
    advice = (
        "Correct the script, or have the package that brings the function imported: it "
        "calls op.register_operation, or names it in the entry point group "
        "autodiff.operations."
    )


class FunctionTaken(WrongUsage):
    """A package registers an operation under a name that op has already."""

    function: str

    happened = "op has a function {function} already."
    now = "It stays as it was."
    advice = "Register the operation under another name."


class AsyncDriverNeeded(WrongUsage):
    """op.run_async on a connection that is not asynchronous."""

    dialect: str

    happened = (
        "op.run_async() needs an asynchronous driver; this connection is {dialect}."
    )
    now = "The function was not called."
    advice = "Use such a driver in the URL (postgresql+asyncpg), or op.get_bind()."


# --- proof ----------------------------------------------------------------------------------------


class ScratchImpossible(Refused):
    """No scratch database can be made."""

    database: str
    said: str

    happened = "No scratch database can be made on {database}: {said}."
    now = "The script was not tried, and nothing was written."
    advice = "Grant the right to create databases, or generate without --verify."


class NotProved(Refused):
    """A new script does not do what it should on a scratch database."""

    way: str
    what: str

    happened = (
        "Tried on a scratch database, the {way} of the new script is not right: {what}"
    )
    now = "\nThe script was not written; the live database was only read."
    advice = (
        "This is a fault of autodiff or of a template; please report it. With --force "
        "the script is written all the same."
    )


class IndexTableNeeded(WrongUsage):
    """An index is to be dropped or renamed where it is found in its table only."""

    index: str
    dialect: str

    happened = "The index {index} cannot be found: {dialect} looks for it in its table."
    now = "This operation was not begun."
    advice = "Give table_name in the script's call."
