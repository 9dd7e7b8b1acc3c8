"""Sessions: the lock of one migrator, and what a killed session leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.polling import asked, poll


@contextmanager
def named_lock(connection: Connection, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database.

    Such names are the server's, not the database's, and at most 64 characters long (MySQL manual,
    14.14), so a digest of both is used.
    """
    lock = f"concat('autodiff ', sha1(concat(database(), {_text(name)})))"
    had = poll(lambda: asked(connection, f"select get_lock({lock}, 0)"), timeout)
    try:
        yield had
    finally:
        if had:
            with suppress(DBAPIError):  # the connection is lost, and the lock with it
                asked(connection, f"select release_lock({lock})")


def _text(name: str) -> str:
    return f"'{hashlib.sha256(name.encode()).hexdigest()}'"


def only_transactional(connection: Connection) -> bool:
    """Whether all tables of the database are in engines that roll back; MyISAM does not."""
    others = (
        "select count(*) = 0 from information_schema.tables join "
        "information_schema.engines using (engine) "
        "where table_schema = database() and transactions <> 'YES'"
    )
    return asked(connection, others)
