"""Writing and reshaping revision files: new ones, merges, rebases, squashes."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused, WrongUsage, few


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
        return {"revision": self.revision, "names": few(self.followers)}


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
    advice = (
        "Name two revisions or more. `autodiff heads` shows those that nothing follows."
    )

    def facts(self) -> dict[str, object]:
        return {"names": few(self.found) if self.found else "no revision"}


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
    below: str

    happened = "Revision {revision} is applied to the database."
    now = "No file was changed."
    advice = (
        "Undo it first: autodiff downgrade {revision}@{below}. Then rebase it, and "
        "upgrade again. Databases that others have brought to it would be lost track of: "
        "rebase only what nobody else has run."
    )


class RebaseImpossible(WrongUsage):
    """What cannot be moved."""

    revision: str
    reason: str

    happened = "{revision} cannot be rebased: {reason}."
    now = "No file was changed."
    advice = "Name one revision that replaces no others; `autodiff history` lists them."


class SquashRange(WrongUsage):
    """A range that one revision cannot replace."""

    range_: str
    reason: str

    happened = "{range_} cannot be squashed: {reason}."
    now = "Nothing was written."
    advice = (
        "Name both ends of one line, such as base:ae10; `autodiff history` lists them."
    )


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
    advice = "Fix the hook in the settings, or install what it needs."


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

    happened = "What revision {revision} ({path}) does cannot be known: {said}"
    now = "\nNothing was written or sent."
    advice = "Fix the script and run the command again."


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
