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
        if had and not scope and not connection.invalidated:
            with suppress(DBAPIError):  # the connection is lost, and the lock with it
                asked(connection, f"select pg_advisory_unlock({lock_number(name)})")


def holder(connection: Connection, name: str) -> str:
    """Tell who holds the lock, in words; "" if nobody does.

    The halves of a lock's number are shown apart (PostgreSQL manual, 54.12 pg_locks). The address is
    shown only to whom pg_stat_activity shows it, and there is none for a local socket.
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
    """Turn a name into the signed 64-bit number that PostgreSQL's locks go by."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
