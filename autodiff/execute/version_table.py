"""The version table: which revisions are applied, one row each."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.execute.own_statement import OwnStatement
from autodiff.revisions.version_rows import AppliedRows, RowChanges

WIDTH = 255
"""Wide enough for any id that a team makes up; 255 characters of utf8mb4 are the widest primary
key that every MySQL row format takes (767 bytes before 5.7 apart, which nobody supports).
"""


class RowLost(Exception):
    """A row that was to be changed was not matched exactly once; the runner reports it to the user."""

    def __init__(self, row: str, found: int) -> None:
        super().__init__(row, found)
        self.row = row
        self.found = found


def version_table(name: str, schema: str | None = None) -> sa.Table:
    """Return the version table as a SQLAlchemy table."""
    column = sa.Column("version_num", sa.String(WIDTH), primary_key=True)
    return sa.Table(name, sa.MetaData(), column, schema=schema)


def exists(connection: Connection, table: sa.Table) -> bool:
    return sa.inspect(connection).has_table(table.name, schema=table.schema)


def read(connection: Connection, table: sa.Table) -> AppliedRows:
    """Return the applied revisions; none where there is no table yet."""
    if not exists(connection, table):
        return ()
    return rows(connection, table)


def rows(connection: Connection, table: sa.Table) -> AppliedRows:
    """Return the applied revisions, from a table that must exist."""
    return tuple(connection.scalars(sa.select(table.c.version_num)))


def ensure(connection: Connection, table: sa.Table) -> None:
    """Create the table if it is missing."""
    table.create(connection, checkfirst=True)


class VersionRows:
    """The rows of one database's version table, to be changed."""

    def __init__(self, connection: Connection, table: sa.Table) -> None:
        self._connection = connection
        self._table = table

    def change(self, changes: RowChanges) -> None:
        """Make ``changes``; each must meet exactly one row, else RowLost."""
        if changes.all_deleted:
            self._connection.execute(sa.delete(self._table))
        for row in changes.deletes:
            self._expect_one(self._delete, {"row": row})
        for old, new in changes.updates:
            self._expect_one(self._update, {"row": old, "version_num": new})
        for row in changes.inserts:
            self._insert.send({"version_num": row})

    def _expect_one(self, statement: OwnStatement, values: dict[str, str]) -> None:
        result = statement.send(values)
        counts = self._connection.dialect.supports_sane_rowcount
        if counts and result.rowcount != 1:
            raise RowLost(values["row"], result.rowcount)

    @cached_property
    def _insert(self) -> OwnStatement:
        insert = sa.insert(self._table).inline()
        return OwnStatement(self._connection, insert, ["version_num"])

    @cached_property
    def _update(self) -> OwnStatement:
        update = sa.update(self._table).where(self._row_is)
        return OwnStatement(self._connection, update, ["version_num"])

    @cached_property
    def _delete(self) -> OwnStatement:
        delete = sa.delete(self._table).where(self._row_is)
        return OwnStatement(self._connection, delete, [])

    @property
    def _row_is(self) -> sa.ColumnElement[bool]:
        return self._table.c.version_num == sa.bindparam("row")
