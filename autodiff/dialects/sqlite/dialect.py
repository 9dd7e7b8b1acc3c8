"""The dialect of SQLite; its methods are implemented in the other files of this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definition, Emitter
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.recast import Recast
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.core.style import ScriptStyle
from autodiff.dialects.sqlite import ddl_column, ddl_constraint, ddl_table
from autodiff.dialects.sqlite.catalog import CatalogDialect
from autodiff.dialects.sqlite.expressions import normal_default, normal_expression
from autodiff.dialects.sqlite.lock import file_lock, holder
from autodiff.dialects.sqlite.merge import statements
from autodiff.dialects.sqlite.reader import read
from autodiff.dialects.sqlite.scratch import scratch_database
from autodiff.dialects.sqlite.session import (
    foreign_keys_off,
    prepare,
    transactions_with_ddl,
)
from autodiff.dialects.sqlite.types import known_type, normal_type
from autodiff.dialects.sqlite.values import answer_within, recast, tried_fill
from autodiff.kinds.options import states_options
from autodiff.types import RawType

_RESERVED = frozenset({"returning", "nothing"})
"""Words that SQLite reserves and SQLAlchemy does not quote."""


class SQLite(CatalogDialect):
    """SQLite 3.26 and later."""

    name: ClassVar[str] = "sqlite"
    transactional_ddl: ClassVar[bool] = True
    batches: ClassVar[bool] = True
    holds_types: ClassVar[bool] = False
    false_options: ClassVar[frozenset[str]] = frozenset({"with_rowid"})
    style: ClassVar[ScriptStyle] = ScriptStyle("BEGIN", "COMMIT")
    neutral_values: ClassVar[Mapping[str, str | int | sa.TextClause]] = {
        "large_binary": sa.text("x''"),
        "BLOB": sa.text("x''"),
    }
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **CatalogDialect.emitters,
        **ddl_table.EMITTERS,
        **ddl_column.EMITTERS,
        **ddl_constraint.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **CatalogDialect.definitions,
        **ddl_table.DEFINITIONS,
        **ddl_column.DEFINITIONS,
        **ddl_constraint.DEFINITIONS,
    }

    def __init__(self, sqlalchemy_dialect: Any) -> None:
        super().__init__(sqlalchemy_dialect)
        self._types: dict[str, Clause] = {}

    def quote(self, name: str) -> str:
        if name.lower() in _RESERVED:
            return f'"{name}"'
        return super().quote(name)

    def namespace(self, schema: str | None) -> str:
        return "" if schema in (None, "main") else str(schema)

    def statements(
        self, operations: Sequence[Operation], state: State
    ) -> Iterator[Statement]:
        return statements(operations, state, self)

    # --- values in rows ---------------------------------------------------------------------------

    def recast(self, before: Clause, after: Clause) -> Recast:
        return recast(before.sql, after.sql)

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        return answer_within(connection, sql, seconds)

    def tried_fill(
        self,
        connection: Connection,
        operation: Create[Object] | Alter[Object],
        fill: Clause,
        table: str,
    ) -> tuple[object, ...]:
        return tried_fill(connection, fill, table)

    def null_refused(self, problem: DBAPIError) -> bool:
        return "NOT NULL" in str(problem.orig)

    # --- running ----------------------------------------------------------------------------------

    @classmethod
    def prepare_engine(cls, engine: Engine) -> None:
        prepare(engine)

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[URL]:
        with scratch_database(connection) as url:
            yield url

    @contextmanager
    def around(self, connection: Connection) -> Iterator[None]:
        with foreign_keys_off(connection), transactions_with_ddl(connection):
            yield

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        with file_lock(connection, timeout) as held:
            yield held

    def lock_holder(self, connection: Connection, name: str) -> str:
        return holder(connection)

    # --- normal forms -----------------------------------------------------------------------------

    def normal_type(self, sql: str) -> str:
        return normal_type(sql)

    def normal_expression(self, sql: str) -> str:
        return normal_expression(sql)

    def normal_default(self, sql: str, type_normal: str) -> str:
        return normal_default(sql)

    # --- reading ----------------------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        return read(connection, scope, self)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        from autodiff.dialects.sqlite.normalize import normalized  # not for running

        return normalized(declared, reflected, self)

    def table_options(self, table: Any) -> tuple[tuple[str, Any], ...]:
        if not states_options(table):
            return ()
        stated = table.dialect_options["sqlite"]
        values: list[tuple[str, Any]] = []
        bare = not len(table.columns)  # a script states nothing but the options
        if stated["autoincrement"] and (bare or _has_autoincrement(table)):
            values.append(("sqlite_autoincrement", True))
        if stated.get("strict"):
            values.append(("sqlite_strict", True))
        if not stated["with_rowid"]:
            values.append(("sqlite_with_rowid", False))
        return tuple(values)

    def type_object(self, sql: str) -> object:
        type_ = known_type(sql)
        if type_ is None or normal_type(self.compiled_type(type_)) != normal_type(sql):
            return RawType(sql)
        return type_

    def type_clause(self, sql: str, source: object = None) -> Clause:
        """Return the clause of a type; a reflected one is spelled as by SQLAlchemy if it has it."""
        if source is None:
            return self._reflected_type(sql)
        return Clause(normal_type(sql), sql, source)

    def _reflected_type(self, sql: str) -> Clause:
        clause = self._types.get(sql)
        if clause is None:
            type_ = self.type_object(sql)
            spelled = sql if isinstance(type_, RawType) else self.compiled_type(type_)
            clause = self._types[sql] = Clause(normal_type(sql), spelled, type_)
        return clause


def _has_autoincrement(table: sa.Table) -> bool:
    """Whether SQLAlchemy writes AUTOINCREMENT: for a single integer key that is no foreign key."""
    columns = list(table.primary_key.columns)
    if len(columns) != 1:
        return False
    affinity = columns[0].type._type_affinity
    whole = affinity is not None and issubclass(affinity, sa.Integer)
    return whole and not columns[0].foreign_keys
