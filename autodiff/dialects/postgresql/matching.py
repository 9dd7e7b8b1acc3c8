"""Matching: constraints that models leave unnamed get the names that the database gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.names import automatic
from autodiff.dialects.postgresql.options import agreed_options
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

Place = tuple[Key, str]
"""A table and a kind."""


def with_names(
    objects: Mapping[Key, Object], settled: Sequence[Object], reflected: Schema
) -> dict[Key, Object]:
    """``objects`` with a name for every constraint; ``settled`` are those that need none.

    An unnamed one takes the name of a live one that says the same and that no named one claims;
    else of one over the same columns, which it then replaces; else the server's next free name.
    """
    unnamed: dict[Place, list[Key]] = defaultdict(list)
    named: list[Constraint] = [x for x in settled if isinstance(x, Constraint)]
    for key, each in objects.items():
        if isinstance(each, Constraint):
            if each.name is None or each.automatic:
                unnamed[each.parent, each.kind].append(key)
            else:
                named.append(each)
    result = dict(objects)
    if not unnamed:
        return result
    claimed = _by_place(named, unnamed)
    live = _by_place(reflected.values(), unnamed)
    taken = _Taken((*settled, *objects.values()), reflected)
    for place, keys in unnamed.items():
        values = [objects[key] for key in keys]
        theirs = {each.name for each in claimed[place]}
        free = [each for each in live[place] if each.name not in theirs]
        names = _names(values, free, taken)
        for key, value, name in zip(keys, values, names, strict=True):
            result[key] = replace(value, name=name, automatic=True)  # type: ignore[call-arg]
    return result


def _by_place(
    objects: Iterable[Object], places: Container[Place]
) -> dict[Place, list[Constraint]]:
    """The constraints among ``objects`` that stand in one of ``places``."""
    found: dict[Place, list[Constraint]] = defaultdict(list)
    for each in objects:
        if isinstance(each, Constraint) and (each.parent, each.kind) in places:
            found[each.parent, each.kind].append(each)
    return found


def _names(values: list[Any], live: list[Any], taken: _Taken) -> list[str | None]:
    """A name for each of ``values``, which are the unnamed ones of one kind on one table."""
    names: list[str | None] = [None] * len(values)
    for resembles in (_same, _alike):
        for position, value in enumerate(values):
            if names[position] is None:
                twin = next((each for each in live if resembles(value, each)), None)
                if twin is not None:
                    names[position] = twin.name
                    live.remove(twin)
    for position, value in enumerate(values):
        if names[position] is None:
            names[position] = taken.next_free(value)
    return names


def _same(mine: Any, live: Any) -> bool:
    if not hasattr(mine, "options"):
        return bool(replace(mine, name=live.name) == live)
    options = agreed_options(mine.options, live.options)
    return bool(replace(mine, name=live.name, options=options) == live)


def _alike(mine: Any, live: Any) -> bool:
    """One that differs in details only, such as its ON DELETE: the name stays with it."""
    if isinstance(mine, PrimaryKey):
        return True
    if isinstance(mine, Unique | ForeignKey):
        return bool(mine.columns == live.columns)
    return False


class _Taken:
    """Names in use: constraints by table, and relations (tables, indexes) by namespace. They are
    gathered when the first is asked for: nearly always each constraint has its live twin.
    """

    def __init__(self, objects: Iterable[Object], reflected: Schema) -> None:
        self._objects = objects
        self._reflected = reflected

    @cached_property
    def _names(self) -> tuple[dict[Key, set[str]], dict[str, set[str]]]:
        by_table: dict[Key, set[str]] = defaultdict(set)
        relations: dict[str, set[str]] = defaultdict(set)
        for each in (*self._reflected.values(), *self._objects):
            if isinstance(each, Constraint):
                if each.name is not None and not each.automatic:
                    by_table[each.parent].add(each.name)
                    if isinstance(each, _WITH_INDEX):
                        relations[each.namespace].add(each.name)
            elif each.kind in ("index", "table", "sequence"):
                relations[each.key.namespace].add(each.key.name)
        return by_table, relations

    def next_free(self, value: Constraint) -> str | None:
        by_table, by_namespace = self._names
        taken, relations = by_table[value.parent], by_namespace[value.namespace]
        with_index = isinstance(value, _WITH_INDEX)
        name = automatic(value, taken | relations if with_index else taken)
        if name is not None:
            taken.add(name)
            if with_index:
                relations.add(name)
        return name


_WITH_INDEX = (PrimaryKey, Unique, Exclude)
