"""Renames: those that models state or a user asks for, and those that are certain by themselves."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Holding, Object
from autodiff.core.operation import Rename, Step
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.errors.meaning import RenameImpossible
from autodiff.kinds.place import column_key, table_key
from autodiff.sources.info import stated_info
from autodiff.sources.labels import Pair, label_of, renamed_labels

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
