"""Evidence of columns: what a column that goes and one that comes in the same table have in common."""

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
"""The most that the same type says, where many columns have it and where few have."""

OTHER_TYPE, OTHER_FAMILY = -0.3, -4.0
"""Another type for values of the same sort, and for others."""

PLACE, LAST_PLACE, OTHER_PLACE = 2.3, 0.7, -0.5
"""Between the same two columns; behind all others, where new columns mostly go; elsewhere."""

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
"""What a constraint says that is the same but for the column's name; of an index see below."""

INDEX, INDEX_WITH_OTHERS = 1.5, 3.0

OTHER_TARGET = -3.0
"""Foreign keys to different tables."""


@dataclass(slots=True)
class ColumnTable:
    """One table on both sides, and what is found out of it once for all pairs of columns."""

    reflected: Schema
    declared: Schema
    key: Key
    types: Counter[str]
    _places: dict[Key, tuple[str, str]] = field(default_factory=dict)
    _rules: dict[Key, list[Object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sides = [_columns(side, self.key) for side in (self.reflected, self.declared)]
        both = {each.name for each in sides[0]} & {each.name for each in sides[1]}
        for columns in sides:
            self._places |= dict(_neighbours(columns, both))
        for side in (self.reflected, self.declared):
            for key, rules in _rules_by_column(side, self.key).items():
                self._rules.setdefault(key, rules)

    def neighbours(self, column: Column) -> tuple[str, str]:
        """The columns before and behind it that stay; "" where there is none."""
        return self._places[column.key]

    def rules(self, column: Column) -> list[Object]:
        """The constraints and indexes that it is in."""
        return self._rules.get(column.key, [])


def facts(before: Column, after: Column, table: ColumnTable) -> Iterator[Fact]:
    """All but what the names say."""
    yield _type(before, after, table)
    yield _place(before, after, table)
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


def _place(before: Column, after: Column, table: ColumnTable) -> Fact:
    place = table.neighbours(before)
    if place != table.neighbours(after):
        return Fact(OTHER_PLACE)
    return Fact(PLACE if place[1] else LAST_PLACE, "the same place")


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
    """What gives it its values; the expression of a computed one less what databases add."""
    computed = column.computed and _ADDED.sub("", column.computed.expression.sql)
    return column.default, computed, column.identity, column.autoincrement


_ADDED = re.compile(r"[\s()`\"]+|::\w+")


def _comment(before: Column, after: Column) -> Iterator[Fact]:
    if before.comment and after.comment:
        same = before.comment == after.comment
        yield Fact(COMMENT, "the same comment") if same else Fact(OTHER_COMMENT)


# --- constraints and indexes ----------------------------------------------------------------------


def _rules(before: Column, after: Column, table: ColumnTable) -> Iterator[Fact]:
    """Those that are the same once the column has its new name."""
    new = {nameless(each) for each in table.rules(after)}
    kept = []
    for each in table.rules(before):
        if nameless(each.with_renamed_reference(before.key, after.key)) in new:
            kept.append(each)
    for each in kept:
        bits = RULES.get(type(each)) or _of_index(each)
        yield Fact(bits, f"the same {each.title or each.kind}")
    yield from _targets(table.rules(before), table.rules(after), kept)


def _of_index(rule: Object) -> float:
    columns = [key for key in rule.depends_on() if key.kind == "column"]
    return INDEX if len(columns) < 2 else INDEX_WITH_OTHERS


def _targets(
    old: list[Object], new: list[Object], kept: list[Object]
) -> Iterator[Fact]:
    """Foreign keys that differ otherwise: in where they point, or only in what they do."""
    if any(isinstance(each, ForeignKey) for each in kept):
        return
    mine, theirs = (
        {each.target for each in rules if isinstance(each, ForeignKey)}
        for rules in (old, new)
    )
    if mine and theirs:
        same = bool(mine & theirs)
        yield (
            Fact(RULES[ForeignKey], "a foreign key to the same table")
            if same
            else Fact(OTHER_TARGET)
        )


# --- what is found out once -----------------------------------------------------------------------


def _columns(schema: Schema, table: Key) -> list[Column]:
    return [each for each in schema.under(table) if isinstance(each, Column)]


def _neighbours(
    columns: list[Column], both: set[str]
) -> Iterator[tuple[Key, tuple[str, str]]]:
    names = [each.name for each in columns]
    for number, each in enumerate(columns):
        if each.name not in both:
            before = [name for name in names[:number] if name in both]
            behind = [name for name in names[number + 1 :] if name in both]
            yield each.key, (before[-1] if before else "", behind[0] if behind else "")


def _rules_by_column(schema: Schema, table: Key) -> dict[Key, list[Object]]:
    found: dict[Key, list[Object]] = defaultdict(list)
    for each in schema.under(table):
        if each.leaf:
            for key in each.depends_on():
                if key.kind == "column":
                    found[key].append(each)
    return found
