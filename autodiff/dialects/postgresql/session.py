"""Borrow from the session what reading needs, and give it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.postgresql import catalog


def is_autocommit(connection: Connection) -> bool:
    """Tell whether the driver commits each statement by itself, so that no savepoint can be."""
    return bool(getattr(connection.connection.dbapi_connection, "autocommit", False))


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Undo at the end what is done inside; the caller's work before it stays."""
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
    """Set what makes the server's texts name each thing in one way, whatever the session has:
    only ``default`` (quoted) on the search path, no needless quotes. A rollback undoes this too.
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
    """Set ``values``, and give those from before: ``offset 0`` lets them be looked at first."""
    calls = [
        f"pg_catalog.set_config('{name}', {catalog.literals([value])}, false)"
        for name, value in zip(_SETTINGS, values, strict=True)
    ]
    query = (
        f"select before.*, {', '.join(calls)} from (select {_CURRENT} offset 0) before"
    )
    return list(catalog.rows(connection, query)[0][: len(_SETTINGS)])


def send(connection: Connection, sql: str) -> None:
    """Send one statement without parameters: percent signs stand for themselves."""
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


def do_block(first: str, groups: Iterable[Iterable[str]]) -> str:
    """Write a DO block in which each group of statements stands or falls by itself, once ``first``
    has been done.
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
