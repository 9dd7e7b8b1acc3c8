"""Evidence of columns: what a dropped and a created column of one table have in common."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import log2

from autodiff.compare.evidence import Fact
from autodiff.compare.type_families import family, is_particular, is_same
from autodiff.compare.without_name import nameless
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

PLAIN_TYPE, PARTICULAR_TYPE = 1.0, 2.5
"""The most bits for an equal type: one that many columns have, and a rare one."""

OTHER_TYPE, OTHER_FAMILY = -0.3, -4.0
"""Bits for another type of the same family, and for one of another family."""

PLACE, LAST_PLACE, OTHER_PLACE = 2.3, 0.7, -0.5
"""Bits for the place between the same two columns; at the end, where most new columns are; elsewhere."""

NULLABLE, NOT_NULLABLE = 0.2, -0.6

DEFAULT, USUAL_DEFAULT, NO_DEFAULT, OTHER_DEFAULT = 1.5, 0.4, 0.2, -0.5

_USUAL = re.compile(
    r"[('\s]*(?:[01]?(?:\.0+)?|true|false|null|b'[01])[)'\s]*(?:::.*)?"
    r"|.*(?:now|current_|nextval|uuid).*",
    re.IGNORECASE | re.DOTALL,
)
"""Defaults that many columns have."""

COMMENT, OTHER_COMMENT = 5.0, -1.5

RULES: Mapping[type[Object], float] = {
    PrimaryKey: 3.0,
    ForeignKey: 3.5,
    Unique: 2.0,
    Check: 3.0,
}
"""Bits for a constraint that is equal except for the column's name; those of an index are below."""

INDEX, INDEX_WITH_OTHERS = 1.5, 3.0

OTHER_TARGET = -3.0
"""Bits for foreign keys to different tables."""


@dataclass(slots=True)
class ColumnTable:
    """One table on both sides, with what is computed once for all pairs of its columns."""

    reflected: Schema
    declared: Schema
    key: Key
    types: Counter[str]
    _places: dict[Key, tuple[str, str]] = field(default_factory=dict)
    _rules: dict[Key, list[Object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sides = [_columns(side, self.key) for side in (self.reflected, self.declared)]
        kept = {column.name for column in sides[0]} & {
            column.name for column in sides[1]
        }
        for columns in sides:
            self._places |= dict(_neighbours(columns, kept))
        for side in (self.reflected, self.declared):
            for key, rules in _rules_by_column(side, self.key).items():
                self._rules.setdefault(key, rules)

    def neighbours(self, column: Column) -> tuple[str, str]:
        """Return the nearest columns before and after it that are on both sides, "" where none is."""
        return self._places[column.key]

    def rules(self, column: Column) -> list[Object]:
        """Return the constraints and indexes that contain the column."""
        return self._rules.get(column.key, [])


def facts(before: Column, after: Column, table: ColumnTable) -> Iterator[Fact]:
    """Yield the facts about a pair of columns, except those about their names."""
    yield _type(before, after, table)
    yield _neighbourhood(before, after, table)
    alike = before.nullable == after.nullable
    yield Fact(NULLABLE if alike else NOT_NULLABLE)
    yield _default(before, after)
    yield from _comment(before, after)
    yield from _rules(before, after, table)


def _type(before: Column, after: Column, table: ColumnTable) -> Fact:
    if is_same(before.type, after.type):
        others = table.types[before.type.normal] - 2
        share = (max(others, 0) + 1) / (table.types.total() + 4)
        most = PARTICULAR_TYPE if is_particular(after) else PLAIN_TYPE
        return Fact(min(most, -log2(share)), "the same type")
    same = family(before.type.normal) == family(after.type.normal)
    return Fact(OTHER_TYPE if same else OTHER_FAMILY)


def _neighbourhood(before: Column, after: Column, table: ColumnTable) -> Fact:
    neighbours = table.neighbours(before)
    if neighbours != table.neighbours(after):
        return Fact(OTHER_PLACE)
    return Fact(PLACE if neighbours[1] else LAST_PLACE, "the same place")


def _default(before: Column, after: Column) -> Fact:
    old, new = _made(before), _made(after)
    if old != new:
        return Fact(OTHER_DEFAULT)
    if before.default is None and before.computed is None:
        return Fact(NO_DEFAULT)
    usual = before.default is not None and _USUAL.fullmatch(before.default.normal)
    words = "the same expression" if before.computed else "the same default"
    return Fact(USUAL_DEFAULT if usual else DEFAULT, words)


def _made(column: Column) -> tuple[object, ...]:
    """Return what gives the column its values; an expression less what databases add to it."""
    computed = column.computed and _ADDED.sub("", column.computed.expression.sql)
    return column.default, computed, column.identity, column.autoincrement


_ADDED = re.compile(r"[\s()`\"]+|::\w+")


def _comment(before: Column, after: Column) -> Iterator[Fact]:
    if before.comment and after.comment:
        same = before.comment == after.comment
        yield Fact(COMMENT, "the same comment") if same else Fact(OTHER_COMMENT)


# --- constraints and indexes ----------------------------------------------------------------------


def _rules(before: Column, after: Column, table: ColumnTable) -> Iterator[Fact]:
    """Yield the constraints and indexes that are equal once the column has its new name."""
    new = {nameless(part) for part in table.rules(after)}
    kept = []
    for part in table.rules(before):
        if nameless(part.with_renamed_reference(before.key, after.key)) in new:
            kept.append(part)
    for part in kept:
        bits = RULES.get(type(part)) or _of_index(part)
        yield Fact(bits, f"the same {part.title or part.kind}")
    yield from _targets(table.rules(before), table.rules(after), kept)


def _of_index(index: Object) -> float:
    columns = [key for key in index.depends_on() if key.kind == "column"]
    return INDEX if len(columns) < 2 else INDEX_WITH_OTHERS


def _targets(
    old: list[Object], new: list[Object], kept: list[Object]
) -> Iterator[Fact]:
    """Yield a fact about foreign keys that are not equal: whether they refer to the same table."""
    if any(isinstance(each, ForeignKey) for each in kept):
        return
    old_targets, new_targets = (
        {part.target for part in rules if isinstance(part, ForeignKey)}
        for rules in (old, new)
    )
    if old_targets and new_targets:
        same = bool(old_targets & new_targets)
        yield (
            Fact(RULES[ForeignKey], "a foreign key to the same table")
            if same
            else Fact(OTHER_TARGET)
        )


# --- computed once for a table -------------------------------------------------------------------


def _columns(schema: Schema, table: Key) -> list[Column]:
    return [each for each in schema.under(table) if isinstance(each, Column)]


def _neighbours(
    columns: list[Column], kept: set[str]
) -> Iterator[tuple[Key, tuple[str, str]]]:
    names = [column.name for column in columns]
    for number, column in enumerate(columns):
        if column.name not in kept:
            before = [name for name in names[:number] if name in kept]
            behind = [name for name in names[number + 1 :] if name in kept]
            yield column.key, (
                before[-1] if before else "",
                behind[0] if behind else "",
            )


def _rules_by_column(schema: Schema, table: Key) -> dict[Key, list[Object]]:
    rules: dict[Key, list[Object]] = defaultdict(list)
    for value in schema.under(table):
        if value.leaf:
            for key in value.depends_on():
                if key.kind == "column":
                    rules[key].append(value)
    return rules
