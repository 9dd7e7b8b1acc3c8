"""The journal: what ran, when, how long, by whom, from which script, and how far it got."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.dialects.identity import by_whom
from autodiff.execute.direct_statements import OWN
from autodiff.execute.own_statement import OwnStatement
from autodiff.execute.position import Position
from autodiff.frozen import frozen

NO_SCRIPT = "-"
"""The checksum of what runs no script; Oracle takes an empty text for NULL."""


def journal_table(name: str, dialect: Dialect, schema: str | None = None) -> sa.Table:
    """Return the journal as a SQLAlchemy table; one row for each step.

    ``items_done`` items of the script are certainly done, and ``statements_done`` statements of the
    next one, whose statements are in ``plan`` where it has several. ``doing`` is the statement that
    was begun after that, with unknown outcome; ``said`` is the database's error if it refused.
    ``sent`` counts the statements of the revision that are done. ``finished_at`` is NULL until the
    version table is updated.
    """
    return sa.Table(
        name,
        sa.MetaData(),
        sa.Column("entry", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("revision", sa.String(255), nullable=False),
        sa.Column("direction", sa.String(10), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("items_done", sa.Integer, nullable=False),
        sa.Column("items_hash", sa.String(64), nullable=False),
        sa.Column("statements_done", sa.Integer, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("plan", dialect.long_text()),
        sa.Column("doing", dialect.long_text()),
        sa.Column("said", dialect.long_text()),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("milliseconds", sa.Integer),
        sa.Column("by_whom", sa.String(255), nullable=False),
        schema=schema,
    )


@frozen
class JournalEntry:
    """One row of the journal that is not finished.

    ``undoes`` is the other row where this one undoes what a stopped run did.
    """

    entry: int
    revision: str
    direction: str
    position: Position
    doing: str | None
    said: str | None
    undoes: JournalEntry | None = None

    @property
    def is_begun(self) -> bool:
        """Whether something of the item after those that are done was sent."""
        return self.in_doubt or self.position.statements_done > 0

    @property
    def stopped(self) -> JournalEntry:
        """Return the row of the run that stopped first: the one that this row undoes, or this one."""
        return self.undoes or self

    @property
    def did_nothing(self) -> bool:
        """Whether certainly no statement of it was done, so that the row may be deleted."""
        return not self.in_doubt and not self.position.sent

    @property
    def in_doubt(self) -> bool:
        """Whether a statement was begun and its outcome was not noted."""
        return self.doing is not None and self.said is None


_AT_START = Position().columns()

Making = Callable[[sa.Table], sa.UpdateBase]
"""Makes a statement on the journal's table."""


@frozen
class Name:
    """What a journal row is about."""

    revision: str
    direction: str
    checksum: str


class Journal:
    """The journal of one database."""

    def __init__(self, connection: Connection, table: sa.Table) -> None:
        self._connection = connection
        self.table = table
        self._made: dict[tuple[Making, frozenset[str]], OwnStatement] = {}

    def ensure(self) -> None:
        """Make the table where it is missing."""
        self.table.create(self._connection, checkfirst=True)

    def unfinished(self) -> tuple[JournalEntry, ...]:
        """Return the rows that are not finished, oldest first."""
        open_rows = sa.select(self.table).where(self.table.c.finished_at.is_(None))
        rows = self._connection.execute(open_rows.order_by("entry")).mappings().all()
        return tuple(_entry(each) for each in rows)

    def remove(self, entries: Iterable[JournalEntry]) -> None:
        """Delete the rows of ``entries``."""
        numbers = [each.entry for each in entries]
        delete = sa.delete(self.table).where(self.table.c.entry.in_(numbers))
        self._connection.execute(delete.execution_options(**OWN))

    def finish_all(self) -> None:
        """Mark all unfinished rows as finished, without running anything."""
        statement = finishing(self.table, now()).execution_options(**OWN)
        self._connection.execute(statement)

    def begin(self, name: Name, **values: object) -> int:
        """Insert a new entry and return its number."""
        insert = sa.insert(self.table).execution_options(**OWN)
        result = self._connection.execute(insert, _row(name, values))
        key = result.inserted_primary_key
        assert key is not None
        return int(key[0])

    def note(self, entry: int, **values: object) -> None:
        """Change fields of an entry."""
        self._own(_update, values.keys()).send({**values, "row": entry})

    def finish(self, entry: int, **values: object) -> None:
        """Mark an entry as finished, once the version table is updated; ``values`` are more fields."""
        self.note(entry, finished_at=now(), doing=None, said=None, **values)

    def finished(self, name: Name, **values: object) -> None:
        """Insert a finished row, for a step that is done in one transaction."""
        ended = now()
        row = _row(name, {"started_at": ended, "finished_at": ended, **values})
        self._own(_insert, row.keys()).send(row)

    def _own(self, making: Making, names: Iterable[str]) -> OwnStatement:
        """Return the statement for these columns, compiled once for each kind and set of columns."""
        key = (making, frozenset(names))
        if key not in self._made:
            statement = making(self.table)
            self._made[key] = OwnStatement(self._connection, statement, key[1])
        return self._made[key]


def half_applied_of(unfinished: Iterable[JournalEntry]) -> JournalEntry | None:
    """Return the half-applied revision among the unfinished rows; None if there is none.

    Rows of runs that did nothing do not count. A second row is a run that undoes the first.
    """
    entries = [each for each in unfinished if not each.did_nothing]
    if len(entries) == 2:
        return replace(entries[1], undoes=entries[0])
    return entries[0] if entries else None


def finishing(table: sa.Table, when: object) -> sa.Update:
    """Return the UPDATE that marks all unfinished rows as finished at ``when``."""
    values = {"finished_at": when, "doing": sa.null(), "said": sa.null()}
    return sa.update(table).where(table.c.finished_at.is_(None)).values(values)


def _insert(table: sa.Table) -> sa.UpdateBase:
    return sa.insert(table).inline()


def _update(table: sa.Table) -> sa.UpdateBase:
    return sa.update(table).where(table.c.entry == sa.bindparam("row"))


def _row(name: Name, values: Mapping[str, object]) -> dict[str, object]:
    return {
        "revision": name.revision[:255],
        "direction": name.direction,
        "checksum": name.checksum,
        "by_whom": by_whom(),
        **_AT_START,
        **values,
    }


def _entry(row: Mapping[Any, Any]) -> JournalEntry:
    return JournalEntry(
        row["entry"],
        row["revision"],
        row["direction"],
        Position.of(row),
        row["doing"],
        row["said"],
    )


def now() -> datetime:
    """Return the time in UTC, to the second, as the journal writes it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
