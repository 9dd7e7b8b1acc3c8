"""Type families: the sort of values that a type is for, and whether few columns have the type."""

from __future__ import annotations

import re
from functools import lru_cache

from autodiff.core.clause import Clause
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum

_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("truth", r"bool|tinyint\(1\)|^bit(\(1\))?$"),
        ("moment", r"date|time|interval|year"),
        ("text", r"char|text|clob|string|enum|citext"),
        ("bytes", r"blob|binary|bytea|raw"),
        ("document", r"json|xml|hstore"),
        ("id", r"uuid|uniqueidentifier"),
        ("number", r"int|serial|num|dec|float|double|real|money|bit"),
    )
)
"""Families and their patterns, of which the first match counts."""

_SIZED = re.compile(r"\(\s*(\d+)[\d\s,]*\)")

_USUAL_SIZES = frozenset({"1", "6", "11", "255", "10"})
"""Sizes that are defaults or habits, so that they say nothing about a column."""


@lru_cache(1024)
def family(sql: str) -> str:
    """Return the family of a type, such as ``text`` or ``number``; else the type's first word."""
    for name, pattern in _FAMILIES:
        if pattern.search(sql):
            return name
    return sql.partition("(")[0].lower()


def is_same(one: Clause, other: Clause) -> bool:
    """Whether two types are equal or written alike.

    What the declared type leaves open, such as a collation, may be as in the live one.
    """
    return one == other or one.sql.upper() == other.sql.upper()


def is_particular(column: Column) -> bool:
    """Whether few columns have this type: an enum, or an unusual size or precision."""
    if any(key.kind == Enum.kind for key in column.uses):
        return True
    sql = column.type.normal
    if sql.lower().startswith(("enum(", "set(")):
        return True
    size = _SIZED.search(sql)
    return size is not None and size[1] not in _USUAL_SIZES
