"""The lock of one migrator: GET_LOCK, which ends with its connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine

from autodiff.dialects.polling import poll


@contextmanager
def named_lock(engine: Engine, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database on a connection of its own.

    Such names are the server's, not the database's, and at most 64 characters long (MySQL manual,
    14.14), so a digest of both is used. A killed process frees it with its connection.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        lock = _lock_name(connection, name)
        had = poll(lambda: _asked(connection, f"select get_lock('{lock}', 0)"), timeout)
        try:
            yield had
        finally:
            if had:
                _asked(connection, f"select release_lock('{lock}')")


def _lock_name(connection: Connection, name: str) -> str:
    database = connection.exec_driver_sql("select database()").scalar()
    return hashlib.sha256(f"{database} {name}".encode()).hexdigest()[:60]


def _asked(connection: Connection, sql: str) -> bool:
    return bool(connection.exec_driver_sql(sql).scalar())
