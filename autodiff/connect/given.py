"""The caller's connection: synchronous, asynchronous, or an engine to open one on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Connection, Engine

from autodiff.connect.database import connected
from autodiff.errors.database import ConnectionOfRunningLoop, ConnectionUnusable

Result = TypeVar("Result")


class AsyncGiven(Protocol):
    """An ``AsyncConnection``; a protocol, so that only its users import the class."""

    @property
    def sync_connection(self) -> Connection | None: ...


Given = Connection | Engine | AsyncGiven


def with_given(
    given: Given | None, work: Callable[[Connection | None], Result]
) -> Result:
    """Return the result of ``work`` on the caller's connection, or on None without one.

    An engine's connection is open as long as the work takes. An asynchronous connection is awaited
    in its own event loop. Raises ConnectionUnusable, ConnectionOfRunningLoop and
    DatabaseUnreachable.
    """
    if given is None or isinstance(given, Connection):
        return work(given)
    if isinstance(given, Engine):
        if given.dialect.is_async:
            raise ConnectionUnusable("an engine with an asynchronous driver")
        with connected(given) as connection:
            return work(connection)
    inner = getattr(given, "sync_connection", None)
    if not isinstance(inner, Connection):
        raise ConnectionUnusable(_named(given))
    return _waited_for(inner, work)


def _named(given: object) -> str:
    """Return the name of what was given, for an error."""
    kind = type(given).__name__
    article = "an" if kind[0] in "AEIOUaeiou" else "a"
    state = " that is not open" if hasattr(given, "run_sync") else ""
    return f"{article} {kind}{state}"


def _waited_for(connection: Connection, work: Callable[[Connection], Result]) -> Result:
    """Return the result of ``work`` on the synchronous side of an asynchronous connection.

    Within ``run_sync`` its driver is already awaited. A thread without a loop waits in the loop
    that the driver is bound to, or in a new one where the driver works with any.
    """
    import asyncio

    from sqlalchemy.util.concurrency import greenlet_spawn, in_greenlet

    if in_greenlet():
        return work(connection)
    if _is_in_loop():
        raise ConnectionOfRunningLoop()

    async def call() -> Result:
        done: Result = await greenlet_spawn(work, connection)
        return done

    loop = _loop_of(connection)
    if loop is None or loop.is_closed():
        return asyncio.run(call())
    if loop.is_running():
        return asyncio.run_coroutine_threadsafe(call(), loop).result()
    done: Result = loop.run_until_complete(call())
    return done


def _is_in_loop() -> bool:
    """Whether an event loop runs in this thread."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _loop_of(connection: Connection) -> Any:
    """Return the event loop that the driver's connection is bound to, as with asyncpg and aiomysql;
    None where it works with any, as with aiosqlite.
    """
    driver = connection.connection.driver_connection
    return getattr(driver, "_loop", None)
