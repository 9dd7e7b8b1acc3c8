"""The lock of one migrator: a session advisory lock, which ends with its connection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine

from autodiff.dialects.polling import poll


@contextmanager
def advisory_lock(engine: Engine, name: str, timeout: float) -> Iterator[bool]:
    """Hold the lock ``name`` of the current database on a connection of its own.

    Advisory locks belong to a database and a session (PostgreSQL manual, 13.3.5): a killed process
    frees it with its connection. Behind a pooler that shares sessions (PgBouncer in transaction
    mode) it protects nothing, so connect past such a pooler.
    """
    key = lock_number(name)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        had = poll(
            lambda: _asked(connection, f"select pg_try_advisory_lock({key})"), timeout
        )
        try:
            yield had
        finally:
            if had:
                _asked(connection, f"select pg_advisory_unlock({key})")


def lock_number(name: str) -> int:
    """A name as the signed 64-bit number that PostgreSQL's locks go by."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _asked(connection: Connection, sql: str) -> bool:
    return bool(connection.exec_driver_sql(sql).scalar())
