"""Results in plain values, where those of the commands are made for reports."""

from __future__ import annotations

from autodiff.commands.differences import Differences
from autodiff.core.describe import describe
from autodiff.core.operation import AnyOperation as Operation
from autodiff.frozen import frozen
from autodiff.revisions.history import HistoryEntry
from autodiff.revisions.standing_report import DatabaseStanding


@frozen
class Current:
    """What a database is at: the ids of its current revisions, and of the heads that it has not reached.

    ``entries`` are the current revisions with all that is said of each. Of several databases,
    ``databases`` has one of these for each, and the other fields what any of them says.
    """

    revisions: tuple[str, ...]
    missing: tuple[str, ...]
    entries: tuple[HistoryEntry, ...]
    database: str = ""
    databases: tuple[Current, ...] = ()

    @property
    def is_head(self) -> bool:
        """Return whether every head is reached."""
        return not self.missing


@frozen
class Diff:
    """What brings the database to the models; false where that is nothing.

    ``lines`` say it in words and ``sql`` are the statements that would be sent. ``renames`` are pairs
    of an old and a new name that may be renames rather than drops and creates.
    """

    lines: tuple[str, ...]
    sql: tuple[str, ...]
    renames: tuple[tuple[str, str], ...]
    operations: tuple[Operation, ...]

    def __bool__(self) -> bool:
        return bool(self.operations)


@frozen
class OwnTables:
    """The version table and the journal: which were made, and which were there."""

    made: tuple[str, ...]
    present: tuple[str, ...]


def current_of(
    standing: DatabaseStanding, several: tuple[Current, ...] = ()
) -> Current:
    """Return what a database is at, in plain values."""
    revisions = tuple(entry.revision for entry in standing.entries)
    return Current(
        revisions, standing.missing, standing.entries, standing.database, several
    )


def diff_of(differs: Differences) -> Diff:
    """Return the differences in plain values."""
    return Diff(
        tuple(describe(operation) for operation in differs.operations),
        tuple(statement.sql for _, sql in differs.written for statement in sql),
        tuple(dict.fromkeys(candidate.pair for candidate in differs.candidates)),
        differs.operations,
    )
