"""Repeat a question until it succeeds or the time is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Connection


def poll(attempt: Callable[[], bool], timeout: float) -> bool:
    """Call ``attempt`` until it is true or ``timeout`` seconds are over; return its last result.

    It is called at least once; waits grow from 20 ms to half a second.
    """
    deadline = time.monotonic() + timeout
    wait = 0.02
    while not attempt():
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(wait, left))
        wait = min(wait * 1.5, 0.5)
    return True


def asked(connection: Connection, sql: str) -> bool:
    """Return a query's first value as a bool; a transaction that it began is rolled back."""
    row = first_row(connection, sql)
    return bool(row and row[0])


def first_row(connection: Connection, sql: str) -> tuple[Any, ...]:
    """Return a query's first row, or (); a transaction that it began is rolled back."""
    began = not connection.in_transaction()
    row = connection.exec_driver_sql(sql).first()
    if began:
        connection.rollback()
    return tuple(row or ())
