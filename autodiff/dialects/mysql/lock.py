"""Lock out other migrators by a session's named lock, which ends with its connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.polling import asked, first_row, poll


@contextmanager
def named_lock(connection: Connection, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database; yield whether it was obtained in time.

    Lock names belong to the server, not to a database, and have at most 64 characters (MySQL
    manual, 14.14), so a digest of both is used.
    """
    lock = _lock(name)
    had = poll(lambda: asked(connection, f"select get_lock({lock}, 0)"), timeout)
    try:
        yield had
    finally:
        if had and not connection.invalidated:
            with suppress(DBAPIError):  # the connection is lost, and the lock with it
                asked(connection, f"select release_lock({lock})")


def holder(connection: Connection, name: str) -> str:
    """Describe who holds the lock; "" if nobody does.

    The process list shows sessions of other users only to accounts with the PROCESS privilege
    (MariaDB manual, SHOW PROCESSLIST); the session's number is visible to everybody.
    """
    row = first_row(
        connection,
        f"select l.id, p.user, p.host from (select is_used_lock({_lock(name)}) id) l "
        "left join information_schema.processlist p on p.id = l.id",
    )
    session, user, host = row
    if session is None:
        return ""
    owner = f" of user {user} from {host}" if user else ""
    return f"connection {session}{owner}"


def _lock(name: str) -> str:
    """Write the lock's name in SQL."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f"concat('autodiff ', sha1(concat(database(), '{digest}')))"


def only_transactional(connection: Connection) -> bool:
    """Whether all tables of the database are in engines that roll back; MyISAM does not."""
    others = (
        "select count(*) = 0 from information_schema.tables join "
        "information_schema.engines using (engine) "
        "where table_schema = database() and transactions <> 'YES'"
    )
    return asked(connection, others)
