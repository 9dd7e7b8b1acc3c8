"""Answer the shared code's questions about MySQL and MariaDB, each by a file of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import TextClause
from sqlalchemy.dialects.mysql import LONGTEXT
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine import Dialect as SQLAlchemyDialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definition, Emitter
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.question import Question
from autodiff.core.recast import Recast
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mysql import (
    ddl_column,
    ddl_constraint,
    ddl_sequence,
    ddl_table,
)
from autodiff.dialects.mysql.automatic_names import automatic_name
from autodiff.dialects.mysql.catalog import CatalogDialect, LiveNamespace
from autodiff.dialects.mysql.literals import normal_default, written_default
from autodiff.dialects.mysql.lock import holder, named_lock, only_transactional
from autodiff.dialects.mysql.merge import merged_statements
from autodiff.dialects.mysql.normalize import agreed, prepared
from autodiff.dialects.mysql.reader import read
from autodiff.dialects.mysql.scratch import scratch_database
from autodiff.dialects.mysql.server import (
    Server,
    ServerSettings,
    Terms,
    quote_of,
    read_settings,
    server_of,
)
from autodiff.dialects.mysql.spell import spelled
from autodiff.dialects.mysql.type_objects import type_object
from autodiff.dialects.mysql.types import normal_type
from autodiff.dialects.mysql.values import (
    NULL_REFUSED,
    answer_within,
    error_number,
    recast,
    tried_fill,
    values_of,
)
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index
from autodiff.kinds.options import DialectOptions
from autodiff.kinds.values import Values

_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9$]*")

NEUTRAL_VALUES: dict[str, str | int | TextClause] = {
    "YEAR": 0,
    "BIT": 0,
    "BOOL": 0,
    "TIMESTAMP": "1970-01-02 00:00:00",
    **dict.fromkeys(("BINARY", "VARBINARY", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB"), ""),
}
"""Values for rows where nothing else is known, by SQLAlchemy's name of a type, or by its SQL where
SQLAlchemy has no class for it (BOOL). A TIMESTAMP begins at 1970-01-01 00:00:01 UTC, so its neutral
value is a day later.
"""

UNKNOWN_TO_SQLALCHEMY: dict[type[Any], tuple[str, ...]] = {
    sa.Column: ("invisible", "without_system_versioning"),
    sa.Index: ("comment", "hidden"),
    sa.CheckConstraint: ("column",),
}
"""Keywords that scripts may contain so that a downgrade restores everything; SQLAlchemy ignores
them.
"""

for _class, _names in UNKNOWN_TO_SQLALCHEMY.items():
    for _name in _names:
        for _prefix in ("mysql", "mariadb"):
            _class.argument_for(_prefix, _name, None)


class MySQL(CatalogDialect):
    """MySQL and MariaDB under SQLAlchemy's name "mysql"; :class:`MariaDB` under its own."""

    name: ClassVar[str] = "mysql"
    grammar: ClassVar[str] = "mysql"
    function_names: ClassVar[Mapping[str, str]] = {"octet_length": "length"}
    has_comments: ClassVar[bool] = True
    has_namespaces: ClassVar[bool] = True
    batches: ClassVar[bool] = True
    refusal: ClassVar[str] = "are refused or cut"
    drivers: ClassVar[Mapping[str, str]] = {
        "MySQLdb": "mysqldb",
        "pymysql": "pymysql",
        "mysql.connector": "mysqlconnector",
    }
    long_text: ClassVar[type[TypeEngine[str]]] = LONGTEXT
    """TEXT holds 64 KB."""
    target_kinds: ClassVar[frozenset[str]] = frozenset({"candidate", "access"})
    neutral_values: ClassVar[Mapping[str, str | int | TextClause]] = NEUTRAL_VALUES
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **CatalogDialect.emitters,
        **ddl_table.EMITTERS,
        **ddl_column.EMITTERS,
        **ddl_constraint.EMITTERS,
        **ddl_sequence.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **CatalogDialect.definitions,
        **ddl_table.DEFINITIONS,
        **ddl_column.DEFINITIONS,
        **ddl_constraint.DEFINITIONS,
    }

    def __init__(self, sqlalchemy_dialect: SQLAlchemyDialect) -> None:
        super().__init__(_preparing(sqlalchemy_dialect))
        self._settings = ServerSettings()
        self._settings_read = False
        self._types: dict[str, str] = {}

    @cached_property
    def server(self) -> Server:
        """Return the connected server, or the newest of its product."""
        return server_of(self.sa)

    @property
    def _terms(self) -> Terms:
        return Terms(self, self.server, self._settings)

    # --- writing ----------------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """Write a string; a backslash is escaped unless the server is set to take it literally."""
        if getattr(self.sa, "_backslash_escapes", True):
            text = text.replace("\\", "\\\\")
        return super().literal(text)

    def updating(self, column: Object, value: str, where: str, state: State) -> str:
        assert isinstance(column, Column)
        return ddl_column.update(column, value, self, state, where).sql

    def statements(
        self, operations: Sequence[Operation], state: State
    ) -> Iterator[Statement]:
        return merged_statements(operations, self, state)

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[URL]:
        with scratch_database(connection) as url:
            yield url

    def autoincrements(self, column: Any) -> bool:
        """Whether SQLAlchemy's compiler would write AUTO_INCREMENT."""
        if column.table is None or column.table.autoincrement_column is not column:
            return False
        if not isinstance(column.server_default, sa.Identity | None):
            return False
        counted = (
            isinstance(column.default, sa.Sequence) and not column.default.optional
        )
        return not (self.sa.supports_sequences and counted)

    def table_options(self, table: Any) -> DialectOptions:
        return ddl_table.table_options(table, self.name)

    def type_object(self, sql: str) -> object:
        return type_object(sql, self)

    # --- values in rows ---------------------------------------------------------------------------

    def values(self, type_: Clause) -> Values:
        return values_of(type_)

    def recast(self, before: Clause, after: Clause) -> Recast:
        return recast(self.values(before), self.values(after))

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        return answer_within(connection, sql, seconds, self.server)

    def tried_fill(
        self,
        connection: Connection,
        operation: Create[Object] | Alter[Object],
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
        normal = self._types.get(sql)
        if normal is None:
            normal = normal_type(sql, self.server, self._settings)
            self._types[sql] = normal
        return normal

    def default_clause(self, sql: str, type_: Clause) -> Clause:
        return Clause(normal_default(sql, type_.normal), written_default(sql))

    def normal_expression(self, sql: str) -> str:
        """Quote a lone name; only strip any other text, since white space within strings counts."""
        text, quote = sql.strip(), quote_of(self.sa)
        return f"{quote}{text}{quote}" if _NAME.fullmatch(text) else text

    # --- reading ----------------------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        if not self._settings_read:
            self._settings = read_settings(
                connection, self.settings_query, self.collations_query
            )
            self._settings_read = True
            self._types.clear()
        objects: list[Object] = []
        for namespace in scope.namespaces:
            objects.extend(read(connection, scope, self._live_namespace(namespace)))
        return Schema(objects)

    def _live_namespace(self, namespace: str) -> LiveNamespace:
        default = self.sa.default_schema_name
        return LiveNamespace(
            namespace,
            namespace or default or "",
            default,
            quote_of(self.sa),
            self.server,
            self._settings,
            self,
        )

    def prepare(self, declared: Schema, reflected: Schema) -> Schema:
        return prepared(declared, reflected, self._terms)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        return agreed(declared, reflected, self._terms)

    def question(self, value: Object, live: Sequence[Object]) -> Object | None:
        """Return None for indexes over columns alone: the server does not respell them."""
        if isinstance(value, Index) and all(part.column for part in value.parts):
            return None
        return super().question(value, live)

    def spell(
        self, connection: Connection, questions: Sequence[Question], declared: Schema
    ) -> Mapping[Question, Object]:
        return spelled(connection, questions, declared, self)

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        return automatic_name(value, taken)


class MariaDB(MySQL):
    """The same dialect under SQLAlchemy's name "mariadb", which is also the prefix of its
    keywords.
    """

    name: ClassVar[str] = "mariadb"
    drivers: ClassVar[Mapping[str, str]] = {
        "MySQLdb": "mysqldb",
        "pymysql": "pymysql",
        "mariadb": "mariadbconnector",
    }


def _preparing(dialect: Any) -> Any:
    """Return ``dialect`` with a preparer that quotes as its server requires: by its reserved words,
    and in double quotes where the server takes them for names (ANSI_QUOTES).
    """
    quotes = quote_of(dialect) == '"'
    dialect.identifier_preparer = dialect.preparer(dialect, server_ansiquotes=quotes)
    if dialect.is_mariadb and hasattr(dialect.identifier_preparer, "_set_mariadb"):
        dialect.identifier_preparer._set_mariadb()
    return dialect
