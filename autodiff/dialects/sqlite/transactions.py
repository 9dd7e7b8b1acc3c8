"""Transactions on connections that the user made: there, too, DDL is to be part of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection


def holding_ddl(connection: Connection) -> AbstractContextManager[None]:
    """Inside, each transaction of ``connection`` begins by BEGIN; afterwards all is as it was.

    Engines of our own do so already. Python's driver by itself begins one before INSERT, UPDATE and
    DELETE only, so that a table made before these would stay when the transaction is rolled back.
    """
    driver = connection.connection.dbapi_connection
    level = getattr(driver, "isolation_level", None)
    if driver is None or level is None:
        return nullcontext()
    return _holding(connection, driver, level)


@contextmanager
def _holding(connection: Connection, driver: Any, level: str) -> Iterator[None]:
    driver.isolation_level = None
    event.listen(connection, "begin", _begin)
    if connection.in_transaction():
        _begin(connection)
    try:
        yield
    finally:
        event.remove(connection, "begin", _begin)
        driver.isolation_level = level


def _begin(connection: Connection) -> None:
    """BEGIN, where the driver has not begun a transaction by itself."""
    driver = connection.connection.driver_connection
    if driver is not None and not driver.in_transaction:
        connection.exec_driver_sql("BEGIN")
