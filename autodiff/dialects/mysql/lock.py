"""Sessions: the lock of one migrator, and what a killed session leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.polling import asked, first_row, poll


@contextmanager
def named_lock(connection: Connection, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database.

    Such names are the server's, not the database's, and at most 64 characters long (MySQL manual,
    14.14), so a digest of both is used.
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
    """Tell who holds the lock, in words; "" if nobody does.

    The process list shows sessions of other users only to those who have the right PROCESS (MariaDB
    manual, SHOW PROCESSLIST); the number of the session everybody is told.
    """
    row = first_row(
        connection,
        f"select l.id, p.user, p.host from (select is_used_lock({_lock(name)}) id) l "
        "left join information_schema.processlist p on p.id = l.id",
    )
    session, user, host = row
    if session is None:
        return ""
    known = f" of user {user} from {host}" if user else ""
    return f"connection {session}{known}"


def _lock(name: str) -> str:
    """Write the lock's name in SQL."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f"concat('autodiff ', sha1(concat(database(), '{digest}')))"


def only_transactional(connection: Connection) -> bool:
    """Tell whether all tables of the database are in engines that roll back; MyISAM does not."""
    others = (
        "select count(*) = 0 from information_schema.tables join "
        "information_schema.engines using (engine) "
        "where table_schema = database() and transactions <> 'YES'"
    )
    return asked(connection, others)
