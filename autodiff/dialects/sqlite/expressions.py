"""Expressions: their normal form, which differs only where SQLite could read them differently."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from autodiff.core.clause import Clause
from autodiff.dialects.sqlite.index_text import unwrapped
from autodiff.dialects.sqlite.tokens import Token, closing, tokens

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_VALUES = frozenset(
    [
        "null",
        "true",
        "false",
        "current_date",
        "current_time",
        "current_timestamp",
        "rowid",
    ]
)
"""Words that mean a value of their own unless they are quoted."""
_SIGNS = {"==": "=", "!=": "<>"}
_CONSTANT_WORDS = _VALUES - {"rowid"}


@lru_cache(maxsize=50_000)
def normal_expression(sql: str) -> str:
    """Tokens with one space between: words in small letters, names quoted only where that says
    something, no parentheses around the whole. What stands in quotes keeps its letters.
    """
    return " ".join(_normal(each) for each in unwrapped(list(tokens(sql))))


def _normal(token: Token) -> str:
    if token.kind == "word" or token.kind in ("number", "blob"):
        return token.text.lower()
    if token.kind == "name":
        return _normal_name(token)
    return _SIGNS.get(token.text, token.text)


def _normal_name(token: Token) -> str:
    """Double quotes may hold a string where no column has the name, so its letters count."""
    name = token.identifier
    if not token.text.startswith('"'):
        name = name.lower()
    if _PLAIN.match(name) and name not in _VALUES:
        return name
    return '"' + name.replace('"', '""') + '"'


def with_known_columns(clause: Clause, columns: Iterable[str]) -> Clause:
    """``clause`` with the letters of quoted names made small where they name one of ``columns``:
    no string can be meant there.
    """
    if '"' not in clause.normal:
        return clause
    known = {each.lower() for each in columns}
    words = (
        _small(each) if each.identifier.lower() in known else each.text
        for each in tokens(clause.normal)
    )
    return clause.with_normal(" ".join(words))


def _small(token: Token) -> str:
    return _normal(token._replace(text=token.text.lower()))


@lru_cache(maxsize=20_000)
def normal_default(sql: str) -> str:
    """As :func:`normal_expression`; a bare or quoted word is a string in DEFAULT."""
    inner = unwrapped(list(tokens(sql)))
    if len(inner) == 1 and _is_string(inner[0]):
        return "'" + inner[0].identifier.replace("'", "''") + "'"
    return normal_expression(sql)


def _is_string(token: Token) -> bool:
    if token.kind == "word":
        return token.text.lower() not in _CONSTANT_WORDS
    return token.kind == "name"


def is_constant(sql: str) -> bool:
    """Whether a default is one value, so that ADD COLUMN can give it to rows that are there."""
    inner = unwrapped(list(tokens(sql)))
    if inner and inner[0].text in ("+", "-"):
        inner = inner[1:]
    return len(inner) == 1 and not inner[0].text.upper().startswith("CURRENT_")


def is_operand(sql: str) -> bool:
    """Whether an expression is one value or the call of one function."""
    stream = tokens(sql)
    called = len(stream) > 2 and stream[0].kind == "word" and stream[1].text == "("
    return len(stream) == 1 or (called and closing(stream, 1) == len(stream) - 1)


def default_sql(sql: str) -> str:
    """A default as it may follow DEFAULT: all but single values go into parentheses."""
    stream = tokens(sql)
    signed = len(stream) == 2 and stream[0].text in ("+", "-")
    if len(stream) == 1 or (signed and stream[1].kind == "number"):
        return sql
    if len(unwrapped(list(stream))) < len(stream):
        return sql
    return f"({sql})"


@lru_cache(maxsize=50_000)
def names_in(sql: str) -> frozenset[str]:
    """What could be a column in ``sql``, in small letters: names that no parenthesis follows."""
    stream = tokens(sql)
    return frozenset(
        token.identifier.lower()
        for token, following in zip(stream, [*stream[1:], None], strict=False)
        if token.kind in ("word", "name")
        and (following is None or following.text != "(")
    )


def columns_in(sql: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Those of ``columns`` that ``sql`` names."""
    named = names_in(sql)
    return tuple([each for each in columns if each.lower() in named])
