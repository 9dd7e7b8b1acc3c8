"""Conditions as text: the simple ones of CHECK and WHERE taken apart into a small tree."""

from __future__ import annotations

import re
from functools import lru_cache

from autodiff.frozen import frozen

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)(?![\w.])|(?P<string>'(?:[^']|'')*')(?!\s*')
        |(?P<name>[^\W\d]\w*)|"(?P<quoted>(?:[^"]|"")+)"
        |(?P<sign><>|!=|>=|<=|[=<>(),-]))""",
    re.VERBOSE,
)
_COMPARISONS = {"=", "<>", "!=", "<", ">", "<=", ">="}
_WORDS = {
    *("and", "or", "not", "in", "is", "null", "between", "like", "ilike", "true"),
    *("false", "case", "cast", "any", "all", "similar", "distinct", "collate", "array"),
    *("escape", "current_date", "current_timestamp", "row", "exists", "some", "at"),
}


class Unreadable(Exception):
    """The text says more than this file understands; the server is asked instead."""


@frozen
class Name:
    text: str


@frozen
class Number:
    text: str


@frozen
class String:
    literal: str


@frozen
class Truth:
    text: str


@frozen
class Call:
    function: str
    argument: Operand


Operand = Name | Number | String | Truth | Call


@frozen
class Comparison:
    left: Operand
    operator: str
    right: Operand


@frozen
class Membership:
    what: Operand
    negated: bool
    items: tuple[Operand, ...]


@frozen
class Nullness:
    what: Operand
    negated: bool


@frozen
class Negation:
    of: Tree


@frozen
class Junction:
    """AND or OR; the server runs a chain together, but not what BETWEEN stands for."""

    word: str
    parts: tuple[Tree, ...]
    chained: bool = True


Tree = Comparison | Membership | Nullness | Negation | Junction | Name


@lru_cache(4096)
def parsed(sql: str) -> Tree:
    """The tree of a condition; raises :class:`Unreadable`."""
    reader = _Reader(_tokens(sql))
    tree = reader.junction("or")
    if reader.left:
        raise Unreadable(sql)
    return tree


def _tokens(sql: str) -> list[tuple[str, str]]:
    found, position, text = [], 0, sql.strip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise Unreadable(sql)
        kind = token.lastgroup or ""
        value = token[kind]
        if kind == "name":
            value = value.lower()
            kind = "word" if value in _WORDS else "name"
        elif kind == "quoted":
            kind, value = "name", value.replace('""', '"')
        found.append((kind, value))
        position = token.end()
    return found


class _Reader:
    """Recursive descent over the tokens: OR, AND, NOT, then a predicate."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens[::-1]

    def accept(self, *values: str) -> str | None:
        if not self.left or self.left[-1][0] not in ("word", "sign"):
            return None
        return self.left.pop()[1] if self.left[-1][1] in values else None

    def expect(self, value: str) -> None:
        if self.accept(value) is None:
            raise Unreadable(value)

    def junction(self, word: str) -> Tree:
        parts = [self._next(word)]
        while self.accept(word):
            parts.append(self._next(word))
        if len(parts) == 1:
            return parts[0]
        first = parts[0]
        if isinstance(first, Junction) and first.word == word and first.chained:
            parts[:1] = first.parts
        return Junction(word, tuple(parts))

    def _next(self, word: str) -> Tree:
        return self.junction("and") if word == "or" else self.negation()

    def negation(self) -> Tree:
        if self.accept("not"):
            return Negation(self.negation())
        if self.accept("("):
            tree = self.junction("or")
            self.expect(")")
            return tree
        return self.predicate()

    def predicate(self) -> Tree:
        what = self.operand()
        if operator := self.accept(*_COMPARISONS):
            right = self.operand()
            return Comparison(what, operator.replace("!=", "<>"), right)
        if self.accept("is"):
            negated = self.accept("not") is not None
            self.expect("null")
            return Nullness(what, negated)
        negated = self.accept("not") is not None
        if self.accept("in"):
            return Membership(what, negated, self.items())
        if like := self.accept("like", "ilike"):
            sign = ("!" if negated else "") + ("~~" if like == "like" else "~~*")
            return Comparison(what, sign, self.operand())
        if not negated and self.accept("between"):
            return self.between(what)
        if not negated and isinstance(what, Name):
            return what
        raise Unreadable(str(what))

    def between(self, what: Operand) -> Tree:
        low = self.operand()
        self.expect("and")
        high = self.operand()
        ends = (Comparison(what, ">=", low), Comparison(what, "<=", high))
        return Junction("and", ends, chained=False)

    def items(self) -> tuple[Operand, ...]:
        self.expect("(")
        found = [self.operand()]
        while self.accept(","):
            found.append(self.operand())
        self.expect(")")
        return tuple(found)

    def operand(self) -> Operand:
        minus = "-" if self.accept("-") else ""
        if truth := self.accept("true", "false"):
            return Truth(truth)
        if not self.left:
            raise Unreadable("end")
        kind, value = self.left.pop()
        if kind == "number":
            return Number(minus + value)
        if minus or kind not in ("string", "name"):
            raise Unreadable(value)
        if kind == "string":
            return String(value)
        if self.accept("("):
            call = Call(value, self.operand())
            self.expect(")")
            return call
        return Name(value)
