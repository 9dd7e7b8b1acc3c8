"""The trial of a fill: a temporary table gets what rows are to get, and all is undone."""

from __future__ import annotations

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create
from autodiff.dialects.asking import TRIED, Tried, first_value
from autodiff.dialects.postgresql.session import send, undone
from autodiff.kinds.column import Column

_TABLE = "pg_temp.autodiff_fill"


def tried_fill(
    connection: Connection, operation: Create | Alter, fill: Clause, table: str
) -> Tried:
    """What ``fill`` gives for the column of ``operation``; nothing where no temporary table may be
    made. Raises DBAPIError where the server refuses it.

    A new column gets it as a default, which may name no column; an old one gets it by UPDATE.
    """
    column = operation.object
    assert isinstance(column, Column)
    with undone(connection):
        if not _sent(connection, "CREATE TEMPORARY TABLE autodiff_fill ()"):
            return ()
        added = f"ALTER TABLE {_TABLE} ADD COLUMN filled"
        if not _sent(connection, f"{added} {column.type.sql}"):
            send(connection, f"{added} text")  # of a type that is yet to be created
        if isinstance(operation, Create):
            default = f"ALTER COLUMN filled SET DEFAULT {fill.sql}"
            send(connection, f"ALTER TABLE {_TABLE} {default}")
            send(connection, f"INSERT INTO {_TABLE} DEFAULT VALUES")
        else:
            no_row = f"(SELECT 1 AS one) AS one LEFT JOIN {table} ON false"
            send(connection, f"INSERT INTO {_TABLE} SELECT ({fill.sql}) FROM {no_row}")
        return (first_value(connection, TRIED.format(_TABLE)),)


def _sent(connection: Connection, sql: str) -> bool:
    """Whether the server takes a statement; where not, the transaction stays usable."""
    savepoint = connection.begin_nested()
    try:
        send(connection, sql)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        savepoint.rollback()
        return False
    savepoint.commit()
    return True
