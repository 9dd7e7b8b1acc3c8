"""A question to the database that ends in time, and leaves session and transaction as they were."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from autodiff.connect.database import engine_for
from autodiff.dialects.mysql.server import Server
from autodiff.dialects.mysql.values import limited
from autodiff.dialects.registry import dialect_named, dialect_of

ENDLESS = {
    "sqlite": "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
    "SELECT i + 1 FROM n) SELECT i FROM n)",
    "postgresql": "SELECT pg_sleep(60)",
    "mysql": "SELECT sleep(60)",
}
TIMEOUT = {
    "sqlite": "SELECT 0",
    "postgresql": "SELECT current_setting('statement_timeout')",
    "mysql": "SELECT @@max_statement_time",
}


@pytest.fixture(params=["a transaction", "autocommit"])
def connection(
    database_url: str, request: pytest.FixtureRequest
) -> Iterator[sa.Connection]:
    """With an empty table ``t``."""
    engine = engine_for(database_url)
    with engine.connect() as connection:
        if request.param == "autocommit":
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER)")
        connection.commit()
        yield connection
    engine.dispose()


def answer(connection: sa.Connection, sql: str, seconds: float) -> object:
    return dialect_of(connection).answer_within(connection, sql, seconds)


def test_an_answer_in_time(connection: sa.Connection) -> None:
    assert answer(connection, "SELECT count(*) FROM t", 5) == 0


def test_one_that_takes_too_long(connection: sa.Connection) -> None:
    sql = ENDLESS[connection.dialect.name]
    started = time.monotonic()
    assert answer(connection, sql, 0.3) is None
    assert time.monotonic() - started < 20


REFUSED = ("SELECT count(*) FROM nowhere", "endless")


@pytest.mark.parametrize("sql", REFUSED)
def test_the_transaction_stays_usable(connection: sa.Connection, sql: str) -> None:
    """What was done in it is neither lost nor committed."""
    sql = ENDLESS[connection.dialect.name] if sql == "endless" else sql
    connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    assert answer(connection, sql, 0.3) is None
    connection.exec_driver_sql("INSERT INTO t VALUES (2)")
    assert answer(connection, "SELECT count(*) FROM t", 5) == 2
    connection.rollback()
    options = connection.get_execution_options()
    kept = 2 if options.get("isolation_level") == "AUTOCOMMIT" else 0
    assert answer(connection, "SELECT count(*) FROM t", 5) == kept


@pytest.mark.parametrize("sql", ["SELECT 1", *REFUSED])
def test_nothing_is_left_behind(connection: sa.Connection, sql: str) -> None:
    """No transaction is begun, and a later query may take its time."""
    sql = ENDLESS[connection.dialect.name] if sql == "endless" else sql
    timeout = TIMEOUT[connection.dialect.name]
    before = connection.exec_driver_sql(timeout).scalar()
    connection.rollback()
    answer(connection, sql, 0.3)
    assert not connection.in_transaction()
    assert connection.exec_driver_sql(timeout).scalar() == before


def test_percent_signs_stand_for_themselves(connection: sa.Connection) -> None:
    assert answer(connection, "SELECT '100%s %(a)s'", 5) == "100%s %(a)s"


def test_mysql_is_told_in_a_hint() -> None:
    """MariaDB has no such hint, and MySQL no SET STATEMENT."""
    mysql, mariadb = Server(False, (8, 4)), Server(True, (11, 4))
    assert limited("SELECT 1", 5, mysql) == "SELECT /*+ MAX_EXECUTION_TIME(5000) */ 1"
    assert limited("SELECT 1", 5, mariadb) == (
        "SET STATEMENT max_statement_time=5 FOR SELECT 1"
    )


def test_where_no_query_can_be_stopped_none_is_asked(sqlite_url: str) -> None:
    oracle = dialect_named("oracle+oracledb://")
    with engine_for(sqlite_url).connect() as connection:
        assert oracle.answer_within(connection, "SELECT 1", 5) is None
