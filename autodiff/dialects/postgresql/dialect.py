"""The PostgreSQL dialect: the shared code's questions, each answered by a file of this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definition, Emitter
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.postgresql import declared, defaults, settle, type_objects
from autodiff.dialects.postgresql.agreement import agreed
from autodiff.dialects.postgresql.asking import answer_within
from autodiff.dialects.postgresql.ddl import DEFINITIONS, EMITTERS
from autodiff.dialects.postgresql.fill_trial import tried_fill
from autodiff.dialects.postgresql.lock import advisory_lock, holder
from autodiff.dialects.postgresql.look import look_at
from autodiff.dialects.postgresql.merge import merged
from autodiff.dialects.postgresql.names import automatic
from autodiff.dialects.postgresql.neutral_values import NEUTRAL_VALUES
from autodiff.dialects.postgresql.reader import read, version_of
from autodiff.dialects.postgresql.scratch import scratch_database
from autodiff.dialects.postgresql.states import NOT_NULL_VIOLATION, sqlstate
from autodiff.dialects.postgresql.types import parsed, user_type
from autodiff.dialects.postgresql.users import users
from autodiff.dialects.postgresql.values import values_of
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.values import Values

_VIRTUAL_SINCE = (18,)


class PostgreSQL(StandardDialect):
    """PostgreSQL 12 and later."""

    name = "postgresql"
    transactional_ddl = True
    has_comments = True
    has_identity = True
    has_namespaces = True
    target_kinds: ClassVar[frozenset[str]] = frozenset({"candidate"})
    neutral_values = NEUTRAL_VALUES
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **DEFINITIONS,
    }

    @cached_property
    def _serials(self) -> declared.Known:
        return {}

    # --- declared ---------------------------------------------------------------------------------

    def autoincrements(self, column: Any) -> bool:
        return declared.is_serial(column, self, self._serials)

    def enum_of(self, type_: Any) -> Object | None:
        return declared.enum_of(type_, self)

    def exclusion(self, constraint: Any) -> Iterable[Object]:
        return declared.exclusion(constraint, self)

    def table_options(self, table: Any) -> tuple[tuple[str, Any], ...]:
        return declared.table_options(table)

    def stores(self, persisted: bool | None) -> bool:
        """Before PostgreSQL 18 every computed column is stored."""
        return bool(persisted) or version_of(self) < _VIRTUAL_SINCE

    # --- normal forms -----------------------------------------------------------------------------

    def normal_type(self, sql: str) -> str:
        type_ = parsed(sql)
        names = user_type(type_.name)
        if names is None:
            return type_.text
        schema = names[0] if len(names) == 2 else None
        name = self.qualified(self.namespace(schema), names[-1])
        return type_._replace(name=name).text

    def normal_default(self, sql: str, type_normal: str) -> str:
        return defaults.predicted(sql, type_normal)

    # --- reading and comparing --------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        return read(connection, self, look_at(scope, self))

    def users(self, connection: Connection, key: Key) -> Iterable[Object]:
        return users(connection, self, key)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        return agreed(declared, reflected, self.quote)

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        return automatic(value, taken)

    def settle(
        self, connection: Connection, declared: Schema, doubtful: Sequence[Key]
    ) -> Schema:
        return settle.settled(connection, self, declared, doubtful)

    def type_object(self, sql: str) -> object:
        return type_objects.type_object(sql, self)

    # --- values in rows ---------------------------------------------------------------------------

    def values(self, type_: Clause) -> Values:
        return values_of(type_)

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        return answer_within(connection, sql, seconds)

    def tried_fill(
        self,
        connection: Connection,
        operation: Create | Alter,
        fill: Clause,
        table: str,
    ) -> tuple[object, ...]:
        return tried_fill(connection, operation, fill, table)

    def null_refused(self, problem: DBAPIError) -> bool:
        return sqlstate(problem) == NOT_NULL_VIOLATION

    # --- running ----------------------------------------------------------------------------------

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        with advisory_lock(connection, name, timeout) as had:
            yield had

    def lock_holder(self, connection: Connection, name: str) -> str:
        return holder(connection, name)

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[URL]:
        with scratch_database(connection) as url:
            yield url

    # --- writing ----------------------------------------------------------------------------------

    def statements(
        self, operations: Sequence[Operation], state: State
    ) -> Iterator[Statement]:
        """Neighbouring changes to one table go into one ALTER TABLE."""
        yield from merged(super().statements(operations, state))
