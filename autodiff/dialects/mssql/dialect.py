"""The dialect of Microsoft SQL Server 2016 and later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.engine import Dialect as SQLAlchemyDialect

from autodiff.core.dialect import Definition, Emitter
from autodiff.core.statement import Statement
from autodiff.dialects.mssql import columns, definitions, keys, tables
from autodiff.dialects.standard import StandardDialect

_NEWEST = (16,)
_LARGE_TYPES = (11,)
"""SQL Server 2012, whose documentation calls TEXT and IMAGE outdated."""
_COLLATION = re.compile(r" COLLATE \S+")
_SYNONYMS = {
    "INT": "INTEGER",
    "DEC": "DECIMAL",
    "NUMERIC": "DECIMAL",
    "ROWVERSION": "TIMESTAMP",
}
_NAME = re.compile(r"[A-Z0-9]+")


class SQLServer(StandardDialect):
    """DDL runs in transactions. Names of defaults and CHECKs that nobody chose are looked up by
    the statement that drops them.
    """

    name: ClassVar[str] = "mssql"
    transactional_ddl: ClassVar[bool] = True
    has_comments: ClassVar[bool] = True
    has_identity: ClassVar[bool] = True
    has_namespaces: ClassVar[bool] = True
    system_namespaces: ClassVar[frozenset[str]] = frozenset(
        {"INFORMATION_SCHEMA", "sys", "guest"}
    )
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **tables.EMITTERS,
        **columns.EMITTERS,
        **keys.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **definitions.DEFINITIONS,
    }

    def __init__(self, sqlalchemy_dialect: SQLAlchemyDialect) -> None:
        """Without a server the newest words are written: DATE, VARCHAR(max)."""
        super().__init__(sqlalchemy_dialect)
        live: Any = self.sa
        if not live.server_version_info:
            live.server_version_info = _NEWEST
        if live.deprecate_large_types is None:
            live.deprecate_large_types = live.server_version_info >= _LARGE_TYPES

    def autoincrements(self, column: Any) -> bool:
        """SQLAlchemy makes a whole-number key an IDENTITY column, unless told otherwise."""
        table = column.table
        if table is None or table.autoincrement_column is not column:
            return False
        return column.identity is None and column.default is None

    def inserting(self, table: Any, inserts: Iterable[str]) -> Iterator[Statement]:
        """Rows bring their own numbers; a table without an IDENTITY refuses to be told so."""
        name = self.sa.identifier_preparer.format_table(table)
        place = self.literal(name)
        guard = f"IF OBJECTPROPERTY(OBJECT_ID({place}), 'TableHasIdentity') = 1"
        yield Statement(f"{guard} SET IDENTITY_INSERT {name} ON")
        yield from super().inserting(table, inserts)
        yield Statement(f"{guard} SET IDENTITY_INSERT {name} OFF")

    def normal_type(self, sql: str) -> str:
        """Collations are not compared: the server states its default one for every column."""
        plain = _COLLATION.sub("", super().normal_type(sql))
        return _NAME.sub(lambda word: _SYNONYMS.get(word[0], word[0]), plain, count=1)

    def normal_default(self, sql: str, type_normal: str) -> str:
        """The server keeps a default in parentheses, a number in two pairs of them."""
        text = " ".join(sql.split())
        while text.startswith("(") and text.endswith(")") and _is_one(text):
            text = text[1:-1].strip()
        return "getdate()" if text.upper() == "CURRENT_TIMESTAMP" else text


def _is_one(text: str) -> bool:
    """Whether the parentheses at both ends belong together."""
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return position == len(text) - 1
    return False
