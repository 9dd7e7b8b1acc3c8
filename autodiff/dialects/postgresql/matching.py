"""Matching: constraints that models leave unnamed get the names that the database gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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


def with_names(objects: list[Object], reflected: Schema) -> list[Object]:
    """``objects`` with a name for every constraint.

    An unnamed one takes the name of a live one that says the same and that no named one claims;
    else of one over the same columns, which it then replaces; else the server's next free name.
    """
    unnamed: dict[Place, list[int]] = defaultdict(list)
    claimed: dict[Place, set[str | None]] = defaultdict(set)
    for position, each in enumerate(objects):
        if isinstance(each, Constraint):
            place = (each.parent, each.kind)
            if each.name is None or each.automatic:
                unnamed[place].append(position)
            else:
                claimed[place].add(each.name)
    result = list(objects)
    taken = _Taken(objects, reflected)
    live = _constraints_by_place(reflected) if unnamed else {}
    for place, positions in unnamed.items():
        values = [objects[position] for position in positions]
        there = live.get(place, ())
        free = [each for each in there if each.name not in claimed[place]]
        names = _names(values, free, taken)
        for position, name in zip(positions, names, strict=True):
            named: Any = result[position]
            result[position] = replace(named, name=name, automatic=True)
    return result


def _constraints_by_place(schema: Schema) -> dict[Place, list[Constraint]]:
    found: dict[Place, list[Constraint]] = defaultdict(list)
    for each in schema.values():
        if isinstance(each, Constraint):
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
