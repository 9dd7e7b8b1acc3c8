"""Whether two SQL texts mean the same, as far as it can be decided without the database.

Used only where the database may not be asked for its spelling. Parentheses, casts that a server
adds, and its other ways to write IN, BETWEEN, LIKE, NOT and negative numbers make no difference;
everything else does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_OPERATORS = (("!~~*", " NOT ILIKE "), ("!~~", " NOT LIKE "), ("~~*", " ILIKE "))
"""PostgreSQL's operators that sqlglot reads otherwise."""

_NOW = re.compile(r"\bnow\(\)", re.IGNORECASE)
_TOKEN = re.compile(r"'(?:[^']|'')*'|[\w$]+|[^\s\w()]")


def same_words(mine: str, theirs: str, grammar: str) -> bool:
    """Whether ``mine`` (declared) and ``theirs`` (live) mean the same.

    ``grammar`` is sqlglot's name of the database, "" where it has none.
    """
    one_clock = "current_timestamp()" in theirs.lower()  # MySQL has one, PostgreSQL two
    clock = "current_timestamp()" if one_clock else "now_()"
    mine, theirs = _NOW.sub(clock, mine), _NOW.sub(clock, theirs)
    tree, live_tree = _read(mine, grammar), _read(theirs, grammar)
    if tree is None or live_tree is None:
        return _tokens(mine) == _tokens(theirs)
    return _shape(tree) == _shape(live_tree) and not _casts(tree) - _casts(live_tree)


_NUMBERS = (*exp.DataType.INTEGER_TYPES, *exp.DataType.REAL_TYPES)
"""Types whose values PostgreSQL writes as a string with a cast: ``'-3'::integer``."""


@lru_cache(4096)
def _read(sql: str, grammar: str) -> exp.Expr | None:
    for operator, words in _OPERATORS:
        sql = sql.replace(operator, words)
    for frame in ("SELECT {}", "SELECT 1 ORDER BY {}"):
        with suppress(SqlglotError):
            return sqlglot.parse_one(frame.format(sql), dialect=grammar or None)
    return None


def _tokens(sql: str) -> list[str]:
    """Return the words of a text that sqlglot cannot parse, without case, quotes and parentheses."""
    text = re.sub(r'"|`', "", sql)
    return [
        token if token[0] == "'" else token.lower() for token in _TOKEN.findall(text)
    ]


def _casts(node: exp.Expr) -> Counter[str]:
    casts = node.find_all(exp.Cast)
    return Counter(cast.to.sql().upper() for cast in casts)


def _shape(node: Any) -> Hashable:
    """Return the tree of an expression as a value, without what makes no difference."""
    match node:
        case exp.Cast(this=exp.Literal(this=text)) if node.is_type(*_NUMBERS):
            return ("number", _number(text))
        case exp.Paren() | exp.Cast():
            return _shape(node.this)
        case exp.And() | exp.Or():
            return (node.key, tuple(_joined(node, type(node))))
        case exp.Between():
            low, high = _shape(node.args["low"]), _shape(node.args["high"])
            tested = _shape(node.this)
            return ("and", (("gte", tested, low), ("lte", tested, high)))
        case exp.EQ() | exp.NEQ() if (listed := _listed(node.expression)) is not None:
            inside = _members(_shape(node.this), listed)
            return inside if isinstance(node, exp.EQ) else _negated(inside)
        case exp.In():
            return _members(_shape(node.this), node.expressions)
        case exp.Not():
            return _negated(_shape(node.this))
        case exp.EQ() | exp.NEQ() | exp.GTE() | exp.LTE() | exp.GT() | exp.LT():
            return (node.key, _shape(node.this), _shape(node.expression))
        case exp.Neg(this=exp.Literal(this=text)):
            return ("number", _number(f"-{text}"))
        case exp.Literal(this=text):
            return ("string", text) if node.is_string else ("number", _number(text))
        case exp.Trim(this=text) if node.text("position").upper() == "BOTH":
            return ("trim", (("this", (_shape(text),)),))
        case exp.Column():
            return _shape(node.this)
        case exp.Identifier():
            return ("name", node.this if node.quoted else node.this.lower())
        case exp.Expr():
            return (node.key, tuple(_arguments(node)))
    return node.lower() if isinstance(node, str) else node


def _listed(node: Any) -> list[exp.Expr] | None:
    """Return the members of ``ANY (ARRAY[...])`` or ``ALL (ARRAY[...])``; None for anything else."""
    node = _bare(node)
    if isinstance(node, exp.Any):
        array = _bare(node.this)
    elif isinstance(node, exp.Anonymous) and str(node.this).upper() == "ALL":
        array = _bare(node.expressions[0])
    else:
        return None
    return array.expressions if isinstance(array, exp.Array) else None


_OPPOSITES = {"eq": "neq", "lt": "gte", "gt": "lte"}
_OPPOSITES |= {opposite: key for key, opposite in _OPPOSITES.items()}


def _negated(shape: Hashable) -> Hashable:
    if isinstance(shape, tuple) and shape[0] in _OPPOSITES:
        return (_OPPOSITES[shape[0]], *shape[1:])
    return ("not", shape)


def _bare(node: Any) -> Any:
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    return node


def _joined(node: exp.Expr, kind: type[exp.Expr]) -> Iterator[Hashable]:
    """Yield the members of a chain of AND, or of OR (``kind``), however it is grouped."""
    for side in (node.this, node.expression):
        inner = _bare(side)
        shape = _shape(inner)
        if isinstance(inner, kind):
            yield from _joined(inner, kind)
        elif kind is exp.And and isinstance(inner, exp.Between):
            assert isinstance(shape, tuple)
            yield from shape[1]
        else:
            yield shape


def _members(tested: Hashable, members: list[exp.Expr]) -> Hashable:
    if len(members) == 1:
        return ("eq", tested, _shape(members[0]))
    return ("in", tested, tuple(_shape(member) for member in members))


def _number(text: str) -> Hashable:
    """Return the value of a number in any spelling; a text that is no number unchanged."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _arguments(node: exp.Expr) -> Iterator[Hashable]:
    for name, argument in sorted(node.args.items()):
        if argument is None or argument is False or argument == []:
            continue
        values = argument if isinstance(argument, list) else [argument]
        yield (name, tuple(_shape(value) for value in values))
