"""Evidence of tables: what a dropped and a created table have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import log2

from autodiff.compare.evidence import Fact
from autodiff.compare.name_similarity import likeness
from autodiff.compare.type_families import is_same
from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.table import Table

SHARE = 0.4
"""The least share of column names in common for two tables to be compared."""

SAME_NAME = 2.0
"""Bits for an equal name in another namespace, in addition to those of a similar name."""

COLUMNS, NEUTRAL_SHARE = 16.0, 0.45
"""The bits between no column and all columns in common, and the share that gives no bits."""

OTHER_TYPE = 0.6
"""The weight of a column in common whose type is another one."""

ALIKE = 0.6
"""The least likeness of the names of two columns of which one may be the other."""

RARE, USUAL = 2.5, 0.6
"""The most bits of a column's name, and those of a name that most tables have."""

_USUAL_NAMES = {
    **dict.fromkeys(("id", "uuid", "created_at", "updated_at"), 0.2),
    **dict.fromkeys(("created", "updated", "deleted_at", "modified_at"), 0.3),
    **dict.fromkeys(("name", "title", "description", "position"), USUAL),
}

POINTS, POINTED_AT, MOST_POINTS = 1.0, 2.0, 4.0
"""Bits for an equal foreign key; for a foreign key elsewhere that refers to both; the most."""

COMMENT = 3.0

_NO_FACT = Fact(0.0)

Types = dict[str, Clause]


@dataclass(slots=True)
class Tables:
    """The tables on both sides, with what is computed once for all pairs."""

    reflected: Schema
    declared: Schema
    _holders: Counter[str] = field(init=False)
    _count: int = field(init=False)
    _at: dict[Key, list[ForeignKey]] = field(init=False)

    def __post_init__(self) -> None:
        sides = (self.reflected, self.declared)
        self._holders = Counter(
            key.name for side in sides for key in side if key.kind == Column.kind
        )
        self._count = sum(key.kind == Table.kind for side in sides for key in side)
        self._at = defaultdict(list)
        for value in (x for side in sides for x in side.values()):
            if isinstance(value, ForeignKey):
                self._at[value.target].append(value)

    def columns(self, table: Object, side: Schema) -> Types:
        """Return the types of the table's columns by name."""
        under = side.under(table.key)
        return {x.name: x.type for x in under if isinstance(x, Column)}

    def weight(self, column: str) -> float:
        """Return the bits for two tables that both have a column of this name."""
        if column in _USUAL_NAMES:
            return _USUAL_NAMES[column]
        others = max(self._holders[column] - 2, 0)
        return min(RARE, max(0.2, -log2((others + 0.5) / (self._count + 0.5))))

    def may_be_one(self, old: Object, new: Object) -> bool:
        """Whether two tables are similar enough to be compared."""
        if old.key.name == new.key.name:
            return True
        before = self.columns(old, self.reflected).keys()
        after = self.columns(new, self.declared).keys()
        return len(before & after) >= max(1, SHARE * len(before | after))

    def pointing_at(self, table: Object) -> set[tuple[Key, tuple[str, ...]]]:
        """Return the tables and columns of the foreign keys in other tables that refer to
        ``table``.
        """
        return {
            (key.parent, key.columns)
            for key in self._at.get(table.key, ())
            if key.parent != table.key
        }


def facts(old: Object, new: Object, tables: Tables) -> Iterator[Fact]:
    """Yield the facts about a pair of tables, except those about their names."""
    before = tables.columns(old, tables.reflected)
    after = tables.columns(new, tables.declared)
    yield _columns(before, after, tables)
    if old.key.name == new.key.name:
        yield Fact(SAME_NAME)
    yield _foreign_keys(old, new, tables)
    yield _pointed_at(old, new, tables)
    if isinstance(old, Table) and isinstance(new, Table) and old.comment:
        yield (
            Fact(COMMENT, "the same comment")
            if old.comment == new.comment
            else _NO_FACT
        )


def _columns(before: Types, after: Types, tables: Tables) -> Fact:
    """Return the fact about the columns; its bits are at most the weights of those in common."""
    both = before.keys() & after.keys()
    bits = {name: tables.weight(name) for name in before.keys() | after.keys()}
    shared = sum(
        bits[name] * (1.0 if is_same(before[name], after[name]) else OTHER_TYPE)
        for name in both
    )
    whole = sum(bits.values())
    for old, new, degree in _alike(before, after, both):
        shared += degree * min(bits[old], bits[new])
        whole -= min(bits[old], bits[new])
    share = shared / whole if whole else 0.0
    in_common = len(both) / max(len(bits), 1)
    words = f"{in_common:.0%} of the columns in common" if both else ""
    return Fact(min(COLUMNS * (share - NEUTRAL_SHARE), shared), words)


def _alike(
    before: Types, after: Types, both: Collection[str]
) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of columns that may be renamed with the table: equal types, similar names."""
    new = [name for name in after if name not in both]
    for old in (name for name in before if name not in both):
        similar = [(likeness(old, x), x) for x in new if is_same(before[old], after[x])]
        degree, name = max(similar, default=(0.0, ""))
        if degree >= ALIKE:
            new.remove(name)
            yield old, name, degree


def _foreign_keys(old: Object, new: Object, tables: Tables) -> Fact:
    before, after = (
        {
            (value.columns, value.target)
            for value in side.under(table.key)
            if isinstance(value, ForeignKey) and value.target != table.key
        }
        for table, side in ((old, tables.reflected), (new, tables.declared))
    )
    return _several(len(before & after), POINTS, "the same foreign keys")


def _pointed_at(old: Object, new: Object, tables: Tables) -> Fact:
    both = tables.pointing_at(old) & tables.pointing_at(new)
    return _several(len(both), POINTED_AT, "foreign keys that point at both")


def _several(number: int, bits: float, words: str) -> Fact:
    return Fact(min(number * bits, MOST_POINTS), words) if number else _NO_FACT
