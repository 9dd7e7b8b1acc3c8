"""The lock of one migrator: a locked file beside the database, released when its process ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from autodiff.dialects.identity import by_whom
from autodiff.dialects.polling import poll
from autodiff.errors.starting import LockImpossible

SUFFIX = "-autodiff-lock"

WORDS_AT = 1
"""The offset of the holder's name in the file: on Windows the first byte is locked, unreadable."""


@contextmanager
def file_lock(connection: Connection, timeout: float) -> Iterator[bool]:
    """Hold the lock of a database file for the block; yield whether it was acquired.

    ``timeout`` is in seconds. A database in memory has one user and needs no lock. Raises
    LockImpossible if no file can be created beside the database.
    """
    database = _file_of(connection)
    if not database:
        yield True
        return
    path = f"{database}{SUFFIX}"
    handles: list[int] = []
    held = poll(lambda: _attempt(path, handles), timeout)
    try:
        yield held
    finally:
        for handle in handles:
            _release(path, handle)


def holder(connection: Connection) -> str:
    """Return who holds the lock, as written in the file; "" if nobody does any more."""
    try:
        handle = os.open(f"{_file_of(connection)}{SUFFIX}", os.O_RDONLY)
    except OSError:
        return ""
    try:
        os.lseek(handle, WORDS_AT, os.SEEK_SET)
        return os.read(handle, 1000).decode("utf-8", "replace")
    finally:
        os.close(handle)


def _file_of(connection: Connection) -> str:
    """Return the full path of the main database; "" for one in memory.

    The query is sent on the driver's connection: SQLAlchemy would begin a transaction for it.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute("PRAGMA database_list")
        rows = {row[1]: row[2] for row in cursor.fetchall()}
    finally:
        cursor.close()
    return str(rows["main"] or "")


def _attempt(path: str, handles: list[int]) -> bool:
    """Try to lock the file; return whether it is locked and was not removed meanwhile."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR)
    except OSError as problem:
        raise LockImpossible(path, problem.strerror or str(problem)) from problem
    if _lock(handle) and _is_at(handle, path):
        handles.append(handle)
        _say_who(handle)
        return True
    os.close(handle)
    return False


def _say_who(handle: int) -> None:
    """Write who holds the lock, for those who wait; errors, such as a full disk, are ignored."""
    words = f"process {os.getpid()} of {by_whom()}"
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.write(handle, b"\n" * WORDS_AT + words.encode())


def _is_at(handle: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))  # noqa: PTH116
    except FileNotFoundError:
        return False


def _release(path: str, handle: int) -> None:
    """Remove the file while it is still locked, so that nobody else locks a removed file.

    Windows cannot remove an open file, so there it stays.
    """
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108
    os.close(handle)


def _locker() -> Callable[[int], bool]:
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows

    def lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    return lock


def _lock_on_windows(handle: int) -> bool:
    import msvcrt

    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


_lock = _locker()
