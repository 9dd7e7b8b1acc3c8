"""The lock of one migrator: a small database beside the real one, held by an exclusive transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine

from autodiff.dialects.polling import poll
from autodiff.errors import LockImpossible

SUFFIX = "-autodiff-lock"


@contextmanager
def file_lock(engine: Engine, timeout: float) -> Iterator[bool]:
    """Hold the lock of a database file; a database in memory is nobody else's.

    SQLite's own locking makes it hold on every system, and a killed process frees it. The file is
    removed while it is still held; who waited on the removed one sees that and tries the new one.
    """
    database = engine.url.database
    if not database or database == ":memory:" or database.startswith("file:"):
        yield True
        return
    holder = _Holder(Path(f"{database}{SUFFIX}"))
    had = poll(holder.attempt, timeout)
    try:
        yield had
    finally:
        holder.release()


class _Holder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def attempt(self) -> bool:
        """Try to lock; raises LockImpossible where no file can be made there."""
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            connection.execute("begin exclusive")
            connection.execute("create table held (by_whom)")
        except sqlite3.OperationalError as problem:
            connection.close()
            if problem.sqlite_errorcode in _LOST:
                return False
            raise LockImpossible(str(self._path), str(problem)) from problem
        self._connection = connection
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._path.unlink(missing_ok=True)
            self._connection.close()
            self._connection = None


_LOST = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY_DBMOVED)
"""Somebody holds it; or, told at the first write, the file was removed while we waited for it."""
