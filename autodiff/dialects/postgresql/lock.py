"""Lock out other migrators by a session's advisory lock, which ends with its connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.polling import asked, first_row, poll


@contextmanager
def advisory_lock(connection: Connection, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database; yield whether it was obtained in time.

    Advisory locks belong to a database and a session (PostgreSQL manual, 13.3.5). The lock is
    polled for: a session that waits in ``pg_advisory_lock`` holds a snapshot, for which CREATE
    INDEX CONCURRENTLY of the lock's holder would wait. In a transaction of the caller it is held
    until the transaction ends. A pooler that shares sessions (PgBouncer in transaction mode) makes
    it useless, so connect past such a pooler.
    """
    scope = "_xact" if connection.in_transaction() else ""
    attempt = f"select pg_try_advisory{scope}_lock({lock_number(name)})"
    had = poll(lambda: asked(connection, attempt), timeout)
    try:
        yield had
    finally:
        if had and not scope and not connection.invalidated:
            with suppress(DBAPIError):  # the connection is lost, and the lock with it
                asked(connection, f"select pg_advisory_unlock({lock_number(name)})")


def holder(connection: Connection, name: str) -> str:
    """Describe who holds the lock; "" if nobody does.

    The two halves of a lock's number are in separate columns (PostgreSQL manual, 54.12 pg_locks).
    The address is visible only to those whom pg_stat_activity shows it, and a local socket has
    none.
    """
    number = lock_number(name)
    row = first_row(connection, _HOLDER.format(number >> 32 & _HALF, number & _HALF))
    if not row:
        return ""
    pid, user, address, application = row
    words = f"server process {pid} of user {user}"
    words += f" from {address}" if address else ""
    return words + (f", application {application}" if application else "")


_HALF = 0xFFFFFFFF
_HOLDER = """
select a.pid, a.usename, host(a.client_addr), a.application_name
from pg_locks l join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
and l.classid = {} and l.objid = {}
and l.database = (select oid from pg_database where datname = current_database())
"""


def lock_number(name: str) -> int:
    """Convert a name to the signed 64-bit number that identifies PostgreSQL's lock."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
