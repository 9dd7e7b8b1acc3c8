"""SHOW CREATE TABLE, read back: columns and checks in the server's own spelling."""

from __future__ import annotations

import re

from autodiff.dialects.mysql.defaults import ON_UPDATE
from autodiff.dialects.mysql.types import COLLATE, STRINGS, base_name
from autodiff.frozen import frozen

_COLUMN = re.compile(
    r"""\s*`(?P<name>(?:[^`]|``)+)`\s
    (?P<type>\w+(?:\((?:'(?:[^'\\]|\\.|'')*'|[^()'])*\))?(?:\ unsigned)?(?:\ zerofill)?
        (?:\ /\*.*?\*/)?)
    (?:\ CHARACTER\ SET\ (?P<charset>\w+))?
    (?:\ COLLATE\ (?P<collate>\w+))?
    (?P<rest>.*)""",
    re.VERBOSE | re.DOTALL,
)
_CHECK = re.compile(r"\s*CONSTRAINT `(?P<name>(?:[^`]|``)+)` CHECK \((?P<text>.*)\)")
_KEY = re.compile(r"\s*KEY `(?P<name>(?:[^`]|``)+)` \(\((?P<text>.*)\)\)")
_COLLATION = re.compile(r"\bCOLLATE=(\w+)")
_GENERATED = " GENERATED ALWAYS AS ("
_DEFAULT_ENDS = (" ON UPDATE ", " COMMENT '", " CHECK (", " INVISIBLE", " /*")
_UPDATE_ENDS = (" COMMENT '", " CHECK (", " INVISIBLE", " /*")


@frozen
class ShownColumn:
    """A column's type with its collation, and its default or expression, as shown."""

    name: str
    type: str
    default: str | None
    expression: str | None


@frozen
class ShownTable:
    """What a table's text shows, by name; ``expressions`` are those of indexes (MySQL)."""

    columns: dict[str, ShownColumn]
    checks: dict[str, str]
    expressions: dict[str, str]


def shown_table(text: str, own_collation: str | None) -> ShownTable:
    """The text of SHOW CREATE TABLE taken apart.

    ``own_collation`` is that of the table where its text does not name it.
    """
    lines = [each.removesuffix(",") for each in text.split("\n")]
    named = _COLLATION.search(lines[-1])
    collation = named[1] if named else own_collation
    columns = (_COLUMN.fullmatch(each) for each in lines[1:-1])
    checks = (_CHECK.fullmatch(each) for each in lines[1:-1])
    keys = (_KEY.fullmatch(each) for each in lines[1:-1])
    return ShownTable(
        {
            found.name: found
            for each in columns
            if each
            for found in [_column(each, collation)]
        },
        {_name(each["name"]): _condition(each["text"]) for each in checks if each},
        {_name(each["name"]): each["text"] for each in keys if each},
    )


def _name(text: str) -> str:
    return text.replace("``", "`")


def _condition(text: str) -> str:
    return text


def _column(match: re.Match[str], table_collation: str | None) -> ShownColumn:
    type_, rest = match["type"], match["rest"]
    collation = match["collate"] or table_collation
    if base_name(type_) in STRINGS and collation:
        type_ += COLLATE + collation
    name = _name(match["name"])
    if type_ == f"longtext{COLLATE}utf8mb4_bin" and _json_check(match) in rest:
        type_ = "json"
    return ShownColumn(name, type_, _default(rest), _expression(rest))


def _json_check(match: re.Match[str]) -> str:
    return f"CHECK (json_valid(`{match['name']}`))"


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
        return (value or "NULL") + ON_UPDATE + rest[begin:end]
    return value


def _expression(rest: str) -> str | None:
    if not rest.startswith(_GENERATED):
        return None
    begin = len(_GENERATED)
    end = _outside(rest, (")",), begin)
    return rest[begin:end]


def _outside(text: str, stops: tuple[str, ...], begin: int = 0) -> int | None:
    """Where the first of ``stops`` begins outside of quotes and parentheses."""
    depth, position = 0, begin
    while position < len(text):
        letter = text[position]
        if depth == 0 and text.startswith(stops, position):
            return position
        if letter in "'`":
            position = _quote_end(text, position)
        depth += (letter == "(") - (letter == ")")
        position += 1
    return None


def _quote_end(text: str, begin: int) -> int:
    """Where the quote that opens at ``begin`` closes."""
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
