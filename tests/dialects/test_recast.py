"""What becomes of values as a type changes: a table of cases, each told and then tried on the database.

``kept``: there and back, each value is what it was, and nothing is told. ``changed``: it is another,
and that is told. ``refused``: the database stops the statement, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from autodiff.connect.database import engine_for
from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter, Operation
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.execute.live import LiveState
from autodiff.kinds.column import Column
from tests.servers.server import Server

KEPT, CHANGED, REFUSED = "kept", "changed", "refused"


@dataclass(frozen=True)
class Case:
    """A value of the type ``before``, as SQL, and what becomes of it in the type ``after``."""

    before: str
    after: str
    value: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.before} to {self.after}: {self.outcome}"


POSTGRESQL = [
    Case("VARCHAR(50)", "VARCHAR(80)", "'abcdef'", KEPT),
    Case("VARCHAR(50)", "TEXT", "'abcdef'", KEPT),
    Case("VARCHAR(50)", "VARCHAR(5)", "'abcdef'", REFUSED),
    Case("TEXT", "VARCHAR(5)", "'abcdef'", REFUSED),
    Case("SMALLINT", "INTEGER", "-32768", KEPT),
    Case("INTEGER", "BIGINT", "2147483647", KEPT),
    Case("BIGINT", "INTEGER", "2147483648", REFUSED),
    Case("INTEGER", "SMALLINT", "32768", REFUSED),
    Case("INTEGER", "NUMERIC(10, 0)", "2147483647", KEPT),
    Case("INTEGER", "NUMERIC(8, 2)", "2147483647", REFUSED),
    Case("INTEGER", "NUMERIC", "2147483647", KEPT),
    Case("INTEGER", "DOUBLE PRECISION", "2147483647", KEPT),
    Case("INTEGER", "REAL", "2147483001", CHANGED),
    Case("BIGINT", "DOUBLE PRECISION", "9007199254740993", CHANGED),
    Case("INTEGER", "VARCHAR(11)", "-2147483648", KEPT),
    Case("INTEGER", "VARCHAR(5)", "2147483647", REFUSED),
    Case("INTEGER", "BOOLEAN", "2", CHANGED),
    Case("NUMERIC(8, 2)", "NUMERIC(12, 2)", "123456.78", KEPT),
    Case("NUMERIC(8, 2)", "NUMERIC(12, 4)", "123456.78", KEPT),
    Case("NUMERIC(8, 2)", "NUMERIC", "123456.78", KEPT),
    Case("NUMERIC(8, 2)", "NUMERIC(8, 1)", "1.25", CHANGED),
    Case("NUMERIC(8, 2)", "NUMERIC(4, 2)", "123.45", REFUSED),
    Case("NUMERIC(3, 2)", "NUMERIC(2, 1)", "9.96", REFUSED),
    Case("NUMERIC", "NUMERIC(8, 1)", "1.25", CHANGED),
    Case("NUMERIC", "NUMERIC(8, 1)", "123456789", REFUSED),
    Case("NUMERIC(8, 2)", "INTEGER", "1.25", CHANGED),
    Case("NUMERIC(12, 0)", "INTEGER", "99999999999", REFUSED),
    Case("NUMERIC(9, 0)", "INTEGER", "999999999", KEPT),
    Case("NUMERIC(20, 4)", "DOUBLE PRECISION", "1234567890123456.7891", CHANGED),
    Case("NUMERIC(8, 2)", "DOUBLE PRECISION", "123456.78", KEPT),
    Case("REAL", "DOUBLE PRECISION", "1.5", KEPT),
    Case("DOUBLE PRECISION", "REAL", "0.1234567890123", CHANGED),
    Case("DOUBLE PRECISION", "INTEGER", "1.5", CHANGED),
    Case("DOUBLE PRECISION", "INTEGER", "3e9", REFUSED),
    Case("DOUBLE PRECISION", "NUMERIC(8, 2)", "0.125", CHANGED),
    Case("DOUBLE PRECISION", "NUMERIC", "0.1234567890123456", CHANGED),
    Case("VARCHAR(20)", "INTEGER", "'007'", CHANGED),
    Case("VARCHAR(20)", "INTEGER", "'x'", REFUSED),
    Case("VARCHAR(20)", "NUMERIC(8, 2)", "'x'", REFUSED),
    Case("VARCHAR(20)", "DATE", "'x'", REFUSED),
    Case("VARCHAR(20)", "TIMESTAMP WITH TIME ZONE", "'x'", REFUSED),
    Case("VARCHAR(40)", "UUID", "'x'", REFUSED),
    Case("VARCHAR(20)", "BOOLEAN", "'x'", REFUSED),
    Case("TEXT", "JSON", "'x'", REFUSED),
    Case("TEXT", "JSONB", "'x'", REFUSED),
    Case("JSON", "JSONB", """'{"b": 1, "a": 1}'""", CHANGED),
    Case("JSONB", "JSON", """'{"a": 1}'""", KEPT),
    Case("JSON", "TEXT", """'{"a": 1}'""", KEPT),
    Case("BOOLEAN", "INTEGER", "true", KEPT),
    Case("BOOLEAN", "TEXT", "true", KEPT),
    Case("DATE", "TIMESTAMP WITHOUT TIME ZONE", "'2024-03-31'", KEPT),
    Case("DATE", "TIMESTAMP WITH TIME ZONE", "'2024-03-31'", KEPT),
    Case("TIMESTAMP WITHOUT TIME ZONE", "DATE", "'2024-03-31 10:00'", CHANGED),
    Case("TIMESTAMP WITH TIME ZONE", "DATE", "'2024-03-31 10:00'", CHANGED),
    Case("TIMESTAMP WITHOUT TIME ZONE", "TIME", "'2024-03-31 10:00'", CHANGED),
    Case("TIMESTAMP(0) WITHOUT TIME ZONE", "TIMESTAMP", "'2024-03-31 10:00'", KEPT),
    Case("TIMESTAMP", "TIMESTAMP(0)", "'2024-03-31 10:00:00.25'", CHANGED),
    Case("TIMESTAMP(6)", "TIMESTAMP", "'2024-03-31 10:00:00.25'", KEPT),
    Case("TIMESTAMPTZ", "TIMESTAMP", "'2024-10-27 00:30:00+00'", CHANGED),
    Case("TIMESTAMP", "TIMESTAMPTZ", "'2024-03-31 02:30:00'", CHANGED),
    Case("TIME", "INTERVAL", "'10:00'", KEPT),
    Case("INTERVAL", "TIME", "'3 days 10:00'", CHANGED),
    Case("INTERVAL(3)", "INTERVAL", "'10:00'", KEPT),
    Case("INTERVAL", "INTERVAL(0)", "'10:00:00.25'", CHANGED),
    Case("UUID", "TEXT", "'00000000-0000-0000-0000-000000000001'", KEPT),
    Case("UUID", "VARCHAR(20)", "'00000000-0000-0000-0000-000000000001'", REFUSED),
    Case("BYTEA", "TEXT", "decode('ff', 'hex')", REFUSED),
    Case("TEXT", "BYTEA", "'abc'", KEPT),
    Case("VARCHAR(9)[]", "TEXT[]", "'{abc}'", KEPT),
    Case("TEXT[]", "VARCHAR(2)[]", "'{abc}'", REFUSED),
    Case("INET", "CIDR", "'10.0.0.1/8'", CHANGED),
]
MARIADB = [
    Case("VARCHAR(50)", "VARCHAR(80)", "'abcdef'", KEPT),
    Case("VARCHAR(50)", "TEXT", "'abcdef'", KEPT),
    Case("TEXT", "MEDIUMTEXT", "'abcdef'", KEPT),
    Case("VARCHAR(50)", "VARCHAR(5)", "'abcdef'", REFUSED),
    Case("VARCHAR(200)", "TINYTEXT", "repeat('é', 200)", REFUSED),
    Case("TEXT", "VARCHAR(5)", "'abcdef'", REFUSED),
    Case(
        "VARCHAR(9) CHARACTER SET utf8mb4",
        "VARCHAR(9) CHARACTER SET latin1",
        "'☃'",
        REFUSED,
    ),
    Case(
        "VARCHAR(9) CHARACTER SET latin1",
        "VARCHAR(9) CHARACTER SET utf8mb4",
        "'é'",
        KEPT,
    ),
    Case("SMALLINT", "INTEGER", "-32768", KEPT),
    Case("INTEGER", "BIGINT", "2147483647", KEPT),
    Case("BIGINT", "INTEGER", "2147483648", REFUSED),
    Case("INTEGER", "INTEGER UNSIGNED", "-1", REFUSED),
    Case("INTEGER UNSIGNED", "BIGINT", "4294967295", KEPT),
    Case("INTEGER", "BOOL", "300", REFUSED),
    Case("INTEGER", "NUMERIC(10, 0)", "2147483647", KEPT),
    Case("INTEGER", "NUMERIC(8, 2)", "2147483647", REFUSED),
    Case("INTEGER", "DOUBLE", "2147483647", KEPT),
    Case("BIGINT", "DOUBLE", "9007199254740993", CHANGED),
    Case("INTEGER", "VARCHAR(11)", "-2147483648", KEPT),
    Case("INTEGER", "VARCHAR(5)", "2147483647", REFUSED),
    Case("NUMERIC(8, 2)", "NUMERIC(12, 4)", "123456.78", KEPT),
    Case("NUMERIC(8, 2)", "NUMERIC(8, 1)", "1.25", CHANGED),
    Case("NUMERIC(8, 2)", "NUMERIC(4, 2)", "123.45", REFUSED),
    Case("NUMERIC(8, 2)", "NUMERIC(8, 2) UNSIGNED", "-1.25", REFUSED),
    Case("NUMERIC(8, 2)", "INTEGER", "1.25", CHANGED),
    Case("NUMERIC(8, 2)", "DOUBLE", "123456.78", KEPT),
    Case("DOUBLE", "FLOAT", "0.1234567890123", CHANGED),
    Case("FLOAT", "DOUBLE", "1.5", KEPT),
    Case("DOUBLE", "INTEGER", "1.5", CHANGED),
    Case("VARCHAR(20)", "INTEGER", "'007'", CHANGED),
    Case("VARCHAR(20)", "INTEGER", "'x'", REFUSED),
    Case("VARCHAR(20)", "DATE", "'x'", REFUSED),
    Case("DATE", "DATETIME", "'2024-03-31'", KEPT),
    Case("DATETIME", "DATE", "'2024-03-31 10:00'", CHANGED),
    Case("DATETIME", "TIME", "'2024-03-31 10:00'", CHANGED),
    Case("DATETIME", "DATETIME(6)", "'2024-03-31 10:00'", KEPT),
    Case("DATETIME(6)", "DATETIME", "'2024-03-31 10:00:00.25'", CHANGED),
    Case("ENUM('a','b')", "ENUM('b','a','c')", "'a'", KEPT),
    Case("ENUM('a','b')", "ENUM('b')", "'a'", REFUSED),
    Case("ENUM('a','bcd')", "VARCHAR(3)", "'bcd'", KEPT),
    Case("VARCHAR(9)", "ENUM('a','b')", "'c'", REFUSED),
    Case("VARBINARY(9)", "VARBINARY(20)", "'abc'", KEPT),
    Case("VARBINARY(9)", "VARBINARY(2)", "'abc'", REFUSED),
    Case("BLOB", "LONGBLOB", "'abc'", KEPT),
    Case("YEAR", "INTEGER", "2024", KEPT),
    Case("UUID", "CHAR(36)", "'00000000-0000-0000-0000-000000000001'", KEPT),
]
SQLITE = [
    Case("VARCHAR(50)", "VARCHAR(5)", "'abcdef'", KEPT),
    Case("VARCHAR(50)", "TEXT", "'abcdef'", KEPT),
    Case("BIGINT", "SMALLINT", "2147483648", KEPT),
    Case("NUMERIC(8, 2)", "NUMERIC(4, 1)", "123.45", KEPT),
    Case("INTEGER", "VARCHAR(5)", "1234567", KEPT),
    Case("NUMERIC(8, 2)", "TEXT", "123.45", KEPT),
    Case("DATETIME", "DATE", "'2024-03-31 10:00'", KEPT),
    Case("INTEGER", "FLOAT", "7", KEPT),
    Case("FLOAT", "INTEGER", "1.5", KEPT),
    Case("VARCHAR(20)", "INTEGER", "'007'", CHANGED),
    Case("VARCHAR(20)", "NUMERIC(8, 2)", "'007'", CHANGED),
    Case("VARCHAR(20)", "FLOAT", "'007'", CHANGED),
    Case("BIGINT", "FLOAT", "9007199254740993", CHANGED),
]


@pytest.mark.parametrize("case", POSTGRESQL, ids=str)
def test_on_postgresql(case: Case, postgresql: sa.Engine) -> None:
    check(case, postgresql)


@pytest.mark.parametrize("case", MARIADB, ids=str)
def test_on_mariadb(case: Case, mariadb: sa.Engine) -> None:
    check(case, mariadb)


@pytest.mark.parametrize("case", SQLITE, ids=str)
def test_on_sqlite(case: Case, sqlite: sa.Engine) -> None:
    check(case, sqlite)


@pytest.fixture(scope="module")
def postgresql(postgresql_server: Server) -> Iterator[sa.Engine]:
    """A session in a zone with a summer time."""
    with postgresql_server.new_database() as url:
        engine = engine_for(url)
        sa.event.listen(engine, "connect", in_vienna)
        yield engine
        engine.dispose()


def in_vienna(connection: Any, _: object) -> None:
    connection.execute("SET TIME ZONE 'Europe/Vienna'")
    connection.commit()


@pytest.fixture(scope="module")
def mariadb(mariadb_server: Server) -> Iterator[sa.Engine]:
    with mariadb_server.new_database() as url:
        engine = engine_for(url)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[sa.Engine]:
    engine = engine_for(sqlite_url)
    yield engine
    engine.dispose()


def check(case: Case, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        dialect = dialect_of(connection)
        dialect.live(connection, Scope())  # it has met its server
        column = Column("", "t", "c", dialect.type_clause(case.before))
        there = replace(column, type=dialect.type_clause(case.after))
        told = dialect.recast(column.type, there.type)
        assert happens(connection, dialect, case, Alter(column, there)) == case.outcome
    if case.outcome == KEPT:
        assert not told, told
    else:
        assert getattr(told, case.outcome), told


def happens(
    connection: sa.Connection, dialect: Dialect, case: Case, there: Alter
) -> str:
    """What the database makes of the value, found by going there and back; what cannot go back is
    another.
    """
    connection.exec_driver_sql("DROP TABLE IF EXISTS t")
    connection.exec_driver_sql(
        f"CREATE TABLE t (id INTEGER PRIMARY KEY, c {case.before})"
    )
    connection.exec_driver_sql(f"INSERT INTO t VALUES (1, {case.value})")
    connection.commit()
    before = value(connection)
    try:
        change(connection, dialect, there)
    except DBAPIError:
        connection.rollback()
        return REFUSED
    try:
        change(connection, dialect, there.inverse)
    except DBAPIError:
        connection.rollback()
        return CHANGED
    return KEPT if value(connection) == before else CHANGED


def change(connection: sa.Connection, dialect: Dialect, operation: Operation) -> None:
    state = LiveState(connection, dialect)
    for statement in list(dialect.statements([operation], state)):
        connection.exec_driver_sql(statement.sql)


def value(connection: sa.Connection) -> str:
    """As the database writes it: Python's types would hide a change."""
    text = "CHAR" if connection.dialect.name in ("mysql", "mariadb") else "TEXT"
    return str(connection.exec_driver_sql(f"SELECT CAST(c AS {text}) FROM t").scalar())
