"""Type families: what sort of values a type's SQL is for, and how much it tells that two have it."""

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
"""The first that fits."""

_SIZED = re.compile(r"\(\s*(\d+)[\d\s,]*\)")

_USUAL_SIZES = frozenset({"1", "6", "11", "255", "10"})
"""Sizes that databases or people give without a thought."""


@lru_cache(1024)
def family(sql: str) -> str:
    """``text``, ``number`` and so on; the type's own word where it is none that is known."""
    for name, pattern in _FAMILIES:
        if pattern.search(sql):
            return name
    return sql.partition("(")[0].lower()


def is_same(one: Clause, other: Clause) -> bool:
    """Whether two types are the same, or are at least written alike: what a new table does not say,
    such as a collation, may be what the live one has.
    """
    return one == other or one.sql.upper() == other.sql.upper()


def is_particular(column: Column) -> bool:
    """Whether not many columns have this type: an enum, a size or precision of its own."""
    if any(key.kind == Enum.kind for key in column.uses):
        return True
    sql = column.type.normal
    if sql.lower().startswith(("enum(", "set(")):
        return True
    size = _SIZED.search(sql)
    return size is not None and size[1] not in _USUAL_SIZES
