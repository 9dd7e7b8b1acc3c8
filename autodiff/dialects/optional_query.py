"""Asking: one value of a query, or none where the database refuses it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

Tried = tuple[object, ...]
"""What was tried gave this one value; nothing where it could not be tried."""

TRIED = "SELECT CASE WHEN filled IS NULL THEN NULL ELSE 1 END FROM {}"
"""Whether a column ``filled`` holds something: 1, or NULL."""

_PLAIN = {"no_parameters": True}


def first_value(connection: Connection, sql: str) -> Any:
    """The first value of a query's first row; None where there is none."""
    result = connection.exec_driver_sql(sql, execution_options=_PLAIN)
    return result.scalar()


def answer(connection: Connection, sql: str) -> Any:
    """:func:`first_value`; None where the query is refused. A transaction that was begun for it is
    ended.

    Raises DBAPIError where the connection is lost.
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
