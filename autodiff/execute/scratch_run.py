"""The trial: a script's function run on a scratch database, with no journal and no version table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.execute.current import in_force
from autodiff.execute.item import InsertedRows, Item, Sql
from autodiff.execute.live import LiveState
from autodiff.execute.script import SCRIPT
from autodiff.execute.statements import statements_of
from autodiff.execute.unawaited import call


class ScratchRun:
    """Sends everything at once on an autocommitting connection."""

    offline = False

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self.dialect = dialect
        self._connection = connection
        self._state = LiveState(connection, dialect)

    def bind(self) -> Connection:
        return self._connection

    def hand(self, item: Item) -> Any:
        result = None
        if isinstance(item, Sql) and not isinstance(item.statement, str):
            result = self._connection.execute(item.statement, item.parameters)
        elif isinstance(item, Sql) and item.parameters:
            result = self._connection.execute(sa.text(item.statement), item.parameters)
        elif isinstance(item, InsertedRows):
            self._connection.execute(sa.insert(item.table), list(item.rows))
        else:
            for statement in list(statements_of(item, self.dialect, self._state)):
                result = self._connection.exec_driver_sql(
                    statement.sql, execution_options={"no_parameters": True}
                )
        self._state.forget()
        return result

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        yield


def tried(
    function: Callable[[], Any], connection: Connection, dialect: Dialect
) -> None:
    """Run ``function`` (a script's upgrade, say) on a scratch database."""
    with in_force(ScratchRun(connection, dialect)), dialect.around(connection):
        call(SCRIPT, function)
        connection.commit()
