"""Revision files: what is wrong with them as they lie there."""

from __future__ import annotations

from autodiff.errors.tree import WrongUsage


class ScriptsBroken(WrongUsage):
    """The revision files cannot be used; nothing was started."""

    now = "Nothing was started; the database was not touched."


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
    advice = "Fix that line; `python -m py_compile {path}` shows the same place."


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
    advice = "Create it, or fix `version_locations` in the settings."


class DuplicateRevision(ScriptsBroken):
    """One id in two files."""

    revision: str
    first: str
    second: str

    happened = "The revision id '{revision}' is in two files: {first} and {second}."
    advice = "Delete one of them, or give one a new id and fix what follows it."


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
        "fix {name} in {path}."
    )

    def facts(self) -> dict[str, object]:
        hint = f"; the nearest is {self.nearest}" if self.nearest else ""
        return {**vars(self), "hint": hint}


class RevisionCycle(ScriptsBroken):
    """Revisions that follow or need each other in a circle."""

    trail: tuple[str, ...]
    paths: tuple[str, ...]

    happened = "The revisions follow each other in a circle: {circle} (in {files})."
    advice = "Fix down_revision or depends_on in one of these files."

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
    advice = "Fix `replaces` in that file."


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
