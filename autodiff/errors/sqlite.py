"""SQLite: what a rebuild may not do, and its files."""

from __future__ import annotations

from autodiff.errors.tree import Failed, Refused


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
    now = "This operation was not started."
    advice = (
        "Correct its name in the script, or create it in a revision before this one. "
        "Offline, the revisions before this one must create it."
    )


class PartUnknown(Failed):
    """A change to a column or constraint that the table does not have."""

    part: str
    table: str

    happened = "The {part} is to be changed, and the table {table} has no such thing."
    now = "This operation was not started."
    advice = "Correct its name in the script, or create it before."


class ColumnInUse(Refused):
    """A column is dropped that something else still names."""

    column: str
    table: str
    users: str

    happened = "The column {column} of {table} cannot be dropped: {users} names it."
    now = "This operation was not started."
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
    advice = "Delete or fix those rows in the revision (or before it), then run again."


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
        'Finish it with: ALTER TABLE "{copy}" RENAME TO "{table}"; then run the same '
        "command again."
    )
