"""The journal: what ran, when, by whom, from which script, and how far it got."""

from __future__ import annotations

import getpass
import hashlib
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.execute.item import Item


def journal_table(name: str, schema: str | None = None) -> sa.Table:
    """The table as SQLAlchemy knows it; one row a step.

    ``items_done`` things that the script handed over are done for certain, and
    ``statements_done`` statements of the next one; ``doing`` is the statement that was begun
    after that, whose outcome only the one who ran it knew. ``finished_at`` is empty until the
    version table was moved.
    """
    return sa.Table(
        name,
        sa.MetaData(),
        sa.Column("entry", sa.Integer, primary_key=True),
        sa.Column("revision", sa.String(255), nullable=False),
        sa.Column("direction", sa.String(10), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("items_done", sa.Integer, nullable=False),
        sa.Column("items_hash", sa.String(64), nullable=False),
        sa.Column("statements_done", sa.Integer, nullable=False),
        sa.Column("doing", sa.Text),
        sa.Column("said", sa.Text),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("by_whom", sa.String(255), nullable=False),
        schema=schema,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal that is not finished: a revision that is half applied."""

    entry: int
    revision: str
    direction: str
    checksum: str
    items_done: int
    items_hash: str
    statements_done: int
    doing: str | None
    said: str | None


START = hashlib.sha256(b"autodiff").hexdigest()


def hash_after(before: str, item: Item) -> str:
    """The running hash of what was handed over, with ``item`` added."""
    return hashlib.sha256(f"{before}\n{item.described()}".encode()).hexdigest()


class Journal:
    """The journal of one database."""

    def __init__(self, connection: Connection, table: sa.Table) -> None:
        self._connection = connection
        self._table = table

    def ensure(self) -> None:
        self._table.create(self._connection, checkfirst=True)

    def unfinished(self) -> Entry | None:
        """The revision that a run left half applied, if there is one."""
        columns = [self._table.c[name] for name in Entry.__dataclass_fields__]
        open_rows = sa.select(*columns).where(self._table.c.finished_at.is_(None))
        row = self._connection.execute(open_rows.order_by(self._table.c.entry)).first()
        return None if row is None else Entry(*row)

    def begin(self, revision: str, direction: str, checksum: str) -> int:
        """A new entry; returns its number."""
        result = self._connection.execute(
            sa.insert(self._table).values(
                revision=revision,
                direction=direction,
                checksum=checksum,
                items_done=0,
                items_hash=START,
                statements_done=0,
                started_at=_now(),
                by_whom=_by_whom(),
            )
        )
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])

    def note(self, entry: int, **values: object) -> None:
        """Change fields of an entry."""
        row = self._table.c.entry == entry
        self._connection.execute(sa.update(self._table).where(row).values(**values))

    def finish(self, entry: int) -> None:
        """The step is done and the version table says so."""
        self.note(entry, finished_at=_now(), doing=None, said=None)

    def forget(self, entry: int) -> None:
        """Strike an entry out."""
        row = self._table.c.entry == entry
        self._connection.execute(sa.delete(self._table).where(row))

    def entries(self) -> Sequence[sa.Row[tuple[object, ...]]]:
        """All rows, oldest first."""
        return self._connection.execute(
            sa.select(self._table).order_by(self._table.c.entry)
        ).all()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _by_whom() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}@{socket.gethostname()}"[:255]
