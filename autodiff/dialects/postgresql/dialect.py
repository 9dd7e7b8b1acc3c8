"""Answer the shared code's questions about PostgreSQL, each by a file of this package."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator

from autodiff.core.clause import Clause
from autodiff.core.compile_keys import type_key
from autodiff.core.dialect import Definition, Emitter
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.question import Question
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.core.style import ScriptStyle
from autodiff.dialects.postgresql import (
    ddl_column,
    ddl_constraint,
    ddl_enum,
    ddl_sequence,
    ddl_table,
    dependents,
    spell,
    types,
)
from autodiff.dialects.postgresql.catalog import CatalogDialect, selected, version_of
from autodiff.dialects.postgresql.lock import advisory_lock, holder
from autodiff.dialects.postgresql.merge import merged
from autodiff.dialects.postgresql.names import automatic
from autodiff.dialects.postgresql.normalize import agreed
from autodiff.dialects.postgresql.reader import read
from autodiff.dialects.postgresql.scratch import scratch_database
from autodiff.dialects.postgresql.values import (
    NOT_NULL_VIOLATION,
    answer_within,
    sqlstate,
    tried_fill,
    values_of,
)
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.mentions import columns_mentioned, types_used
from autodiff.kinds.naming import final_name
from autodiff.kinds.options import DialectOptions, options, states_options
from autodiff.kinds.values import Values

_VIRTUAL_SINCE = (18,)
_TABLE_OPTIONS = ("with", "tablespace", "using", "partition_by", "inherits")
_SERIALS = (" SERIAL", " BIGSERIAL", " SMALLSERIAL")
_PLAIN_ENUMS = (sa.Enum, postgresql.ENUM)
_MAY_HOLD_ENUM = (sa.Enum, sa.ARRAY, TypeDecorator)


class PostgreSQL(CatalogDialect):
    """PostgreSQL 12 and later."""

    name = "postgresql"
    grammar = "postgres"
    transactional_ddl = True
    has_comments = True
    has_identity = True
    has_namespaces = True
    style: ClassVar[ScriptStyle] = ScriptStyle("BEGIN", "COMMIT")
    drivers: ClassVar[Mapping[str, str]] = {
        "psycopg": "psycopg",
        "psycopg2": "psycopg2",
        "pg8000": "pg8000",
        "asyncpg": "asyncpg",
    }
    script_words: ClassVar[Mapping[type, frozenset[str]]] = {
        Alter: frozenset({"postgresql_using"})
    }
    cast_word = "postgresql_using"
    not_valid = "postgresql_not_valid"
    nulls_not_distinct = "postgresql_nulls_not_distinct"
    target_kinds: ClassVar[frozenset[str]] = frozenset({"candidate"})
    neutral_values = types.NEUTRAL_VALUES
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **CatalogDialect.emitters,
        **ddl_column.EMITTERS,
        **ddl_table.EMITTERS,
        **ddl_constraint.EMITTERS,
        **ddl_enum.EMITTERS,
        **ddl_sequence.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **CatalogDialect.definitions,
        **ddl_column.DEFINITIONS,
        **ddl_table.DEFINITIONS,
        **ddl_constraint.DEFINITIONS,
    }

    # --- declared ---------------------------------------------------------------------------------

    @cached_property
    def _serials(self) -> dict[Hashable, bool]:
        """Remember by type whether an autoincrement column of it is SERIAL."""
        return {}

    def autoincrements(self, column: Any) -> bool:
        """Whether CREATE TABLE would say SERIAL.

        SQLAlchemy's own compiler decides, once per type unless the column states anything else that
        it considers.
        """
        if not column.primary_key or column is not column.table.autoincrement_column:
            return False
        key = type_key(column.type)
        values = (column.default, column.server_default)
        stated = (*values, column.identity, column.computed)
        if key is None or any(value is not None for value in stated):
            return self.compiled_serial(column)
        if key not in self._serials:
            self._serials[key] = self.compiled_serial(column)
        return self._serials[key]

    def compiled_serial(self, column: sa.Column[Any]) -> bool:
        """Whether SQLAlchemy compiles this column of a primary key to SERIAL."""
        name = self.sa.identifier_preparer.format_column(column)
        words = str(self.ddl.get_column_specification(column)).removeprefix(name)
        return words.startswith(_SERIALS)

    def own_named_type(self, type_: Any) -> Enum | None:
        """Return the named enum type in a column's type, also in a decorator or an array."""
        enum = self._enum_within(type_)
        if enum is None or not enum.native_enum or not enum.name:
            return None
        return Enum(self.namespace(enum.schema), str(enum.name), tuple(enum.enums))

    def _enum_within(self, type_: Any) -> sa.Enum | None:
        """Return the enum type in ``type_``, if there is one.

        ``dialect_impl`` is slow and most types contain no enum, so it is called only where it may
        return something other than the type itself.
        """
        if type_._variant_mapping:
            type_ = type_.dialect_impl(self.sa)
        elif not isinstance(type_, _MAY_HOLD_ENUM):
            return None
        elif type(type_) not in _PLAIN_ENUMS:
            type_ = type_.dialect_impl(self.sa)
        while True:
            match type_:
                case TypeDecorator():
                    type_ = type_.impl_instance.dialect_impl(self.sa)
                case sa.ARRAY():
                    type_ = type_.item_type.dialect_impl(self.sa)
                case _:
                    return type_ if isinstance(type_, sa.Enum) else None

    def exclusion(self, constraint: Any) -> Iterable[Exclude]:
        """Make the value of an ``ExcludeConstraint``."""
        table = constraint.table
        sql = str(self.ddl.process(constraint))
        rule = sql[sql.index("EXCLUDE USING ") :]
        named = [column.name for column in constraint.columns]
        columns = tuple(dict.fromkeys([*named, *columns_mentioned(rule, table)]))
        yield Exclude(
            self.namespace(table.schema),
            table.name,
            final_name(constraint, self),
            Clause(rule, rule),
            columns,
            types_used(columns, table, self),
        )

    def table_options(self, table: Any) -> DialectOptions:
        """Collect what a model declares of storage, partitioning and inheritance."""
        if not states_options(table) and not table._prefixes:
            return ()
        stated = table.dialect_options["postgresql"]
        values = {f"postgresql_{name}": stated.get(name) for name in _TABLE_OPTIONS}
        prefixes = [str(prefix).upper() for prefix in table._prefixes]
        values["prefixes"] = [word for word in prefixes if word == "UNLOGGED"]
        return options(values)

    def stores(self, persisted: bool | None) -> bool:
        """Whether a computed column is stored; before PostgreSQL 18, all are."""
        return bool(persisted) or version_of(self) < _VIRTUAL_SINCE

    # --- normal forms -----------------------------------------------------------------------------

    def normal_type(self, sql: str) -> str:
        type_ = types.parsed(sql)
        names = types.user_type(type_.name)
        if names is None:
            return type_.text
        schema = names[0] if len(names) == 2 else None
        name = self.qualified(self.namespace(schema), names[-1])
        return type_._replace(name=name).text

    # --- reading and comparing --------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        return read(connection, self, selected(scope, self))

    def users(self, connection: Connection, key: Key) -> Iterable[Object]:
        return dependents.users(connection, self, key)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        return agreed(declared, reflected, self)

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        return automatic(value, taken)

    def spells_default(self, sql: str, default: Clause, type_: Clause) -> bool:
        return default.normal == types.typed_literal(sql, type_.normal)

    def question(self, value: Object, live: Sequence[Object]) -> Object | None:
        return spell.question(value, live)

    def spell(
        self, connection: Connection, questions: Sequence[Question], declared: Schema
    ) -> Mapping[Question, Object]:
        return spell.spelled(connection, self, questions, declared)

    def type_object(self, sql: str) -> object:
        return types.type_object(sql, self)

    # --- values in rows ---------------------------------------------------------------------------

    def values(self, type_: Clause) -> Values:
        return values_of(type_)

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        return answer_within(connection, sql, seconds)

    def tried_fill(
        self,
        connection: Connection,
        operation: Create[Object] | Alter[Object],
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
        """Write the statements; consecutive changes of one table become one ALTER TABLE."""
        yield from merged(super().statements(operations, state))
