"""Index text: a stored CREATE INDEX taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from autodiff.dialects.sqlite.stream import Stream, source
from autodiff.dialects.sqlite.tokens import (
    BLANK,
    NAME,
    Token,
    split_at_commas,
    tokens,
    unquoted,
)
from autodiff.errors.sqlite import SQLUnreadable
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


_HEAD = re.compile(
    rf"""CREATE \s (?P<unique>UNIQUE \s)? INDEX {BLANK} (?P<name>{NAME}) {BLANK}
        ON {BLANK} (?P<table>{NAME})""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def index_text(sql: str) -> IndexText:
    """Take a CREATE INDEX statement apart. Raises SQLUnreadable."""
    head = _HEAD.match(sql)
    if head is None:
        raise SQLUnreadable(sql, sql)
    parts, where = _behind_table(sql[head.end() :])
    return IndexText(
        unquoted(head["name"]),
        *head.span("name"),
        unquoted(head["table"]),
        head["unique"] is not None,
        parts,
        where,
    )


@lru_cache(maxsize=20_000)
def _behind_table(sql: str) -> tuple[tuple[PartText, ...], str]:
    """Read the parts and the condition; indexes that differ in names only share them."""
    stream = Stream(sql, tokens(sql))
    parts = tuple(_part(sql, part) for part in split_at_commas(stream.group()))
    where = sql[stream.start :].strip() if stream.skip("WHERE") else ""
    return parts, where


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
