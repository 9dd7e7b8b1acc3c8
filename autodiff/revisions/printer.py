"""The printer of scripts: clauses of one database as Python source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from autodiff.core.clause import Clause
from autodiff.core.code import Code, literal, text_clause
from autodiff.core.dialect import Dialect
from autodiff.frozen import frozen
from autodiff.kinds.type_code import evaluated, raw_code, type_code

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_STRING = re.compile(r"'((?:[^']|'')*)'")


AskItem = Callable[[str, Any, Code, bool], Code | None]
"""Returns the code to write for ``(name, value, code, optional)``; None only if the item is optional.
"""


def own_code(name: str, value: Any, code: Code, optional: bool) -> Code | None:
    """Return ``code`` unchanged, as the hook where the user has none."""
    return code


@frozen
class ScriptPrinter:
    """Prints clauses for ``dialect``, and caches the code of types. ``ask`` is a hook that may
    return other code for an item.
    """

    dialect: Dialect
    ask: AskItem = own_code
    _types: dict[tuple[str, str], Code] = field(default_factory=dict, repr=False)
    _numbered: dict[tuple[str, bool], bool] = field(default_factory=dict, repr=False)

    @property
    def prefix(self) -> str:
        return self.dialect.name

    def quote(self, name: str) -> str:
        return self.dialect.quote(name)

    def type(self, clause: Clause) -> Code:
        source = clause.source
        key = (clause.sql, _type_text(source))
        if key not in self._types:
            self._types[key] = self._type(clause.sql, source)
        return self._types[key]

    def _type(self, sql: str, source: object) -> Code:
        type_ = (
            source if isinstance(source, TypeEngine) else self.dialect.type_object(sql)
        )
        if isinstance(type_, TypeEngine):
            return self.needed("type", type_, type_code(type_, sql, self.dialect))
        return raw_code(sql)

    def item(self, name: str, value: Any, code: Code) -> Code | None:
        return self.ask(name, value, code, True)

    def needed(self, name: str, value: Any, code: Code) -> Code:
        return self.ask(name, value, code, False) or code

    def sql(self, clause: Clause) -> Code:
        return text_clause(clause.sql)

    def default(self, clause: Clause, type_: Clause) -> Code:
        match = _STRING.match(clause.sql)
        if match is None:
            return self.sql(clause)
        value = match[1].replace("''", "'")
        return literal(value) if self._is(clause, value, type_) else self.sql(clause)

    def _is(self, clause: Clause, value: str, type_: Clause) -> bool:
        """Whether ``server_default=value`` on a column of ``type_`` compiles to the default ``clause``."""
        column = sa.Column("c", sa.String(), server_default=value)
        sql = self.dialect.compiled_default(column)
        if sql is None:
            return False
        return sql == clause.sql or self.dialect.spells_default(sql, clause, type_)

    def numbers(self, type_: Clause, refers: bool) -> bool:
        code = self.type(type_)
        key = (code.text, refers)
        if key not in self._numbered:
            keys = (sa.ForeignKey("other.c"),) if refers else ()
            column = sa.Column("c", evaluated(code), *keys, primary_key=True)
            sa.Table("t", sa.MetaData(), column)
            self._numbered[key] = self.dialect.autoincrements(column)
        return self._numbered[key]


def _type_text(source: object) -> str:
    """Return a text that identifies the type, without memory addresses, which do not matter."""
    try:
        return _ADDRESS.sub("", f"{type(source)}{source!r}")
    except Exception:  # a user's __repr__ may do anything; its class says enough
        return str(type(source))
