"""The printer of scripts: clauses of one database as Python source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy.types import TypeEngine

from autodiff.core.clause import Clause
from autodiff.core.code import Code, text_clause
from autodiff.core.dialect import Dialect
from autodiff.kinds.type_code import raw_code, type_code

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


@dataclass(frozen=True)
class ScriptPrinter:
    """Prints for ``dialect``; each type is worked out once."""

    dialect: Dialect
    _types: dict[tuple[str, str], Code] = field(default_factory=dict, repr=False)

    @property
    def prefix(self) -> str:
        return self.dialect.name

    def quote(self, name: str) -> str:
        return self.dialect.quote(name)

    def type(self, clause: Clause) -> Code:
        source = clause.source
        known = (clause.sql, _known_by(source))
        if known not in self._types:
            self._types[known] = self._type(clause.sql, source)
        return self._types[known]

    def _type(self, sql: str, source: object) -> Code:
        found = (
            source if isinstance(source, TypeEngine) else self.dialect.type_object(sql)
        )
        if isinstance(found, TypeEngine):
            return type_code(found, sql, self.dialect)
        return raw_code(sql)

    def sql(self, clause: Clause) -> Code:
        return text_clause(clause.sql)


def _known_by(source: object) -> str:
    """A type in words; where in memory it lies makes no other source."""
    try:
        return _ADDRESS.sub("", f"{type(source)}{source!r}")
    except Exception:  # a user's __repr__ may do anything; its class says enough
        return str(type(source))
