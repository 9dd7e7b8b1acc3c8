"""Meaning: what only a person can say of a change, and what was not proved."""

from __future__ import annotations

from collections.abc import Iterable
from shlex import quote

from autodiff.errors.tree import Failed, Refused, WrongUsage


class FillNeeded(Refused):
    """A NOT NULL column without a value for the rows of its table."""

    columns: tuple[str, ...]
    renames: tuple[tuple[str, str], ...] = ()

    happened = (
        "These columns are NOT NULL, and the table has rows without a value for "
        "them: {names}."
    )
    now = "No script was written: it would fail when it is run."
    advice = (
        "Say what the rows get, with --fill {first}=VALUE (an SQL value, such as 0 or "
        "'x'); or give the column a server_default; or make it nullable first.{hint}"
    )

    def facts(self) -> dict[str, object]:
        options = rename_options(self.renames)
        hint = (
            f" If it is an old column under a new name: {options}." if options else ""
        )
        names = ", ".join(self.columns)
        return {"names": names, "first": self.columns[0], "hint": hint}


class RenamesOpen(Refused):
    """What may be renames, and nobody has said whether they are: a script would drop what rows hold.

    ``lines`` tell of each with its evidence, ``pairs`` are their old and new names; ``others`` are
    less likely, and need no answer. ``command`` says that all pairs are renames, where the command
    line knows how it was called.
    """

    lines: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    others: tuple[str, ...] = ()
    command: str = ""

    happened = "{what}, and a script that drops {it} loses the rows' values:{list}"
    now = "\nNothing was written or sent."
    advice = (
        "If {was} renamed, run:\n  {whole}\nFor what was not renamed, say {no} instead; "
        "--no-rename by itself says so of everything."
    )

    def facts(self) -> dict[str, object]:
        several = len(self.pairs) > 1
        lines = [*self.lines, *(f"less likely: {each}" for each in self.others)]
        hidden = "  (with your own in place of ***)" if "***" in self.command else ""
        command = self.command or f"autodiff generate {rename_options(self.pairs)}"
        return {
            "what": "These may be renames" if several else "This may be a rename",
            "it": "them" if several else "it",
            "list": "".join(f"\n  {each}" for each in lines),
            "was": "all of them were" if several else "it was",
            "whole": command + hidden,
            "no": no_rename_option(self.pairs[0][0]),
        }


def rename_options(pairs: Iterable[tuple[str, str]]) -> str:
    """Return one ``--rename OLD:NEW`` for each rename, quoted for a shell."""
    return " ".join(f"--rename {quote(':'.join(each))}" for each in pairs)


def no_rename_option(old: str) -> str:
    """Return ``--no-rename OLD``, quoted for a shell."""
    return f"--no-rename {quote(old)}"


class RenameImpossible(WrongUsage):
    """A rename that was asked for does not fit the models and the database."""

    old: str
    new: str
    reason: str

    happened = "{old} cannot be renamed to {new}: {reason}."
    now = "Nothing was written."
    advice = (
        "Write --rename OLD:NEW, with table.column on both sides for a column, and "
        "table.column.label for a label."
    )


class NothingDropped(WrongUsage):
    """Something that is not dropped was said not to be renamed."""

    name: str
    likely: tuple[str, ...]

    happened = "--no-rename {name}: nothing of that name is dropped.{hint}"
    now = "Nothing was written."
    advice = (
        "Name a table, table.column or table.column.label that the database has and the "
        "models have not."
    )

    def facts(self) -> dict[str, object]:
        hint = f" Did you mean {self.likely[0]}?" if self.likely else ""
        return {"name": self.name, "hint": hint}


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


class NewScriptFailed(Failed):
    """A new script that ended the program, or left its work undone, on a scratch database."""

    way: str
    said: str

    happened = (
        "Tried on a scratch database, the {way} of the new script did not end: {said}"
    )
    now = "\nThe script was not written; the live database was only read."
    advice = "Look at the template script.py.mako, and run the command again."


class IndexTableNeeded(WrongUsage):
    """An index is to be dropped or renamed where it is found in its table only."""

    index: str
    dialect: str

    happened = "The index {index} cannot be found: {dialect} looks for it in its table."
    now = "This operation was not started."
    advice = "Give table_name in the script's call."
