"""Candidates: a drop and a create that may be one thing under a new name, how likely, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from math import ceil

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table
from autodiff.sources.labels import Pair

LIKELY = 0.6
"""From this score on, of 1, a drop and a create are shown as a possible rename."""

NAME, COLUMNS = 0.25, 0.75
"""What a similar name adds to the score, and what a table's columns add."""

ROUNDED = 0.001
"""Scores are rounded to this."""


@frozen
class Candidate:
    """A drop and a create that may be a rename; ``evidence`` says in words what speaks for it."""

    before: Object
    after: Object
    score: float
    evidence: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """As it is consented to: ``--rename OLD:NEW``."""
        return _written(self.before.key), _written(self.after.key)


def _written(key: Key) -> str:
    places = (key.namespace, key.table, key.name)
    return ".".join(place for place in places if place)


def candidates(reflected: Schema, declared: Schema) -> tuple[Candidate, ...]:
    """Drops and creates that may be renames, each object in one, the likeliest first."""
    gone = [each for key, each in reflected.items() if key not in declared]
    new = [each for key, each in declared.items() if key not in reflected]
    pairs = (
        *_columns_of_one_table(gone, new),
        *_tables(gone, new, reflected, declared),
    )
    scored = (_scored(*pair, reflected, declared) for pair in pairs)
    likely = [each for each in scored if each is not None and each.score >= LIKELY]
    likely.sort(key=lambda each: (-each.score, each.before.key, each.after.key))
    return tuple(_each_once(likely))


Twins = Iterator[tuple[Object, Object]]
"""A drop and a create that are held against each other."""


def _columns_of_one_table(gone: list[Object], new: list[Object]) -> Twins:
    by_table: dict[Key, list[Column]] = defaultdict(list)
    for each in new:
        if isinstance(each, Column):
            by_table[each.parent].append(each)
    for before in gone:
        if isinstance(before, Column):
            yield from ((before, after) for after in by_table.get(before.parent, ()))


def _tables(
    gone: list[Object], new: list[Object], reflected: Schema, declared: Schema
) -> Twins:
    """Tables that may have enough columns in common, found by their rarest ones.

    Where ``share`` of the columns of both must be in common, two sets that have it meet within
    the first ``n - ceil(share * n) + 1`` columns of each, in whatever order, if it is one order for
    all. With the rarest first, few tables meet that are unlike, and nobody looks at all pairs.
    """
    share = (LIKELY - NAME) / COLUMNS - ROUNDED
    before = {
        each: _columns(each, reflected) for each in gone if isinstance(each, Table)
    }
    after = {each: _columns(each, declared) for each in new if isinstance(each, Table)}
    if not before or not after:
        return
    count = Counter(x for each in (*before.values(), *after.values()) for x in each)

    def rarest(columns: set[tuple[str, str]]) -> list[tuple[str, str]]:
        ranked = sorted(columns, key=lambda each: (count[each], each))
        return ranked[: len(ranked) - ceil(share * len(ranked)) + 1]

    holders: dict[tuple[str, str], list[Object]] = defaultdict(list)
    for table, columns in after.items():
        for column in rarest(columns):
            holders[column].append(table)
    for old, columns in before.items():
        met = dict.fromkeys(
            x for each in rarest(columns) for x in holders.get(each, ())
        )
        yield from ((old, table) for table in met)


def _each_once(found: Iterable[Candidate]) -> Iterator[Candidate]:
    taken: set[Key] = set()
    for each in found:
        keys = {each.before.key, each.after.key}
        if taken.isdisjoint(keys):
            taken |= keys
            yield each


def _scored(
    before: Object, after: Object, reflected: Schema, declared: Schema
) -> Candidate | None:
    """None where not even the same name would make it likely."""
    if isinstance(before, Column) and isinstance(after, Column):
        weights = _column_weights(before, after, reflected, declared)
    else:
        weights = _table_weights(before, after, reflected, declared)
    if sum(weight for weight, _ in weights.values()) + NAME < LIKELY - ROUNDED:
        return None
    likeness = SequenceMatcher(None, before.key.name, after.key.name).ratio()
    weights["a similar name"] = (NAME * likeness, likeness > 0.5)
    score = sum(weight for weight, _ in weights.values())
    evidence = tuple(words for words, (_, counts) in weights.items() if counts)
    return Candidate(before, after, round(score, 3), evidence)


Weights = dict[str, tuple[float, bool]]
"""By words of evidence: what it adds to the score, and whether it is worth telling."""


def _column_weights(
    before: Column, after: Column, reflected: Schema, declared: Schema
) -> Weights:
    facts = {
        "the same type": (0.4, before.type == after.type),
        "the same place": (
            0.15,
            _position(before, reflected) == _position(after, declared),
        ),
        "nullable alike": (0.1, before.nullable == after.nullable),
        "the same default": (0.1, _made(before) == _made(after)),
    }
    return {words: (weight * holds, holds) for words, (weight, holds) in facts.items()}


def _made(column: Column) -> tuple[object, ...]:
    return column.default, column.computed, column.identity, column.autoincrement


def _position(column: Column, schema: Schema) -> int:
    columns = [each for each in schema.under(column.parent) if isinstance(each, Column)]
    return columns.index(column)


def _table_weights(
    before: Object, after: Object, reflected: Schema, declared: Schema
) -> Weights:
    old, new = _columns(before, reflected), _columns(after, declared)
    shared = len(old & new) / max(len(old | new), 1)
    return {f"{shared:.0%} of the columns in common": (COLUMNS * shared, shared > 0)}


def _columns(table: Object, schema: Schema) -> set[tuple[str, str]]:
    under = schema.under(table.key)
    return {(each.name, each.type.normal) for each in under if isinstance(each, Column)}
