"""The version table: which revisions are applied, one row each."""

from __future__ import annotations

from functools import lru_cache

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
    delete, update, insert = _statements(table)
    for row in changes.deletes:
        _expect_one(connection, delete, {"row": row})
    for old, new in changes.updates:
        _expect_one(connection, update, {"row": old, "version_num": new})
    for row in changes.inserts:
        connection.execute(insert, {"version_num": row})


@lru_cache(maxsize=8)
def _statements(table: sa.Table) -> tuple[sa.Delete, sa.Update, sa.Insert]:
    """Made once: a run of thousands of revisions sends them thousands of times."""
    row_is = table.c.version_num == sa.bindparam("row")
    return (
        sa.delete(table).where(row_is),
        sa.update(table).where(row_is),
        sa.insert(table).inline(),
    )


def _expect_one(
    connection: Connection, statement: sa.Delete | sa.Update, values: dict[str, str]
) -> None:
    result = connection.execute(statement, values)
    if connection.dialect.supports_sane_rowcount and result.rowcount != 1:
        raise RowLost(values["row"], result.rowcount)
