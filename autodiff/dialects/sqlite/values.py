"""Values in rows: the value of a fill, and the effect of a new type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.clause import Clause
from autodiff.core.recast import NO_RECAST, Recast
from autodiff.dialects.optional_query import Tried, answer, first_value
from autodiff.dialects.sqlite.types import affinity

# --- queries with a time limit --------------------------------------------------------------------


def answer_within(connection: Connection, sql: str, seconds: float) -> Any:
    """Return the first value of a query; None if it takes longer than ``seconds`` or is refused."""
    with _interrupted(connection, seconds):
        return answer(connection, sql)


def tried_fill(connection: Connection, fill: Clause, table: str) -> Tried:
    """Return the value of ``fill`` for a row of ``table``; raises DBAPIError if it fails."""
    no_row = f"(SELECT 1) LEFT JOIN {table} ON 0"
    return (first_value(connection, f"SELECT ({fill.sql}) FROM {no_row}"),)


@contextmanager
def _interrupted(connection: Connection, seconds: float) -> Iterator[None]:
    """Interrupt the block's queries on the connection after ``seconds``.

    A connection of aiosqlite contains one of sqlite3. Interrupting a SELECT ends no transaction
    (https://sqlite.org/c3ref/interrupt.html).
    """
    driver_connection: Any = connection.connection.driver_connection
    timer = Timer(
        seconds, getattr(driver_connection, "_conn", driver_connection).interrupt
    )
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


# --- the effect of a new type ---------------------------------------------------------------------

_NUMBERS = ("INTEGER", "REAL", "NUMERIC")


def recast(before: str, after: str) -> Recast:
    """Return what happens to values when a column's type changes; both are spellings."""
    old, new = affinity(before), affinity(after)
    if old == "TEXT" and new in _NUMBERS:
        return Recast("become numbers where they look like some (007 becomes 7)")
    if new == "REAL" and "BIG" in before.upper():
        return Recast("are rounded to 15 digits")
    return NO_RECAST
