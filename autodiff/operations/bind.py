"""The live connection and the context in force, as scripts use them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.util import await_only

from autodiff.errors.operations import AsyncDriverNeeded
from autodiff.execute.current import Migration, migration
from autodiff.execute.item import Sql

T = TypeVar("T")


class StandIn(Connection):
    """A stand-in for a connection where there is none: it has a ``dialect``; any other attribute
    raises the error of the context in force.
    """

    def __init__(self, current: Migration) -> None:
        object.__setattr__(self, "_current", current)

    def __getattribute__(self, name: str) -> Any:
        current: Migration = object.__getattribute__(self, "_current")
        if name == "dialect":
            return current.dialect.sa
        if name.startswith("__"):
            return object.__getattribute__(self, name)
        return getattr(current.bind(), name)

    def __bool__(self) -> bool:
        return True


def get_bind() -> Connection:
    """Return the live connection.

    Offline, the result has a ``dialect`` only. Any other use of it raises an error: a script that
    reads live data cannot be printed as SQL.
    """
    current = migration()
    return StandIn(current) if current.offline else current.bind()


class ScriptContext:
    """The context in force, as scripts use it."""

    def __init__(self, current: Migration) -> None:
        self._current = current

    @property
    def dialect(self) -> Any:
        """Return SQLAlchemy's dialect; its ``name`` is "postgresql", "sqlite", ..."""
        return self._current.dialect.sa

    @property
    def as_sql(self) -> bool:
        """Whether SQL is printed instead of run."""
        return self._current.offline

    @property
    def bind(self) -> Connection:
        """Return the live connection, as ``op.get_bind()``."""
        return get_bind()

    connection = bind

    def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Run SQL, as ``op.execute``."""
        return self._current.hand(Sql(statement, parameters))

    @contextmanager
    def autocommit_block(self) -> Iterator[None]:
        """Run the block outside any transaction, as ``op.autocommit_block()``."""
        with self._current.autocommit():
            yield


def get_context() -> ScriptContext:
    """Return the context in force: ``dialect``, ``as_sql``, ``bind``, ``autocommit_block()``."""
    return ScriptContext(migration())


@contextmanager
def autocommit_block() -> Iterator[None]:
    """Run the block outside any transaction, for statements that the server refuses inside one.

    The transaction before it is committed, each statement inside is committed by itself, and a new
    transaction begins after the block. ``op.create_index`` with ``postgresql_concurrently=True``
    does this by itself.
    """
    with migration().autocommit():
        yield


def run_async(
    async_function: Callable[..., Awaitable[T]], *args: Any, **kw_args: Any
) -> T:
    """Call an ``async`` function and return its result.

    ``async_function`` is given the live ``AsyncConnection``, then ``args`` and ``kw_args``. Raises
    AsyncDriverNeeded if the connection's driver is not asynchronous.
    """
    connection = migration().bind()
    if not connection.dialect.is_async:
        name = f"{connection.dialect.name}+{connection.dialect.driver}"
        raise AsyncDriverNeeded(name)
    from sqlalchemy.ext.asyncio import AsyncConnection  # slow, and rarely wanted

    asynchronous = AsyncConnection._retrieve_proxy_for_target(connection)
    result: T = await_only(async_function(asynchronous, *args, **kw_args))
    return result
