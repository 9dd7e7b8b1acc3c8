"""The session: what a look at the database borrows from it and gives back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.postgresql import catalog


def is_autocommit(connection: Connection) -> bool:
    """Whether the driver commits each statement by itself, so that no savepoint can be."""
    return bool(getattr(connection.connection.dbapi_connection, "autocommit", False))


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever is done inside is taken back at the end; the caller's work before it stays."""
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
def narrow_path(connection: Connection, default: str) -> Iterator[None]:
    """Only ``default`` (quoted) on the search path, so that the server's texts name each thing in
    one way, whatever the session's path is. A rollback takes it back too.
    """
    before = catalog.rows(connection, "select current_setting('search_path')")[0][0]
    _set_path(connection, default)
    try:
        yield
    except DBAPIError:
        if is_autocommit(connection):
            _set_path(connection, before)
        raise
    except BaseException:
        _set_path(connection, before)
        raise
    _set_path(connection, before)


def _set_path(connection: Connection, path: str) -> None:
    text = "'" + path.replace("'", "''") + "'"
    send(connection, f"select pg_catalog.set_config('search_path', {text}, false)")


def send(connection: Connection, sql: str) -> None:
    """Run one statement without parameters: percent signs stand for themselves."""
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
