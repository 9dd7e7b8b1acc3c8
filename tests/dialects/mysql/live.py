"""A live database for tests that look closer than a journey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from autodiff.core.operation import Operation
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from tests.cases.journey import run

RAW = {"no_parameters": True}


class Live:
    """One connection, and short words for what tests do with it."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.dialect = dialect_of(connection)

    def send(self, *statements: str) -> None:
        for each in statements:
            self.connection.exec_driver_sql(each, execution_options=RAW)

    def shown(self, table: str) -> str:
        """SHOW CREATE TABLE."""
        sql = f"SHOW CREATE TABLE {table}"
        return str(self.connection.exec_driver_sql(sql, execution_options=RAW).one()[1])

    def read(self) -> Schema:
        return self.dialect.read(self.connection, Scope())

    def run(self, operations: Sequence[Operation]) -> list[str]:
        return run(self.connection, operations)


@contextmanager
def live(url: str) -> Iterator[Live]:
    """A connection to ``url`` in a transaction."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        yield Live(connection)
    engine.dispose()
