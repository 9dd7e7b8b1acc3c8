"""Connections: with autodiff's engines, DDL is part of the transaction."""

from __future__ import annotations

import sqlite3
import sys

import sqlalchemy as sa

from autodiff.dialects.sqlite import SQLite
from tests.dialects.sqlite.live import names


def _rolled_back(engine: sa.Engine) -> set[str]:
    SQLite.prepare_engine(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        connection.exec_driver_sql("ALTER TABLE t ADD COLUMN b")
        connection.rollback()
    with engine.connect() as connection:
        return names(connection)


def test_ddl_is_rolled_back(sqlite_url: str) -> None:
    assert _rolled_back(sa.create_engine(sqlite_url)) == set()


def test_ddl_is_committed(sqlite_url: str) -> None:
    engine = sa.create_engine(sqlite_url)
    SQLite.prepare_engine(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
    with engine.connect() as connection:
        assert names(connection) == {"t"}


def test_ddl_is_rolled_back_with_the_drivers_new_way(sqlite_url: str) -> None:
    """The attribute came with Python 3.12."""
    arguments = {"autocommit": False} if sys.version_info >= (3, 12) else {}
    assert _rolled_back(sa.create_engine(sqlite_url, connect_args=arguments)) == set()


def test_autocommit_stays_autocommit(sqlite_url: str) -> None:
    engine = sa.create_engine(sqlite_url)
    SQLite.prepare_engine(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        connection.rollback()
    path = engine.url.database
    assert path is not None
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall()
