"""Change session settings and state for reading, and restore them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.postgresql import catalog


def is_autocommit(connection: Connection) -> bool:
    """Whether the driver commits each statement by itself, so that savepoints are impossible."""
    return bool(getattr(connection.connection.dbapi_connection, "autocommit", False))


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Roll back at the end what is done inside; the caller's earlier work stays."""
    if is_autocommit(connection):
        send(connection, "BEGIN")
        try:
            yield
        finally:
            send(connection, "ROLLBACK")
        return
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


@contextmanager
def plain_words(connection: Connection, default: str) -> Iterator[None]:
    """Set the session so that the server's texts name each object in one way.

    Only ``default`` (quoted) is on the search path, and no needless quotes are written. A rollback
    also restores the settings.
    """
    before = _set(connection, (default, "off"))
    try:
        yield
    except DBAPIError:
        if is_autocommit(connection):
            _set(connection, before)
        raise
    except BaseException:
        _set(connection, before)
        raise
    _set(connection, before)


_SETTINGS = ("search_path", "quote_all_identifiers")
_CURRENT = ", ".join(
    f"pg_catalog.current_setting('{name}') as {name}" for name in _SETTINGS
)


def _set(connection: Connection, values: Iterable[str]) -> list[str]:
    """Set ``values`` and return the previous ones, which ``offset 0`` makes the server read
    first.
    """
    calls = [
        f"pg_catalog.set_config('{name}', {catalog.literals([value])}, false)"
        for name, value in zip(_SETTINGS, values, strict=True)
    ]
    query = (
        f"select before.*, {', '.join(calls)} from (select {_CURRENT} offset 0) before"
    )
    return list(catalog.rows(connection, query)[0][: len(_SETTINGS)])


def send(connection: Connection, sql: str) -> None:
    """Send one statement without parameters; percent signs need no escaping."""
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


def do_block(first: str, groups: Iterable[Iterable[str]]) -> str:
    """Write a DO block that runs ``first``, then each group of statements, which fails by
    itself.
    """
    bodies = [
        "BEGIN "
        + " ".join(f"EXECUTE {catalog.literals([statement])};" for statement in group)
        + " EXCEPTION WHEN OTHERS THEN NULL; END;"
        for group in groups
    ]
    body = f"SET LOCAL client_min_messages = error; {first}; " + " ".join(bodies)
    tag = "$autodiff$"
    while tag in body:
        tag = f"{tag[:-1]}_$"
    return f"DO {tag} BEGIN {body} END {tag}"
