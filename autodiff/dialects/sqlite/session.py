"""Preparing connections: transactions that include DDL, foreign keys off while a revision runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from autodiff.errors.sqlite import ForeignKeysBroken


def is_on(connection: Connection, name: str) -> bool:
    """Whether a boolean PRAGMA of the connection is on."""
    return bool(connection.exec_driver_sql(f"PRAGMA {name}").scalar())


def _pragma(connection: Connection, words: str) -> list[Any]:
    """Run a PRAGMA on the driver's connection: SQLAlchemy would begin a transaction for it."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(f"PRAGMA {words}")
        return list(cursor.fetchall())
    finally:
        cursor.close()


# --- transactions of our own engines --------------------------------------------------------------


def prepare(engine: Engine) -> None:
    """Begin all transactions of ``engine`` with BEGIN, so that DDL is rolled back with them.

    Python's driver by itself begins one only before INSERT, UPDATE and DELETE
    (https://docs.python.org/3/library/sqlite3.html#transaction-control).
    """
    event.listen(engine, "connect", _leave_transactions_alone)
    event.listen(engine, "begin", _begin)


def _leave_transactions_alone(driver_connection: Any, _record: Any) -> None:
    legacy = getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None)
    if (
        legacy is not None
        and getattr(driver_connection, "autocommit", legacy) != legacy
    ):
        driver_connection.autocommit = legacy
    driver_connection.isolation_level = None


def _begin(connection: Connection) -> None:
    """Send BEGIN on the driver's connection, in half the time that SQLAlchemy takes.

    If it fails, it is sent again through SQLAlchemy, to raise SQLAlchemy's error.
    """
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    driver_connection = connection.connection.dbapi_connection
    if driver_connection is not None and driver_connection.isolation_level is not None:
        _leave_transactions_alone(driver_connection, None)  # after an autocommit block
    cursor = connection.connection.cursor()
    try:
        cursor.execute("BEGIN")
    except connection.dialect.loaded_dbapi.Error:
        connection.exec_driver_sql("BEGIN")
    finally:
        cursor.close()


# --- transactions on connections that the user made -----------------------------------------------


def transactions_with_ddl(connection: Connection) -> AbstractContextManager[None]:
    """Begin all transactions of ``connection`` in the block with BEGIN; restore its mode afterwards.

    Engines of our own do so already (:func:`prepare`). Without it, a table created before the first
    INSERT would stay when the transaction is rolled back.
    """
    driver = connection.connection.dbapi_connection
    level = getattr(driver, "isolation_level", None)
    if driver is None or level is None:
        return nullcontext()
    return _begun_by_us(connection, driver, level)


@contextmanager
def _begun_by_us(connection: Connection, driver: Any, level: str) -> Iterator[None]:
    driver.isolation_level = None
    event.listen(connection, "begin", _begin_once)
    if connection.in_transaction():
        _begin_once(connection)
    try:
        yield
    finally:
        event.remove(connection, "begin", _begin_once)
        driver.isolation_level = level


def _begin_once(connection: Connection) -> None:
    """Send BEGIN, unless the driver has begun a transaction by itself."""
    driver = connection.connection.driver_connection
    if driver is not None and not driver.in_transaction:
        connection.exec_driver_sql("BEGIN")


# --- foreign keys ---------------------------------------------------------------------------------


def foreign_keys_off(connection: Connection) -> AbstractContextManager[None]:
    """Switch foreign keys off from before the transaction until after it, if they were on.

    Before each COMMIT they are checked: raises ForeignKeysBroken for new rows that refer to missing
    ones. Inside a caller's transaction they cannot be switched; a rebuild that depends on it is
    refused then.
    """
    if not _pragma(connection, "foreign_keys")[0][0]:
        return nullcontext()
    return _switched_off(connection)


@contextmanager
def _switched_off(connection: Connection) -> Iterator[None]:
    old = _violations(connection)
    _pragma(connection, "foreign_keys = OFF")

    def check(_: Connection) -> None:
        _check(connection, old)

    event.listen(connection, "commit", check)
    try:
        yield
    finally:
        event.remove(connection, "commit", check)
        _pragma(connection, "foreign_keys = ON")
        _pragma(connection, "legacy_alter_table = OFF")


def _check(connection: Connection, old: set[tuple[object, ...]]) -> None:
    """Roll back and raise ForeignKeysBroken if there are other violations than ``old``.

    The rollback is sent to the driver: for SQLAlchemy the transaction has ended with its COMMIT.
    """
    broken = _violations(connection) - old
    if broken:
        connection.connection.rollback()
        places = sorted({f"{child} to {parent}" for child, _, parent, _ in broken})
        raise ForeignKeysBroken(len(broken), ", ".join(places))


def _violations(connection: Connection) -> set[tuple[Any, ...]]:
    """Return rows that refer to missing ones: table, rowid, parent, number of the foreign key.

    A foreign key to columns that are no key cannot be checked (SQLite calls it a mismatch). It
    counts as one violation, and the other tables are checked one by one.
    """
    driver_error = connection.dialect.loaded_dbapi.Error
    try:
        return {tuple(row) for row in _pragma(connection, "foreign_key_check")}
    except driver_error:
        violations: set[tuple[Any, ...]] = set()
        for name in _tables(connection):
            quoted = name.replace('"', '""')
            try:
                rows = _pragma(connection, f'foreign_key_check("{quoted}")')
                violations.update(tuple(row) for row in rows)
            except driver_error:
                violations.add((name, None, "columns that are no key", None))
        return violations


def _tables(connection: Connection) -> list[str]:
    rows = _pragma(connection, "table_list")
    return [row[1] for row in rows if row[2] == "table"]
