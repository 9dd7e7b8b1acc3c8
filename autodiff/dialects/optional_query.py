"""Queries for one value, which the database may refuse."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

Tried = tuple[object, ...]
"""The one value that a trial gave; empty where nothing could be tried."""

TRIED = "SELECT CASE WHEN filled IS NULL THEN NULL ELSE 1 END FROM {}"
"""Whether the column ``filled`` has a value: 1, or NULL."""

_PLAIN = {"no_parameters": True}


def first_value(connection: Connection, sql: str) -> Any:
    """Return the first value of a query's first row; None where there is no row."""
    result = connection.exec_driver_sql(sql, execution_options=_PLAIN)
    return result.scalar()


def answer(connection: Connection, sql: str) -> Any:
    """Return :func:`first_value`; None where the query is refused.

    A transaction that the query began is rolled back. Raises DBAPIError where the connection is
    lost.
    """
    began = not connection.in_transaction()
    try:
        return first_value(connection, sql)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        return None
    finally:
        if began and not connection.invalidated:
            connection.rollback()
