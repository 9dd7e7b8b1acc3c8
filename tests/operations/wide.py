"""A database without limits, for tests: it has all that the kinds know, and spells it their way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autodiff.core.object import Object
from autodiff.dialects.postgresql import PostgreSQL
from autodiff.dialects.registry import dialect_named
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.options import DialectOptions, options


class Wide(StandardDialect):
    """What is written is what is compared; options of every database count."""

    name = "postgresql"
    has_comments = True
    has_identity = True
    has_namespaces = True

    def normal_type(self, sql: str) -> str:
        return sql

    def normal_default(self, sql: str, type_normal: str) -> str:
        return sql

    def normal_expression(self, sql: str) -> str:
        return sql

    def autoincrements(self, column: Any) -> bool:
        return column.autoincrement is True

    def table_options(self, table: Any) -> DialectOptions:
        return options(table.dialect_kwargs)

    def exclusion(self, constraint: Any) -> Iterable[Object]:
        return dialect_named("postgresql").exclusion(constraint)


def wide() -> Wide:
    """The database, with SQLAlchemy's words of PostgreSQL."""
    found = dialect_named("postgresql")
    assert isinstance(found, PostgreSQL)
    return Wide(found.sa)
