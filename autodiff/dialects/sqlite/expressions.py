"""Normal forms of expressions: SQLite stores them as written, so they are compared here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from autodiff.core.clause import Clause
from autodiff.dialects.sqlite.tokens import Token, closing, tokens, unwrapped

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_CONSTANTS = frozenset(
    ["null", "true", "false", "current_date", "current_time", "current_timestamp"]
)
_VALUES = _CONSTANTS | {"rowid"}
"""Words that mean a value of their own unless they are quoted."""
_SIGNS = {"==": "=", "!=": "<>"}


@lru_cache(maxsize=50_000)
def normal_expression(sql: str) -> str:
    """Return the tokens with one space between them, without parentheses around the whole.

    Words are in lower case, names are quoted only if they must be. Strings and names in double
    quotes keep their case.
    """
    return " ".join([_normal(token) for token in unwrapped(tokens(sql))])


def _normal(token: Token) -> str:
    if token.kind in ("word", "number", "blob"):
        return token.text.lower()
    if token.kind == "name":
        return _normal_name(token)
    return _SIGNS.get(token.text, token.text)


def _normal_name(token: Token) -> str:
    """Return a quoted name. In double quotes it may be a string, so its case is kept."""
    name = token.identifier
    if not token.text.startswith('"'):
        name = name.lower()
    if _PLAIN.match(name) and name not in _VALUES:
        return name
    return '"' + name.replace('"', '""') + '"'


def with_known_columns(clause: Clause, columns: Iterable[str]) -> Clause:
    """Return the clause with quoted names of ``columns`` in lower case: they cannot be strings."""
    if '"' not in clause.normal:
        return clause
    names = {column.lower() for column in columns}
    words = [
        _in_lower_case(token) if token.identifier.lower() in names else token.text
        for token in tokens(clause.normal)
    ]
    return clause.with_normal(" ".join(words))


def _in_lower_case(token: Token) -> str:
    return _normal(token._replace(text=token.text.lower()))


@lru_cache(maxsize=20_000)
def normal_default(sql: str) -> str:
    """Return a default as :func:`normal_expression` does; a bare or quoted word is a string."""
    inner = unwrapped(tokens(sql))
    if len(inner) == 1 and _is_string(inner[0]):
        return "'" + inner[0].identifier.replace("'", "''") + "'"
    return normal_expression(sql)


def _is_string(token: Token) -> bool:
    if token.kind == "word":
        return token.text.lower() not in _CONSTANTS
    return token.kind == "name"


def is_constant(sql: str) -> bool:
    """Whether a default is a constant, which ADD COLUMN can give to existing rows."""
    inner = unwrapped(tokens(sql))
    if inner and inner[0].text in ("+", "-"):
        inner = inner[1:]
    return len(inner) == 1 and not inner[0].text.upper().startswith("CURRENT_")


def is_operand(sql: str) -> bool:
    """Whether an expression is one value or the call of one function."""
    stream = tokens(sql)
    called = len(stream) > 2 and stream[0].kind == "word" and stream[1].text == "("
    return len(stream) == 1 or (called and closing(stream, 1) == len(stream) - 1)


def default_sql(sql: str) -> str:
    """Return a default as it may follow DEFAULT: in parentheses, unless it is a single value."""
    stream = tokens(sql)
    signed = len(stream) == 2 and stream[0].text in ("+", "-")
    if len(stream) == 1 or (signed and stream[1].kind == "number"):
        return sql
    if len(unwrapped(stream)) < len(stream):
        return sql
    return f"({sql})"


@lru_cache(maxsize=50_000)
def names_in(sql: str) -> frozenset[str]:
    """Return the names in ``sql`` that may be columns, in lower case: no parenthesis follows them."""
    stream = tokens(sql)
    return frozenset(
        token.identifier.lower()
        for token, following in zip(stream, [*stream[1:], None], strict=False)
        if token.kind in ("word", "name")
        and (following is None or following.text != "(")
    )


def columns_in(sql: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``columns`` that ``sql`` names."""
    names = names_in(sql)
    return tuple([column for column in columns if column.lower() in names])
