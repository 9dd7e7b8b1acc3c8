"""Database connections: an engine for a URL with any installed driver, and errors without
passwords.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from autodiff.dialects.registry import dialect_class
from autodiff.errors.database import (
    DatabaseUnreachable,
    DialectUnknown,
    DriverMissing,
    UrlUnusable,
)
from autodiff.settings.masking import masked


def parsed_url(url: str) -> URL:
    """Return the URL with a driver that is installed; raises UrlUnusable or DriverMissing."""
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise UrlUnusable(masked(url)) from None
    if "+" in parsed.drivername:
        return parsed
    return parsed.set(drivername=_with_driver(parsed.drivername))


def _with_driver(database: str) -> str:
    """Return ``database`` with the first of its drivers that is installed."""
    drivers = dialect_class(database).own_drivers()
    for module, driver in drivers.items():
        if find_spec(module.partition(".")[0]) is not None:
            return f"{database}+{driver}"
    if drivers:
        raise DriverMissing(database, " or ".join(drivers))
    return database


def engine_for(url: str, options: Mapping[str, object] | None = None) -> Engine:
    """Return an engine without a pool: a command keeps its connections and closes them at its end.

    ``options`` are arguments of ``create_engine``. Raises UrlUnusable, DialectUnknown or
    DriverMissing.
    """
    parsed = parsed_url(url)
    try:
        engine = sa.create_engine(
            parsed, **{"poolclass": sa.NullPool, **(options or {})}
        )
    except NoSuchModuleError:
        raise DialectUnknown(parsed_url(url).drivername, masked(url)) from None
    except ModuleNotFoundError as problem:
        raise DriverMissing(parsed.get_backend_name(), str(problem.name)) from None
    except TypeError as problem:
        raise UrlUnusable(f"{masked(url)} ({problem})") from None
    dialect_class(engine.dialect.name).prepare_engine(engine)
    return engine


def is_async(url: str) -> bool:
    """Whether the driver of a URL is an asynchronous one; raises UrlUnusable, DriverMissing."""
    try:
        return bool(parsed_url(url).get_dialect().is_async)
    except NoSuchModuleError:
        raise DialectUnknown(parsed_url(url).drivername, masked(url)) from None


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Yield a connection; raises DatabaseUnreachable, with the server's words but no password."""
    try:
        connection = engine.connect()
    except (
        OperationalError,
        sa.exc.InterfaceError,
        sa.exc.ProgrammingError,
    ) as problem:
        raise DatabaseUnreachable(
            shown_url(engine.url), server_words(problem)
        ) from None
    with connection:
        yield connection


def shown_url(url: URL) -> str:
    """Return a URL without its password."""
    return masked(url.render_as_string(hide_password=True))


def server_words(problem: SQLAlchemyError) -> str:
    """Return the message of the database or its driver, on one line."""
    original = getattr(problem, "orig", None) or problem
    parts = getattr(original, "args", ())
    words = parts[-1] if parts and isinstance(parts[-1], str) else str(original)
    return " ".join(words.split())
