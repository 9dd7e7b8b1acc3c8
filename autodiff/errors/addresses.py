"""Addresses: what a user typed for a revision, and the graph that it is looked up in."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.errors.tree import Refused, WrongUsage, few


def merge_command(heads: Sequence[str]) -> str:
    """Return the command that writes a revision which follows all of ``heads``."""
    return f'autodiff merge {" ".join(heads)} -m "Merge {" and ".join(heads)}"'


class AddressMalformed(WrongUsage):
    """Text that is no address."""

    text: str
    reason: str

    happened = "'{text}' is not an address of a revision: {reason}."
    now = "Nothing was started."
    advice = (
        "Addresses look like head, heads, base, current, ae10, label, label@head, +1, "
        "-1, ae10+2, label@base+1; a range like ae10:head."
    )


class RangeMalformed(WrongUsage):
    """Text that is no range."""

    text: str

    happened = "'{text}' is not a range."
    now = "Nothing was started."
    advice = (
        "Ranges look like ae10:head, ae10: and :ae10, with addresses at their ends."
    )


class UnknownRevision(WrongUsage):
    """A name that is neither an id, nor the start of one, nor a label."""

    name: str
    nearest: tuple[str, ...] = ()

    happened = "There is no revision or branch label '{name}'{hint}."
    now = "Nothing was started."
    advice = "`autodiff history` lists all revisions, `autodiff heads` the newest."

    def facts(self) -> dict[str, object]:
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return {"name": self.name, "hint": hint.rstrip("?")}


class AmbiguousRevision(WrongUsage):
    """The start of several ids or labels."""

    prefix: str
    candidates: tuple[str, ...]

    happened = "'{prefix}' is the start of several revisions: {names}."
    now = "Nothing was started."
    advice = "Write more of the one that is meant."

    def facts(self) -> dict[str, object]:
        return {"prefix": self.prefix, "names": few(self.candidates)}


class NotOnBranch(WrongUsage):
    """``branch@revision`` where the revision is on another line."""

    revision: str
    branch: str

    happened = "Revision {revision} is not on the branch '{branch}'."
    now = "Nothing was started."
    advice = (
        "Leave out `{branch}@`; `autodiff history` shows which revision follows which."
    )


class SeveralHeads(WrongUsage):
    """An address that needs one head where there are more."""

    address: str
    heads: tuple[str, ...]

    happened = "'{address}' is not clear: there are several heads, {names}."
    now = "Nothing was started."
    advice = (
        "Join them with `{merge}`; or name one by its id, such as {first} (of generate "
        "and revision: --head {first}), or all of them with `heads`."
    )

    def facts(self) -> dict[str, object]:
        return {
            "address": self.address,
            "names": few(self.heads),
            "merge": merge_command(self.heads),
            "first": self.heads[0],
        }


class SeveralCurrent(WrongUsage):
    """A relative address while the database has several current revisions."""

    address: str
    current: tuple[str, ...]

    happened = (
        "'{address}' is not clear: the database has several current revisions, {names}."
    )
    now = "Nothing was started."
    advice = "Say from which one: {ways}; or give an id to go to."

    def facts(self) -> dict[str, object]:
        steps = self.address.rpartition("@")[2]
        ways = tuple(f"{one}@{steps}" for one in self.current)
        return {
            "address": self.address,
            "names": few(self.current),
            "ways": few(ways),
        }


class WalkAmbiguous(WrongUsage):
    """A relative walk that comes to a fork."""

    address: str
    at: str
    choices: tuple[str, ...]

    happened = "'{address}' is not clear: at {at} the way parts into {names}."
    now = "Nothing was started."
    advice = "Give the id to go to, such as {first}{or_way}."

    def facts(self) -> dict[str, object]:
        steps, first = self.address.rpartition("@")[2], self.choices[0]
        return {
            "address": self.address,
            "at": self.at,
            "names": few(self.choices),
            "first": first,
            "or_way": f", or say which way: {first}@{steps}" if "+" in steps else "",
        }


class WalkTooFar(WrongUsage):
    """A relative walk beyond the first or the last revision."""

    address: str
    wanted: int
    available: int
    start: str

    happened = (
        "'{address}' goes too far: {wanted} {revisions} wanted, and there "
        "{are} from {start}."
    )
    now = "Nothing was started."
    advice = "{instead}; `autodiff history` lists all revisions."

    def facts(self) -> dict[str, object]:
        end = "`base`" if "-" in self.address else "`head`"
        smaller = "a smaller number or " if self.available else ""
        return {
            **vars(self),
            "instead": f"Use {smaller}{end}",
            "revisions": "revision" if self.wanted == 1 else "revisions",
            "are": self._are(),
        }

    def _are(self) -> str:
        if self.available == 0:
            return "is none"
        verb = "is" if self.available == 1 else "are"
        return f"{verb} only {self.available}"


class WrongDirection(WrongUsage):
    """``upgrade -1`` or ``downgrade +1``."""

    address: str
    command: str
    other: str

    happened = "'{address}' points the other way than `{command}` goes."
    now = "Nothing was started."
    advice = "Use `autodiff {other} {address}`, or an address in the right direction."


class DowngradeUnclear(WrongUsage):
    """A downgrade to several revisions at once."""

    address: str
    targets: tuple[str, ...]

    happened = "'{address}' names several revisions, {names}, and one must be meant."
    now = "Nothing was started."
    advice = "Name the one that stays; or take down one step of one line: {first}@-1."

    def facts(self) -> dict[str, object]:
        names = ", ".join(self.targets)
        return {"address": self.address, "names": names, "first": self.targets[0]}


class EndMisplaced(WrongUsage):
    """A relative end of a range that has nothing to count from, or leads out of it."""

    text: str

    happened = "'{text}' cannot be this end of a range."
    now = "Nothing was started."
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
        "current revision is {names}."
    )
    now = "Nothing was started."
    advice = "Choose a revision that is applied, or `autodiff upgrade {address}`."

    def facts(self) -> dict[str, object]:
        names = few(self.current) if self.current else "nothing (base)"
        return {"address": self.address, "revision": self.revision, "names": names}


class BranchNotApplied(WrongUsage):
    """A walk from the current revision of a branch that has none."""

    address: str
    branch: str

    happened = "'{address}' has no start: nothing of branch '{branch}' is applied."
    now = "Nothing was started."
    advice = "`autodiff current` shows what is applied."


class RangeNotOnLine(WrongUsage):
    """A range whose end does not follow its start."""

    start: str
    end: str

    happened = "The range {start}:{end} is empty: {end} does not follow {start}."
    now = "Nothing was started."
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
        return {"names": few(self.unknown)}


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
