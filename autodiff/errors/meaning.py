"""Meaning: what only a person can say of a change, and what was not proved."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused, WrongUsage


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
    advice = (
        "Write --rename OLD:NEW, with table.column on both sides for a column, and "
        "table.column.label for a label."
    )


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
    now = "This operation was not begun."
    advice = "Give table_name in the script's call."
