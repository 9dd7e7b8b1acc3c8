"""Expressions as MariaDB writes them back: parsed, and printed by its rules.

Only what is certain is told; ``predicted`` gives None for the rest, and the server is asked.
Facts: ``Item::print`` of MariaDB 10.11, each held by a test against the live server.
"""

from __future__ import annotations

from collections.abc import Callable

from autodiff.dialects.mysql.tokens import (
    NotUnderstood,
    Token,
    quoted_within,
    tokens,
    unquoted,
)
from autodiff.frozen import frozen

OR, AND, NOT, COMPARE, BETWEEN, ADD, MULTIPLY, ATOM = range(8)
"""How tightly an expression holds together."""

_COMPARISONS = {"=": "=", "<>": "<>", "!=": "<>"} | {
    each: each for each in ("<", "<=", ">", ">=")
}
_FUNCTIONS = {
    **{each: each for each in ("abs", "char_length", "coalesce", "concat", "floor")},
    **{each: each for each in ("greatest", "least", "trim", "uuid", "md5")},
    **{each: each for each in ("json_valid", "sqrt", "year", "month", "replace")},
    "upper": "ucase",
    "ucase": "ucase",
    "lower": "lcase",
    "lcase": "lcase",
    "length": "octet_length",
    "octet_length": "octet_length",
    "character_length": "char_length",
    "ifnull": "ifnull",
    "nullif": "nullif",
    "ceiling": "ceiling",
    "ceil": "ceiling",
}
"""Functions of fixed spelling, by the names that they are called by."""


@frozen
class Piece:
    """A printed expression and how tightly it holds."""

    text: str
    holds: int

    def inside(self, least: int) -> str:
        """In parentheses where it holds more loosely than ``least``."""
        return self.text if self.holds >= least else f"({self.text})"


def predicted(sql: str) -> str | None:
    """``sql`` as the server would write it, or None where that is not certain."""
    try:
        parser = _Parser(tokens(sql))
        piece = parser.disjunction()
        parser.end()
    except NotUnderstood:
        return None
    return piece.text


def is_call(sql: str) -> bool:
    """Whether a printed expression is one function call, which DEFAULT shows bare."""
    return sql.endswith(")") and sql.split("(", 1)[0].isidentifier()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._position = 0

    def disjunction(self) -> Piece:
        return self._chain(self._conjunction, ("or",), OR)

    def _conjunction(self) -> Piece:
        return self._chain(self._condition, ("and",), AND)

    def _chain(
        self, inner: Callable[[], Piece], words: tuple[str, ...], holds: int
    ) -> Piece:
        """AND and OR gather their arguments: ``(a and b) and c`` is printed without them."""
        first = inner()
        parts = [first]
        while self._word(*words):
            parts.append(inner())
        if len(parts) == 1:
            return first
        texts = [each.inside(holds) for each in parts]
        return Piece(f" {words[0]} ".join(texts), holds)

    def _condition(self) -> Piece:
        if self._peek("not"):
            raise NotUnderstood("NOT is worked into what it stands before")
        left = self._sum()
        sign = self._sign(*_COMPARISONS)
        if sign:
            right = self._sum()
            if self._sign(*_COMPARISONS):
                raise NotUnderstood("a chain of comparisons")
            text = f"{left.inside(ADD)} {_COMPARISONS[sign]} {right.inside(ADD)}"
            return Piece(text, COMPARE)
        if self._word("is"):
            negated = " not" if self._word("not") else ""
            self._need("null")
            return Piece(f"{left.inside(ADD)} is{negated} null", COMPARE)
        return self._membership(left)

    def _membership(self, left: Piece) -> Piece:
        negated = " not" if self._word("not") else ""
        if self._word("in"):
            members = self._arguments()
            if len(members) < 2:
                raise NotUnderstood("IN with one member is a comparison")
            listed = ",".join(each.text for each in members)
            return Piece(f"{left.inside(ADD)}{negated} in ({listed})", COMPARE)
        if self._word("between"):
            low = self._sum()
            self._need("and")
            high = self._sum()
            ends = f"{low.inside(ADD)} and {high.inside(ADD)}"
            return Piece(f"{left.inside(ADD)}{negated} between {ends}", BETWEEN)
        if self._word("like"):
            pattern = self._sum()
            negated = " " + negated if negated else ""  # the server's own two spaces
            text = f"{left.inside(ADD)}{negated} like {pattern.inside(ADD)}"
            return Piece(text, COMPARE)
        if negated:
            raise NotUnderstood("NOT")
        return left

    def _sum(self) -> Piece:
        return self._steps(self._product, ("+", "-"), ADD)

    def _product(self) -> Piece:
        return self._steps(self._atom, ("*", "/", "%"), MULTIPLY)

    def _steps(
        self, inner: Callable[[], Piece], signs: tuple[str, ...], holds: int
    ) -> Piece:
        piece = inner()
        while sign := self._sign(*signs):
            right = inner()
            word = "MOD" if sign == "%" else sign
            text = f"{piece.inside(holds)} {word} {right.inside(holds + 1)}"
            piece = Piece(text, holds)
        return piece

    def _atom(self) -> Piece:
        token = self._next()
        if token.text == "(":
            piece = self.disjunction()
            self._need(")")
            return piece
        if token.kind == "name":
            return self._column(token.text)
        if token.kind == "word":
            return self._named(token)
        if token.kind == "number":
            return Piece(_number(token.text), ATOM)
        if token.text == "-" and self._peek_number():
            return Piece(f"-{_number(self._next().text)}", ATOM)
        if token.kind == "string":
            return Piece(quoted_within(unquoted(token.text)), ATOM)
        raise NotUnderstood(token.text)

    def _named(self, token: Token) -> Piece:
        if self._at("("):
            function = _FUNCTIONS.get(token.lower)
            if function is None:
                raise NotUnderstood(token.text)
            arguments = ",".join(each.text for each in self._arguments())
            return Piece(f"{function}({arguments})", ATOM)
        if token.lower in _KEYWORDS:
            raise NotUnderstood(token.text)
        return self._column(f"`{token.text}`")

    def _column(self, text: str) -> Piece:
        if self._at("("):
            raise NotUnderstood(text)
        if self._at("."):
            raise NotUnderstood("a qualified name")
        return Piece(text, ATOM)

    def _arguments(self) -> list[Piece]:
        self._need("(")
        if self._sign(")"):
            return []
        found = [self.disjunction()]
        while self._sign(","):
            found.append(self.disjunction())
        self._need(")")
        return found

    # --- tokens -----------------------------------------------------------------------------------

    def _next(self) -> Token:
        if self._position >= len(self._tokens):
            raise NotUnderstood("the end")
        self._position += 1
        return self._tokens[self._position - 1]

    def _peek(self, *words: str) -> bool:
        if self._position >= len(self._tokens):
            return False
        token = self._tokens[self._position]
        return token.kind in ("word", "sign") and token.lower in words

    def _peek_number(self) -> bool:
        rest = self._tokens[self._position : self._position + 1]
        return bool(rest) and rest[0].kind == "number"

    def _at(self, sign: str) -> bool:
        return self._peek(sign)

    def _word(self, *words: str) -> bool:
        found = self._peek(*words)
        self._position += found
        return found

    def _sign(self, *signs: str) -> str | None:
        if not self._peek(*signs):
            return None
        return self._next().text

    def _need(self, text: str) -> None:
        if not self._word(text):
            raise NotUnderstood(f"no {text}")

    def end(self) -> None:
        if self._position < len(self._tokens):
            raise NotUnderstood("more than one expression")


_KEYWORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "null",
        "true",
        "false",
        "unknown",
        "xor",
        "div",
        "mod",
        "is",
        "in",
        "between",
        "like",
        "rlike",
        "regexp",
        "case",
        "when",
        "then",
        "else",
        "end",
        "interval",
        "binary",
        "collate",
        "cast",
        "convert",
        "exists",
        "any",
        "all",
        "some",
        "current_timestamp",
        "current_date",
        "current_time",
        "localtime",
        "localtimestamp",
        "date",
        "time",
        "timestamp",
        "row",
        "distinct",
        "sounds",
        "match",
        "escape",
    ]
)


def _number(text: str) -> str:
    whole, point, rest = text.partition(".")
    if point or (len(whole) > 1 and whole.startswith("0")):
        return text if point else str(int(whole))
    return whole
