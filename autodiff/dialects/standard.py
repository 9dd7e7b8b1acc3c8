"""The standard dialect, the base of all others: SQL by the kinds and SQLAlchemy's compilers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy.engine import Connection

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definition, Dialect, Emitter
from autodiff.core.recast import Recast
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects import inspector
from autodiff.kinds import DEFINITIONS, EMITTERS
from autodiff.kinds.bare_type import bare_type
from autodiff.kinds.options import declared_options
from autodiff.kinds.recasting import recast
from autodiff.kinds.values import Values, values_of


class StandardDialect(Dialect):
    """Standard SQL, read through SQLAlchemy's Inspector.

    A database's package adds its exceptions to the tables of emitters and has a reader of its own.
    """

    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = EMITTERS
    definitions: ClassVar[Mapping[type, Definition]] = DEFINITIONS

    def read(self, connection: Connection, scope: Scope) -> Schema:
        return inspector.read(connection, self, scope)

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        return inspector.agreed(declared, reflected)

    def table_options(self, table: Any) -> tuple[tuple[str, Any], ...]:
        return declared_options(table, self, prefix=self.sa.name)

    def type_object(self, sql: str) -> object:
        return inspector.type_object(sql, self)

    def recast(self, before: Clause, after: Clause) -> Recast:
        return recast(self.values(before), self.values(after))

    def values(self, type_: Clause) -> Values:
        """Return the values that a column's type can have."""
        bare = bare_type(type_, self)
        return values_of(bare, type_.sql) if bare else Values(type_.sql, type_.sql)
