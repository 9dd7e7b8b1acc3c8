"""Parse SHOW CREATE TABLE: columns and checks in the server's own spelling."""

from __future__ import annotations

import re
from functools import cache

from autodiff.dialects.mysql.literals import ON_UPDATE
from autodiff.dialects.mysql.read_columns import JSON, JSON_COLLATION, NULL
from autodiff.dialects.mysql.types import COLLATE, STRINGS, base_name
from autodiff.frozen import frozen

_COLLATION = re.compile(r"\bCOLLATE=(\w+)")
_GENERATED = " GENERATED ALWAYS AS ("
_DEFAULT_ENDS = (" ON UPDATE ", " COMMENT '", " CHECK (", " INVISIBLE", " /*")
_UPDATE_ENDS = (" COMMENT '", " CHECK (", " INVISIBLE", " /*")


@frozen
class ShownColumn:
    """A column as shown: its type with collation, and its default or expression."""

    name: str
    type: str
    default: str | None
    expression: str | None


@frozen
class ShownTable:
    """A table as shown, by name; ``expressions`` are those of indexes (MySQL)."""

    columns: dict[str, ShownColumn]
    checks: dict[str, str]
    expressions: dict[str, str]


@frozen
class _Lines:
    """Patterns for the lines of a text in which names are quoted by ``quote``."""

    quote: str
    column: re.Pattern[str]
    check: re.Pattern[str]
    key: re.Pattern[str]

    def name(self, text: str) -> str:
        """Replace doubled quotes within a name by single ones."""
        return text.replace(self.quote * 2, self.quote)


@cache
def _lines(quote: str) -> _Lines:
    name = rf"{quote}(?P<name>(?:[^{quote}]|{quote}{quote})+){quote}"
    type_ = r"""(?P<type>\w+(?:\((?:'(?:[^'\\]|\\.|'')*'|[^()'])*\))?
        (?:\ unsigned)?(?:\ zerofill)?(?:\ /\*.*?\*/)?)
        (?:\ CHARACTER\ SET\ (?P<charset>\w+))?(?:\ COLLATE\ (?P<collate>\w+))?"""
    flags = re.VERBOSE | re.DOTALL
    return _Lines(
        quote,
        re.compile(rf"\s*{name}\s{type_}(?P<rest>.*)", flags),
        re.compile(rf"\s*CONSTRAINT\s{name}\sCHECK\s\((?P<text>.*)\)", flags),
        re.compile(rf"\s*KEY\s{name}\s\(\((?P<text>.*)\)\)", flags),
    )


def shown_table(text: str, quote: str) -> ShownTable:
    """Parse the text of SHOW CREATE TABLE; ``quote`` is the character around names."""
    shapes = _lines(quote)
    first, *lines, last = (line.removesuffix(",") for line in text.split("\n"))
    collation = _COLLATION.search(last)
    columns: dict[str, ShownColumn] = {}
    checks: dict[str, str] = {}
    expressions: dict[str, str] = {}
    for line in lines:
        if match := shapes.column.fullmatch(line):
            name = shapes.name(match["name"])
            columns[name] = _column(name, match, collation and collation[1])
        elif match := shapes.check.fullmatch(line):
            checks[shapes.name(match["name"])] = match["text"]
        elif match := shapes.key.fullmatch(line):
            expressions[shapes.name(match["name"])] = match["text"]
    return ShownTable(columns, checks, expressions)


def _column(
    name: str, match: re.Match[str], table_collation: str | None
) -> ShownColumn:
    type_, rest = match["type"], match["rest"]
    collation = match["collate"] or table_collation
    if base_name(type_) in STRINGS and collation:
        type_ += COLLATE + collation
    is_json = re.search(r"CHECK \(json_valid\(.*\)\)$", rest, re.DOTALL)
    if type_ == f"longtext{COLLATE}{JSON_COLLATION}" and is_json:
        type_ = JSON
    return ShownColumn(name, type_, _default(rest), _expression(rest))


def _default(rest: str) -> str | None:
    start = _outside(rest, (" DEFAULT ",))
    value = None
    if start is not None:
        begin = start + len(" DEFAULT ")
        value = rest[begin : _outside(rest, _DEFAULT_ENDS, begin)]
    update = _outside(rest, (" ON UPDATE ",))
    if update is not None:
        begin = update + len(" ON UPDATE ")
        end = _outside(rest, _UPDATE_ENDS, begin)
        return (value or NULL) + ON_UPDATE + rest[begin:end]
    return value


def _expression(rest: str) -> str | None:
    if not rest.startswith(_GENERATED):
        return None
    begin = len(_GENERATED)
    end = _outside(rest, (")",), begin)
    return rest[begin:end]


def _outside(text: str, stops: tuple[str, ...], begin: int = 0) -> int | None:
    """Find where the first of ``stops`` begins outside quotes and parentheses; None if nowhere."""
    depth, position = 0, begin
    while position < len(text):
        letter = text[position]
        if depth == 0 and text.startswith(stops, position):
            return position
        if letter in "'`\"":
            position = _quote_end(text, position)
        depth += (letter == "(") - (letter == ")")
        position += 1
    return None


def _quote_end(text: str, begin: int) -> int:
    """Find where the quote that opens at ``begin`` closes."""
    quote, position = text[begin], begin + 1
    while position < len(text):
        if text[position] == "\\" and quote == "'":
            position += 1
        elif text[position] == quote:
            if text[position + 1 : position + 2] != quote:
                return position
            position += 1
        position += 1
    return position
