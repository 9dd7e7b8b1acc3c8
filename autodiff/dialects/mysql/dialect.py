"""The dialect of MySQL and MariaDB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import TextClause
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine import Dialect as SQLAlchemyDialect
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definition, Emitter
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mysql import ddl_columns, ddl_keys, ddl_tables
from autodiff.dialects.mysql.agreement import Terms, agreed
from autodiff.dialects.mysql.asking import answer_within
from autodiff.dialects.mysql.ddl_columns import filling, once_filled
from autodiff.dialects.mysql.defaults import normal_default, written_default
from autodiff.dialects.mysql.errors import NULL_REFUSED, error_number
from autodiff.dialects.mysql.expressions import predicted
from autodiff.dialects.mysql.fill_trial import tried_fill
from autodiff.dialects.mysql.filling_first import may_fill_first
from autodiff.dialects.mysql.lock import holder, named_lock, only_transactional
from autodiff.dialects.mysql.made_up import check_rows_have_value
from autodiff.dialects.mysql.merging import merged
from autodiff.dialects.mysql.names import automatic_name
from autodiff.dialects.mysql.options import table_options
from autodiff.dialects.mysql.overlay import Overlay
from autodiff.dialects.mysql.place import Place
from autodiff.dialects.mysql.reader import read
from autodiff.dialects.mysql.scratch import scratch_database
from autodiff.dialects.mysql.server import Server, Settings, read_settings, server_of
from autodiff.dialects.mysql.settling import settled
from autodiff.dialects.mysql.type_objects import type_object
from autodiff.dialects.mysql.types import normal_type
from autodiff.dialects.mysql.updating import update
from autodiff.dialects.mysql.values import values_of
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.column import Column
from autodiff.kinds.options import Options
from autodiff.kinds.values import Values

_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9$]*")

NEUTRAL_VALUES: dict[str, str | int | TextClause] = {
    "YEAR": 0,
    "BIT": 0,
    "TIMESTAMP": "1970-01-02 00:00:00",
    **dict.fromkeys(("BINARY", "VARBINARY", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB"), ""),
}
"""By SQLAlchemy's name of a type: what a row holds of which nothing is known. A TIMESTAMP begins
a second after 1970 did in Greenwich, so that its neutral value is a day late.
"""

UNKNOWN_TO_SQLALCHEMY: dict[type[Any], tuple[str, ...]] = {
    sa.Column: ("invisible", "without_system_versioning"),
    sa.Index: ("comment", "hidden"),
    sa.CheckConstraint: ("column",),
}
"""Keywords that scripts may carry so that a way back restores all; SQLAlchemy ignores them."""

for _class, _names in UNKNOWN_TO_SQLALCHEMY.items():
    for _name in _names:
        for _prefix in ("mysql", "mariadb"):
            _class.argument_for(_prefix, _name, None)


class MySQL(StandardDialect):
    """MySQL and MariaDB under SQLAlchemy's name "mysql"; :class:`MariaDB` under its own."""

    name: ClassVar[str] = "mysql"
    has_comments: ClassVar[bool] = True
    has_namespaces: ClassVar[bool] = True
    batches: ClassVar[bool] = True
    refusal: ClassVar[str] = "are refused or cut"
    target_kinds: ClassVar[frozenset[str]] = frozenset({"candidate", "access"})
    neutral_values: ClassVar[Mapping[str, str | int | TextClause]] = NEUTRAL_VALUES
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **ddl_tables.EMITTERS,
        **ddl_columns.EMITTERS,
        **ddl_keys.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **ddl_tables.DEFINITIONS,
        **ddl_columns.DEFINITIONS,
        **ddl_keys.DEFINITIONS,
    }

    def __init__(self, sqlalchemy_dialect: SQLAlchemyDialect) -> None:
        super().__init__(_preparing(sqlalchemy_dialect))
        self._settings = Settings()
        self._settings_read = False
        self._types: dict[str, str] = {}

    @cached_property
    def server(self) -> Server:
        """The server that was met, or the newest of its sort."""
        return server_of(self.sa)

    @property
    def _terms(self) -> Terms:
        return Terms(self.name, self.server, self._settings)

    # --- writing ----------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """A string; the backslash escapes here unless the server is told otherwise."""
        if getattr(self.sa, "_backslash_escapes", True):
            text = text.replace("\\", "\\\\")
        return super().literal(text)

    def updating(self, column: Object, value: str, where: str, state: State) -> str:
        assert isinstance(column, Column)
        return update(column, value, self, state, where).sql

    def statements(
        self, operations: Sequence[Operation], state: State
    ) -> Iterator[Statement]:
        return merged(self._each(operations, Overlay(state)))

    def _each(
        self, operations: Sequence[Operation], state: Overlay
    ) -> Iterator[Statement]:
        """Rows are filled before all else, where nothing of the group must come before that: one
        ALTER TABLE is to hold the rest.
        """
        rest: list[Operation] = []
        whole: list[Operation] = []
        for operation in operations:
            known = complete(operation, state)
            check_rows_have_value(known, self, state)
            whole.append(known)
            if isinstance(known, Alter) and may_fill_first(known, whole[:-1]):
                yield from filling(known, self, state)
                rest.append(once_filled(known))
            else:
                rest.append(operation)
        for operation in rest:
            yield from self.emitter(operation)(operation, self, state)
            state.lay(operation)

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[URL]:
        with scratch_database(connection) as url:
            yield url

    def autoincrements(self, column: Any) -> bool:
        """As SQLAlchemy's compiler decides on AUTO_INCREMENT."""
        if column.table is None or column.table.autoincrement_column is not column:
            return False
        if not isinstance(column.server_default, sa.Identity | None):
            return False
        counted = (
            isinstance(column.default, sa.Sequence) and not column.default.optional
        )
        return not (self.sa.supports_sequences and counted)

    def table_options(self, table: Any) -> Options:
        return table_options(table, self.name)

    def type_object(self, sql: str) -> object:
        return type_object(sql, self)

    # --- values in rows ---------------------------------------------------------------------------

    def values(self, type_: Clause) -> Values:
        return values_of(type_)

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        return answer_within(connection, sql, seconds, self.server)

    def tried_fill(
        self,
        connection: Connection,
        operation: Create | Alter,
        fill: Clause,
        table: str,
    ) -> tuple[object, ...]:
        return tried_fill(connection, operation, fill, table)

    def null_refused(self, problem: DBAPIError) -> bool:
        return error_number(problem) in NULL_REFUSED

    # --- running ----------------------------------------------------------------------------------

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        with named_lock(connection, name, timeout) as had:
            yield had

    def lock_holder(self, connection: Connection, name: str) -> str:
        return holder(connection, name)

    def rows_atomic(self, connection: Connection) -> bool:
        return only_transactional(connection)

    # --- normal forms -----------------------------------------------------------------------------

    def normal_type(self, sql: str) -> str:
        found = self._types.get(sql)
        if found is None:
            found = normal_type(sql, self.server, self._settings)
            self._types[sql] = found
        return found

    def normal_default(self, sql: str, type_normal: str) -> str:
        return normal_default(sql, type_normal)

    def default_clause(self, sql: str, type_: Clause) -> Clause:
        return Clause(self.normal_default(sql, type_.normal), written_default(sql))

    def normal_expression(self, sql: str) -> str:
        """MariaDB's own spelling where it can be told; MySQL's is only asked for."""
        if _WORD.fullmatch(sql):
            return f"`{sql}`"
        told = predicted(sql) if self.server.mariadb else None
        return super().normal_expression(sql) if told is None else told

    # --- reading ----------------------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        if not self._settings_read:
            self._settings = read_settings(connection)
            self._settings_read = True
            self._types.clear()
        objects: list[Object] = []
        for namespace in scope.namespaces:
            objects.extend(read(connection, scope, self._place(namespace)))
        return Schema(objects)

    def _place(self, namespace: str) -> Place:
        default = self.sa.default_schema_name
        return Place(
            namespace,
            namespace or default or "",
            default,
            self.name,
            "`",
            self.server,
            self._settings,
            self._spelled,
        )

    def _spelled(self, sql: str) -> str:
        """A type of the catalog as SQLAlchemy writes it: INTEGER for ``int(11)``."""
        found = type_object(sql, self)
        return self.compiled_type(found)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        return agreed(declared, reflected, self._terms)

    def settle(
        self, connection: Connection, declared: Schema, doubtful: Sequence[Key]
    ) -> Schema:
        return settled(connection, declared, doubtful, self)

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        return automatic_name(value, taken)


class MariaDB(MySQL):
    """The same for SQLAlchemy's name "mariadb", which is also the prefix of its keywords."""

    name: ClassVar[str] = "mariadb"


def _preparing(dialect: Any) -> Any:
    """``dialect`` with a preparer that quotes as its server wants: by its reserved words, and in
    double quotes where the server reads backticks' work into them (ANSI_QUOTES).
    """
    quotes = bool(getattr(dialect, "_server_ansiquotes", False))
    dialect.identifier_preparer = dialect.preparer(dialect, server_ansiquotes=quotes)
    if dialect.is_mariadb and hasattr(dialect.identifier_preparer, "_set_mariadb"):
        dialect.identifier_preparer._set_mariadb()
    return dialect
