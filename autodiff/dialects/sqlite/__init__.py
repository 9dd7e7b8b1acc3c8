"""SQLite: a schema read from its own SQL, and changed in place or by a rebuild that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definition, Emitter
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.recast import Recast
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite.asking import answer_within, tried_fill
from autodiff.dialects.sqlite.connections import foreign_keys_resting, prepare
from autodiff.dialects.sqlite.definitions import DEFINITIONS
from autodiff.dialects.sqlite.emitters import EMITTERS
from autodiff.dialects.sqlite.expressions import normal_default, normal_expression
from autodiff.dialects.sqlite.grouping import statements
from autodiff.dialects.sqlite.lock import file_lock, holder
from autodiff.dialects.sqlite.recasting import recast
from autodiff.dialects.sqlite.scratch import scratch_database
from autodiff.dialects.sqlite.transactions import holding_ddl
from autodiff.dialects.sqlite.types import known_type, normal_type
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.options import states_options
from autodiff.types import RawType

_RESERVED = frozenset({"returning", "nothing"})
"""Words that SQLite reserves and SQLAlchemy does not know of."""


class SQLite(StandardDialect):
    """The dialect of SQLite 3.26 and later.

    ``settle`` asks nothing: SQLite keeps all text as it was written, so there is no spelling of its
    own to ask for.
    """

    name: ClassVar[str] = "sqlite"
    transactional_ddl: ClassVar[bool] = True
    batches: ClassVar[bool] = True
    holds_types: ClassVar[bool] = False
    neutral_values: ClassVar[Mapping[str, str | int | sa.TextClause]] = {
        "large_binary": sa.text("x''"),
        "BLOB": sa.text("x''"),
    }
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **DEFINITIONS,
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
        operation: Create | Alter,
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
        with foreign_keys_resting(connection), holding_ddl(connection):
            yield

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        with file_lock(connection, timeout) as had:
            yield had

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
        from autodiff.dialects.sqlite.reader import read  # not for most revisions

        return read(connection, scope, self)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        from autodiff.dialects.sqlite.agreement import agreed  # not for running

        return agreed(declared, reflected, self)

    def table_options(self, table: Any) -> tuple[tuple[str, Any], ...]:
        if not states_options(table):
            return ()
        stated = table.dialect_options["sqlite"]
        values: list[tuple[str, Any]] = []
        bare = not len(table.columns)  # a script speaks of nothing but the options
        if stated["autoincrement"] and (bare or _numbers_itself(table)):
            values.append(("sqlite_autoincrement", True))
        if stated.get("strict"):
            values.append(("sqlite_strict", True))
        if not stated["with_rowid"]:
            values.append(("sqlite_with_rowid", False))
        return tuple(values)

    def type_object(self, sql: str) -> object:
        found = known_type(sql)
        if found is not None and normal_type(self.compiled_type(found)) == normal_type(
            sql
        ):
            return found
        return RawType(sql)

    def type_clause(self, sql: str, source: object = None) -> Clause:
        """A reflected type is spelled as SQLAlchemy would, where it knows it."""
        if source is None:
            return self._reflected_type(sql)
        return Clause(normal_type(sql), sql, source)

    def _reflected_type(self, sql: str) -> Clause:
        clause = self._types.get(sql)
        if clause is None:
            known = self.type_object(sql)
            spelled = sql if isinstance(known, RawType) else self.compiled_type(known)
            clause = self._types[sql] = Clause(normal_type(sql), spelled, known)
        return clause


def _numbers_itself(table: sa.Table) -> bool:
    """Whether SQLAlchemy writes AUTOINCREMENT: a single integer key that is no foreign key."""
    columns = list(table.primary_key.columns)
    if len(columns) != 1:
        return False
    affinity = columns[0].type._type_affinity
    whole = affinity is not None and issubclass(affinity, sa.Integer)
    return whole and not columns[0].foreign_keys
