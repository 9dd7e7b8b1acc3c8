"""The parser of stored CREATE INDEX statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from autodiff.dialects.sqlite.tokens import (
    BLANK,
    NAME,
    Stream,
    Token,
    source,
    split_at_commas,
    tokens,
    unquoted,
    unwrapped,
)
from autodiff.errors.sqlite import SQLUnreadable
from autodiff.frozen import frozen


@frozen
class PartText:
    """A part of an index; ``sql`` is the column or expression without collation and direction."""

    sql: str
    column: str | None
    collation: str | None
    descending: bool


@frozen
class IndexText:
    """A CREATE INDEX statement. ``name_start`` and ``name_end`` are the place of its name; ``where``
    is "" for a full index.
    """

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
    """Parse a CREATE INDEX statement. Raises SQLUnreadable."""
    head = _HEAD.match(sql)
    if head is None:
        raise SQLUnreadable(sql, sql)
    parts, where = _after_table(sql[head.end() :])
    return IndexText(
        unquoted(head["name"]),
        *head.span("name"),
        unquoted(head["table"]),
        head["unique"] is not None,
        parts,
        where,
    )


@lru_cache(maxsize=20_000)
def _after_table(sql: str) -> tuple[tuple[PartText, ...], str]:
    """Parse the parts and the condition; cached, as many indexes differ only in their names."""
    stream = Stream(sql)
    parts = tuple(_part(sql, part) for part in split_at_commas(stream.group()))
    where = sql[stream.start :].strip() if stream.skip("WHERE") else ""
    return parts, where


@lru_cache(maxsize=20_000)
def part_text(sql: str) -> PartText:
    """Parse one part of an index, the text between two commas."""
    return _part(sql, tokens(sql))


def _part(sql: str, part: Sequence[Token]) -> PartText:
    descending = False
    if len(part) > 1 and part[-1].keyword in ("ASC", "DESC"):
        descending = part[-1].keyword == "DESC"
        part = part[:-1]
    collation = None
    if len(part) > 2 and part[-2].keyword == "COLLATE":
        collation = part[-1].identifier.upper()
        part = part[:-2]
    part = unwrapped(part)
    name = part[0].identifier if _is_name(part) else None
    return PartText(source(sql, part), name, collation, descending)


def _is_name(part: Sequence[Token]) -> bool:
    return len(part) == 1 and part[0].kind in ("word", "name", "string")
