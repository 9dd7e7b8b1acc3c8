"""A live database for tests: made by SQL, changed by operations as the runner would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.operation import Operation
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.dialects.sqlite import SQLite
from autodiff.execute.live import LiveState
from autodiff.kinds.column import Column
from autodiff.kinds.keys import column_key


def engine_of(url: str, *setup: str, foreign_keys: bool = False) -> sa.Engine:
    """An engine as autodiff makes them, on a database made by ``setup``."""
    engine = sa.create_engine(url)
    SQLite.prepare_engine(engine)
    if foreign_keys:
        sa.event.listen(engine, "connect", _foreign_keys_on)
    with engine.begin() as connection:
        for sql in setup:
            connection.exec_driver_sql(sql)
    return engine


def _foreign_keys_on(driver_connection: object, _: object) -> None:
    driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


@contextmanager
def revision(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in the transaction of a revision."""
    with engine.connect() as connection, dialect_of(connection).around(connection):
        try:
            yield connection
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def change(connection: sa.Connection, *operations: Operation) -> list[str]:
    """Carry ``operations`` out as one block; the statements that were sent."""
    dialect = dialect_of(connection)
    state = LiveState(connection, dialect)
    sent = [each.sql for each in dialect.statements(operations, state)]
    for sql in sent:
        connection.exec_driver_sql(sql)
    return sent


def schema(connection: sa.Connection) -> Schema:
    return dialect_of(connection).read(connection, Scope())


def column(connection: sa.Connection, table: str, name: str) -> Column:
    value = schema(connection)[column_key("", table, name)]
    assert isinstance(value, Column)
    return value


def found(connection: sa.Connection, kind: str, table: str) -> list[Object]:
    """The objects of one kind that a table has."""
    return [
        value
        for key, value in schema(connection).items()
        if key.kind == kind and key.table == table
    ]


def stored(connection: sa.Connection, name: str) -> str:
    """What SQLite keeps of an object."""
    sql = "SELECT sql FROM sqlite_master WHERE name = ?"
    return str(connection.exec_driver_sql(sql, (name,)).scalar_one())


def rows(connection: sa.Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def names(connection: sa.Connection) -> set[str]:
    return {str(name) for (name,) in rows(connection, "SELECT name FROM sqlite_master")}


def text_type(sql: str) -> Clause:
    """A clause that is nothing but its SQL."""
    return Clause(sql, sql)
