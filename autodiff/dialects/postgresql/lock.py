"""The lock of one migrator: a session's advisory lock, which ends with its connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.polling import asked, poll


@contextmanager
def advisory_lock(connection: Connection, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database.

    Advisory locks belong to a database and a session (PostgreSQL manual, 13.3.5). It is polled
    for: a session that waits in ``pg_advisory_lock`` holds a snapshot, which CREATE INDEX
    CONCURRENTLY of the one who has the lock would wait for. In a transaction of the caller's it is
    held to the end of that transaction. Behind a pooler that shares sessions (PgBouncer in
    transaction mode) it protects nothing, so connect past such a pooler.
    """
    scope = "_xact" if connection.in_transaction() else ""
    attempt = f"select pg_try_advisory{scope}_lock({lock_number(name)})"
    had = poll(lambda: asked(connection, attempt), timeout)
    try:
        yield had
    finally:
        if had and not scope:
            with suppress(DBAPIError):  # the connection is lost, and the lock with it
                asked(connection, f"select pg_advisory_unlock({lock_number(name)})")


def lock_number(name: str) -> int:
    """A name as the signed 64-bit number that PostgreSQL's locks go by."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
