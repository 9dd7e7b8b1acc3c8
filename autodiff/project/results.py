"""Results as plain values, made of the commands' results, which are for reports."""

from __future__ import annotations

from autodiff.commands.differences import Differences
from autodiff.core.describe import describe
from autodiff.core.operation import AnyOperation as Operation
from autodiff.frozen import frozen
from autodiff.revisions.history import HistoryEntry
from autodiff.revisions.standing_report import DatabaseStanding


@frozen
class Current:
    """The state of a database: the ids of its current revisions, and of the heads that it lacks.

    ``entries`` are the current revisions with all their details. Of several databases,
    ``databases`` has one value for each, and the other fields are those of all together.
    """

    revisions: tuple[str, ...]
    missing: tuple[str, ...]
    entries: tuple[HistoryEntry, ...]
    database: str = ""
    databases: tuple[Current, ...] = ()

    @property
    def is_head(self) -> bool:
        """Return whether the database has every head."""
        return not self.missing


@frozen
class Diff:
    """The operations that bring the database to the models; false where there are none.

    ``lines`` describe them and ``sql`` are their statements. ``renames`` are pairs of an old and a
    new name that may be renames rather than drops and creates.
    """

    lines: tuple[str, ...]
    sql: tuple[str, ...]
    renames: tuple[tuple[str, str], ...]
    operations: tuple[Operation, ...]

    def __bool__(self) -> bool:
        return bool(self.operations)


@frozen
class OwnTables:
    """The version table and the journal: which of them were created, and which existed."""

    made: tuple[str, ...]
    present: tuple[str, ...]


def current_of(
    standing: DatabaseStanding, several: tuple[Current, ...] = ()
) -> Current:
    """Return the state of a database as a plain value; ``several`` are those of its parts."""
    revisions = tuple(entry.revision for entry in standing.entries)
    return Current(
        revisions, standing.missing, standing.entries, standing.database, several
    )


def diff_of(differs: Differences) -> Diff:
    """Return the differences as a plain value."""
    return Diff(
        tuple(describe(operation) for operation in differs.operations),
        tuple(statement.sql for _, sql in differs.written for statement in sql),
        tuple(dict.fromkeys(candidate.pair for candidate in differs.candidates)),
        differs.operations,
    )
