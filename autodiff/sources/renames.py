"""Renames: what was dropped and created may be one thing under a new name; who says so, and how sure."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from math import ceil
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Holding, Object
from autodiff.core.operation import Rename, Step
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.errors.meaning import RenameImpossible
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.place import column_key, table_key
from autodiff.kinds.table import Table
from autodiff.sources.info import stated_info
from autodiff.sources.labels import Pair, label_of, renamed_labels

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


# --- consented ------------------------------------------------------------------------------------


def stated_renames(metadatas: Iterable[sa.MetaData]) -> tuple[Pair, ...]:
    """The renames that models state by ``info={"renamed_from": "old_name"}``, and of
    labels by ``info={"renamed_labels": {"old": "new"}}``.
    """
    return tuple(pair for each in metadatas for pair in _stated_in(each))


def _stated_in(metadata: sa.MetaData) -> Iterator[Pair]:
    for table in metadata.tables.values():
        place = f"{table.schema}." if table.schema else ""
        if old := stated_info(table).get("renamed_from"):
            yield f"{place}{old}", f"{place}{table.name}"
        for column in table.columns:
            stated, here = stated_info(column), f"{place}{table.name}"
            if old := stated.get("renamed_from"):
                yield f"{here}.{old}", f"{here}.{column.name}"
            for old, new in stated.get("renamed_labels", {}).items():
                yield f"{here}.{column.name}.{old}", f"{here}.{column.name}.{new}"


def consented(
    reflected: Schema,
    declared: Schema,
    stated: Sequence[Pair],
    asked: Sequence[Pair],
    dialect: Dialect,
) -> tuple[Step, ...]:
    """The steps for the renames that models state and that the user asked for.

    What a model states holds until it was done; what the user asks for must be possible, else
    RenameImpossible. Tables go first, so a column may be named under the old or the new table;
    labels come last.
    """
    given = [(pair, False) for pair in stated] + [(pair, True) for pair in asked]
    labels = {pair: label_of(pair, declared, dialect) for pair, _ in given}
    pairs = [(pair, must) for pair, must in given if labels[pair] is None]
    renames: list[Step] = []
    live: Holding = reflected
    moving: Replay | None = None
    for pair, must in sorted(pairs, key=lambda each: each[0][1].count(".")):
        operation = _rename(live, declared, pair, dialect)
        if operation is not None:
            moving = moving or Replay(reflected)
            moving.apply(operation)
            renames.append(operation)
            live = moving
        elif must and not _is_done(live, pair, dialect):
            raise RenameImpossible(*pair)
    if any(labels.values()):
        there = moving.schema() if moving else reflected
        for steps in renamed_labels(there, given, labels, dialect):
            renames += steps
    return tuple(renames)


def _rename(
    live: Holding, declared: Schema, pair: Pair, dialect: Dialect
) -> Rename | None:
    for old, new in _readings(pair, dialect):
        moved = _in_renamed_table(old, new, live)
        before = live.get(moved)
        if before is None or moved in declared:
            continue
        if new in declared and live.get(new) is None:
            return Rename(before, _named(before, new))
    return None


def _is_done(live: Holding, pair: Pair, dialect: Dialect) -> bool:
    return any(
        live.get(new) is not None and live.get(old) is None
        for old, new in _readings(pair, dialect)
    )


def _in_renamed_table(old: Key, new: Key, live: Holding) -> Key:
    """A column's old key under its table's new name, where the table was renamed just before."""
    if old.kind == "column" and live.get(old) is None:
        return old._replace(namespace=new.namespace, table=new.table)
    return old


def _readings(pair: Pair, dialect: Dialect) -> Iterator[tuple[Key, Key]]:
    """What a pair of names may mean: tables, or columns, with or without a namespace."""
    olds, news = (_keys(name, dialect) for name in pair)
    yield from zip(olds, news, strict=False)


def _keys(name: str, dialect: Dialect) -> list[Key]:
    parts = name.split(".")
    if len(parts) == 1:
        return [table_key("", parts[0])]
    if len(parts) == 2:
        return [
            column_key("", *parts),
            table_key(dialect.namespace(parts[0]), parts[1]),
        ]
    namespace, table, column = parts[0], ".".join(parts[1:-1]), parts[-1]
    return [column_key(dialect.namespace(namespace), table, column)]


def _named(value: Object, key: Key) -> Object:
    changes: dict[str, Any] = {"namespace": key.namespace, "name": key.name}
    if key.table:
        changes["table"] = key.table
    return replace(value, **changes)


# --- certain --------------------------------------------------------------------------------------


def renamed_leaves(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[Rename, ...]:
    """Constraints and indexes that differ in nothing but their name, where a rename exists and the
    new name is free.
    """
    gone = [
        each for key, each in reflected.items() if each.leaf and key not in declared
    ]
    if not gone:
        return ()
    taken = {place for each in reflected.values() for place in _places(each)}
    new: dict[object, deque[Object]] = defaultdict(deque)
    for key, each in declared.items():
        if each.leaf and key not in reflected and taken.isdisjoint(_places(each)):
            new[_nameless(each)].append(each)
    found: list[Rename] = []
    for before in gone:
        twins = new.get(_nameless(before))
        if twins and dialect.does(Rename(before, before)):
            found.append(Rename(before, twins.popleft()))
    return tuple(found)


def _places(value: Object) -> list[tuple[str, str]]:
    """The names that it occupies, with their namespace."""
    return [(value.key.namespace, name) for name in value.occupies]


def _nameless(value: Object) -> object:
    """What two leaves have in common that differ in nothing but their name; of one that has none
    it is its own.
    """
    if getattr(value, "name", None) is None:
        return value.key
    changes: dict[str, Any] = {"name": ""}
    return replace(value, **changes)


# --- possible -------------------------------------------------------------------------------------


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
