"""Index text: a stored CREATE INDEX taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from autodiff.dialects.sqlite.plain import plain_index
from autodiff.dialects.sqlite.stream import Stream, source
from autodiff.dialects.sqlite.tokens import Token, split_at_commas, tokens
from autodiff.frozen import frozen


@frozen
class PartText:
    """One part: ``sql`` is the column or expression without collation and direction."""

    sql: str
    column: str | None
    collation: str | None
    descending: bool


@frozen
class IndexText:
    """The name lies between ``name_start`` and ``name_end``; ``where`` is "" for a full index."""

    name: str
    name_start: int
    name_end: int
    table: str
    unique: bool
    parts: tuple[PartText, ...]
    where: str


@lru_cache(maxsize=20_000)
def index_text(sql: str) -> IndexText:
    """A CREATE INDEX statement taken apart. Raises SQLUnreadable."""
    found = plain_index(sql)
    return _taken_apart(sql) if found is None else _plain(found)


def _plain(found: re.Match[str]) -> IndexText:
    columns = found["columns"].split(", ")
    parts = tuple(PartText(each, each, None, False) for each in columns)
    unique = found["unique"] is not None
    return IndexText(
        found["name"], *found.span("name"), found["table"], unique, parts, ""
    )


def _taken_apart(sql: str) -> IndexText:
    stream = Stream(sql, tokens(sql))
    stream.expect("CREATE")
    unique = stream.skip("UNIQUE")
    stream.expect("INDEX")
    name = stream.take()
    stream.expect("ON")
    table = stream.identifier()
    parts = tuple(_part(sql, each) for each in split_at_commas(stream.group()))
    where = sql[stream.start :].strip() if stream.skip("WHERE") else ""
    return IndexText(name.identifier, name.start, name.end, table, unique, parts, where)


@lru_cache(maxsize=20_000)
def part_text(sql: str) -> PartText:
    """One part of an index, as it stands between two commas."""
    return _part(sql, tokens(sql))


def _part(sql: str, part: Sequence[Token]) -> PartText:
    rest = list(part)
    descending = False
    if len(rest) > 1 and rest[-1].keyword in ("ASC", "DESC"):
        descending = rest.pop().keyword == "DESC"
    collation = None
    if len(rest) > 2 and rest[-2].keyword == "COLLATE":
        collation = rest[-1].identifier.upper()
        rest = rest[:-2]
    rest = unwrapped(rest)
    name = rest[0].identifier if _is_name(rest) else None
    return PartText(source(sql, rest), name, collation, descending)


def _is_name(rest: list[Token]) -> bool:
    return len(rest) == 1 and rest[0].kind in ("word", "name", "string")


def unwrapped(stream: list[Token]) -> list[Token]:
    """``stream`` without the parentheses that go around the whole of it."""
    while len(stream) > 1 and stream[0].text == "(" and _closes_at_end(stream):
        stream = stream[1:-1]
    return stream


def _closes_at_end(stream: list[Token]) -> bool:
    depth = 0
    for index, token in enumerate(stream):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return index == len(stream) - 1
    return False
