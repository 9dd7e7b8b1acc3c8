"""Asking: a query that the server ends by itself when its time is over."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.asking import first_value
from autodiff.dialects.postgresql.session import send, undone


def answer_within(connection: Connection, sql: str, seconds: float) -> Any:
    """The first value of a query; None where it takes longer, or is refused.

    A savepoint is rolled back in any case: it keeps the transaction usable, and takes back the
    timeout. Raises DBAPIError where the connection is lost.
    """
    began = not connection.in_transaction()
    try:
        with undone(connection):
            send(connection, f"SET LOCAL statement_timeout = {round(seconds * 1000)}")
            return first_value(connection, sql)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        return None
    finally:
        if began and not connection.invalidated:
            connection.rollback()
