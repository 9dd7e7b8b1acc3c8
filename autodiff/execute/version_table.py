"""The version table: which revisions are applied, one row each."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.revisions.rows import RowChanges, Rows

WIDTH = 255
"""Wide enough for any id that a team makes up; 255 characters of utf8mb4 are the widest primary
key that every MySQL row format takes (767 bytes before 5.7 apart, which nobody supports).
"""


class RowLost(Exception):
    """A row that was to be changed is not there once; the runner says so to people."""

    def __init__(self, row: str, found: int) -> None:
        super().__init__(row, found)
        self.row = row
        self.found = found


def version_table(name: str, schema: str | None = None) -> sa.Table:
    """The table as SQLAlchemy knows it."""
    column = sa.Column("version_num", sa.String(WIDTH), primary_key=True)
    return sa.Table(name, sa.MetaData(), column, schema=schema)


def exists(connection: Connection, table: sa.Table) -> bool:
    return sa.inspect(connection).has_table(table.name, schema=table.schema)


def read(connection: Connection, table: sa.Table) -> Rows:
    """The applied revisions; none where there is no table yet."""
    if not exists(connection, table):
        return ()
    return tuple(connection.scalars(sa.select(table.c.version_num)))


def ensure(connection: Connection, table: sa.Table) -> None:
    """Make the table where it is missing."""
    table.create(connection, checkfirst=True)


def change(connection: Connection, table: sa.Table, changes: RowChanges) -> None:
    """Make ``changes``; each must meet exactly one row, else RowLost."""
    for row in changes.deletes:
        _expect_one(connection, sa.delete(table).where(_row_is(table)), {"row": row})
    for old, new in changes.updates:
        values = {"row": old, "version_num": new}
        _expect_one(connection, sa.update(table).where(_row_is(table)), values)
    for row in changes.inserts:
        connection.execute(sa.insert(table).inline(), {"version_num": row})


def _row_is(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.version_num == sa.bindparam("row")


def _expect_one(
    connection: Connection, statement: sa.Delete | sa.Update, values: dict[str, str]
) -> None:
    result = connection.execute(statement, values)
    if connection.dialect.supports_sane_rowcount and result.rowcount != 1:
        raise RowLost(values["row"], result.rowcount)
