"""autodiff as a tool: its comparison, its printed script, its ``op``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from autodiff.commands.declaring import creatable_schema
from autodiff.compare.compare import compare
from autodiff.core.dialect import Dialect
from autodiff.core.operation import Operation, inverses
from autodiff.core.replay import replay
from autodiff.core.scope import Scope
from autodiff.core.statement import Statement
from autodiff.dialects.registry import dialect_of
from autodiff.execute.current import in_force
from autodiff.execute.item import Item
from autodiff.execute.live import LiveState
from autodiff.execute.statements import statements_of
from autodiff.revisions.body import Body, body
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.printer import ScriptPrinter
from tests.pairs.tool import Script, function_of


class Autodiff:
    """Compares, prints and runs as its commands do, without their files and journal."""

    name = "autodiff"

    def script(
        self, connection: sa.Connection, metadata: sa.MetaData, schemas: tuple[str, ...]
    ) -> Script:
        dialect = dialect_of(connection)
        scope = Scope(("", *schemas))
        declared = creatable_schema([metadata], dialect, scope)
        found = compare(connection, dialect, declared, scope)
        assert replay(found.reflected, found.operations) == found.declared
        ups = tuple(with_neutral_fills(found.operations, dialect))
        downs = tuple(with_neutral_fills(inverses(found.operations), dialect))
        return Script(source(ups, downs, dialect), not found.operations)

    def run(self, engine: sa.Engine, script: Script, function: str) -> None:
        called: Any = function_of(script, function)
        with engine.connect() as connection:
            dialect = dialect_of(connection)
            with dialect.around(connection), in_force(Sender(connection, dialect)):
                called()
                connection.commit()


def source(
    ups: Sequence[Operation], downs: Sequence[Operation], dialect: Dialect
) -> str:
    """The script as the template has it, before black."""
    printer = ScriptPrinter(dialect)
    bodies = [body(each, printer, batches=dialect.batches) for each in (ups, downs)]
    imports = sorted(frozenset().union(*(each.imports for each in bodies)))
    functions = [
        _function(name, each)
        for name, each in zip(("upgrade", "downgrade"), bodies, strict=True)
    ]
    return "\n".join([*imports, *functions])


def _function(name: str, each: Body) -> str:
    lines = [f"    {line}" for line in each.lines or ("pass",)]
    return "\n".join([f"\n\ndef {name}() -> None:", *lines, ""])


class Sender:
    """A migration in force that sends what it is handed."""

    offline = False

    def __init__(self, connection: sa.Connection, dialect: Dialect) -> None:
        self.dialect = dialect
        self._connection = connection
        self._state = LiveState(connection, dialect)

    def bind(self) -> sa.Connection:
        return self._connection

    def hand(self, item: Item) -> Any:
        for each in list(statements_of(item, self.dialect, self._state)):
            self._send(each)
        self._state.forget()

    def _send(self, statement: Statement) -> None:
        if not statement.transactional:
            with self.autocommit():
                self._execute(statement.sql)
        else:
            self._execute(statement.sql)

    def _execute(self, sql: str) -> None:
        self._connection.exec_driver_sql(sql, execution_options={"no_parameters": True})

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        self._connection.commit()
        self._connection.execution_options(isolation_level="AUTOCOMMIT")
        yield
        self._connection.rollback()
        level: Any = self._connection.default_isolation_level
        self._connection.execution_options(isolation_level=level)
