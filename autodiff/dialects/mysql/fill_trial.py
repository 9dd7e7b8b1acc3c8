"""The trial of a fill: a temporary table gets what rows are to get, and is dropped."""

from __future__ import annotations

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create
from autodiff.dialects.asking import TRIED, Tried, first_value
from autodiff.kinds.column import Column

_NAME = "autodiff_temporary_fill"


def tried_fill(
    connection: Connection, operation: Create | Alter, fill: Clause, table: str
) -> Tried:
    """What ``fill`` gives for the column of ``operation``; nothing where no such temporary table may
    be made. Raises DBAPIError where the server refuses it.
    """
    column = operation.object
    assert isinstance(column, Column)
    try:
        _send(
            connection,
            f"CREATE TEMPORARY TABLE {_NAME} (filled {column.type.sql} NULL)",
        )
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        return ()
    try:
        no_row = f"(SELECT 1 AS one) AS one LEFT JOIN {table} ON false"
        _send(connection, f"INSERT INTO {_NAME} SELECT ({fill.sql}) FROM {no_row}")
        return (first_value(connection, TRIED.format(_NAME)),)
    finally:
        _send(connection, f"DROP TEMPORARY TABLE {_NAME}")


def _send(connection: Connection, sql: str) -> None:
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
