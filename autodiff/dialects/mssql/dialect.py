"""Answer the shared code's questions about SQL Server, each by a file of this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.engine import Dialect as SQLAlchemyDialect

from autodiff.core.dialect import Definition, Emitter
from autodiff.core.operation import Alter, Drop
from autodiff.core.statement import Statement
from autodiff.core.style import ScriptStyle
from autodiff.dialects.mssql import ddl_column, ddl_constraint, ddl_table, types
from autodiff.dialects.standard import StandardDialect

_NEWEST = (16,)
_LARGE_TYPES = (11,)
"""SQL Server 2012, whose documentation calls TEXT and IMAGE outdated."""

_DROP_WORDS = frozenset(
    {"mssql_drop_default", "mssql_drop_check", "mssql_drop_foreign_key"}
)
"""Keywords for what is dropped with a column, whatever its name is."""


class SQLServer(StandardDialect):
    """Microsoft SQL Server 2016 and later; DDL runs in transactions.

    Generated names of defaults and CHECKs are looked up by the statement that drops them.
    """

    name: ClassVar[str] = "mssql"
    transactional_ddl: ClassVar[bool] = True
    has_comments: ClassVar[bool] = True
    has_identity: ClassVar[bool] = True
    has_namespaces: ClassVar[bool] = True
    style: ClassVar[ScriptStyle] = ScriptStyle(
        "BEGIN TRANSACTION", "COMMIT", batch="GO", guarded=False
    )
    """As ``sqlcmd`` reads it."""
    script_words: ClassVar[Mapping[type, frozenset[str]]] = {
        Alter: _DROP_WORDS,
        Drop: _DROP_WORDS,
    }
    false_options: ClassVar[frozenset[str]] = frozenset({"clustered"})
    system_namespaces: ClassVar[frozenset[str]] = frozenset(
        {"INFORMATION_SCHEMA", "sys", "guest"}
    )
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **ddl_table.EMITTERS,
        **ddl_column.EMITTERS,
        **ddl_constraint.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **ddl_column.DEFINITIONS,
        **ddl_constraint.DEFINITIONS,
    }

    def __init__(self, sqlalchemy_dialect: SQLAlchemyDialect) -> None:
        """Write the newest words without a server: DATE, VARCHAR(max)."""
        super().__init__(sqlalchemy_dialect)
        live: Any = self.sa
        if not live.server_version_info:
            live.server_version_info = _NEWEST
        if live.deprecate_large_types is None:
            live.deprecate_large_types = live.server_version_info >= _LARGE_TYPES

    def autoincrements(self, column: Any) -> bool:
        """Whether SQLAlchemy makes this key an IDENTITY column: by default, a single integer."""
        table = column.table
        if table is None or table.autoincrement_column is not column:
            return False
        return column.identity is None and column.default is None

    def inserting(self, table: Any, inserts: Iterable[str]) -> Iterator[Statement]:
        """Insert rows with their own numbers; IDENTITY_INSERT is set only where there is an
        IDENTITY.
        """
        name = self.sa.identifier_preparer.format_table(table)
        quoted = self.literal(name)
        guard = f"IF OBJECTPROPERTY(OBJECT_ID({quoted}), 'TableHasIdentity') = 1"
        yield Statement(f"{guard} SET IDENTITY_INSERT {name} ON")
        yield from super().inserting(table, inserts)
        yield Statement(f"{guard} SET IDENTITY_INSERT {name} OFF")

    def normal_type(self, sql: str) -> str:
        return types.normal_type(super().normal_type(sql))

    def normal_default(self, sql: str, type_normal: str) -> str:
        return types.normal_default(sql)
