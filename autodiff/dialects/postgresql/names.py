"""Name constraints and sequences as PostgreSQL does, or as their live twins are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.options import agreed_options
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

LIMIT = 63
"""Bytes of an identifier (NAMEDATALEN - 1)."""


def clipped(name: str) -> str:
    """Truncate a name as the server does: to whole characters within 63 bytes."""
    return _cut(name, LIMIT)


def _cut(name: str, size: int) -> str:
    return name.encode()[: max(size, 0)].decode(errors="ignore")


def joined(first: str, second: str, label: str) -> str:
    """Return ``first_second_label``, after truncating the longer of both first (makeObjectName)."""
    room = LIMIT - len(label) - 1 - (1 if second else 0)
    first_size, second_size = len(first.encode()), len(second.encode())
    while first_size + second_size > room:
        if first_size > second_size:
            first_size -= 1
        else:
            second_size -= 1
    parts = (_cut(first, first_size), _cut(second, second_size), label)
    return "_".join(part for part in parts if part)


def sequence_name(table: str, column: str) -> str:
    """Name the sequence of a serial or identity column."""
    return joined(table, column, "seq")


def automatic(value: Object, taken: Iterable[str]) -> str | None:
    """Return the name that CREATE TABLE would give to an unnamed constraint."""
    maker = _NAMES.get(type(value))
    return None if maker is None else _free(*maker(value), set(taken))


def _free(first: str, second: str, label: str, taken: Collection[str]) -> str:
    """Return the joined name, with a number after its label where it is in ``taken``."""
    name, number = joined(first, second, label), 0
    while name in taken:
        number += 1
        name = joined(first, second, f"{label}{number}")
    return name


def _primary(value: PrimaryKey) -> tuple[str, str, str]:
    return value.table, "", "pkey"


def _unique(value: Unique) -> tuple[str, str, str]:
    return value.table, "_".join(value.columns), "key"


def _foreign(value: ForeignKey) -> tuple[str, str, str]:
    return value.table, "_".join(value.columns), "fkey"


def _check(value: Check) -> tuple[str, str, str]:
    """Include the column's name where the condition names only one."""
    return value.table, value.columns[0] if len(value.columns) == 1 else "", "check"


def _exclude(value: Exclude) -> tuple[str, str, str]:
    return value.table, "_".join(value.columns), "excl"


_NAMES: dict[type[Object], Callable[..., tuple[str, str, str]]] = {
    PrimaryKey: _primary,
    Unique: _unique,
    ForeignKey: _foreign,
    Check: _check,
    Exclude: _exclude,
}


# --- names of live twins --------------------------------------------------------------------------

TableAndKind = tuple[Key, str]
"""A table and a kind."""


def with_live_names(
    objects: Mapping[Key, Object], others: Sequence[Object], reflected: Schema
) -> dict[Key, Object]:
    """Name every constraint of ``objects``; ``others`` are the declared objects that have names.

    An unnamed one takes the name of an equal live constraint that no named one claims; else that of
    one over the same columns, which it then replaces; else the server's next free name.
    """
    unnamed: dict[TableAndKind, list[Key]] = defaultdict(list)
    named = [value for value in others if isinstance(value, Constraint)]
    for key, value in objects.items():
        if isinstance(value, Constraint):
            if value.name is None or value.automatic:
                unnamed[value.parent, value.kind].append(key)
            else:
                named.append(value)
    result = dict(objects)
    if not unnamed:
        return result
    claimed = _by_place(named, unnamed)
    live = _by_place(reflected.values(), unnamed)
    taken = _Taken((*others, *objects.values()), reflected)
    for place, keys in unnamed.items():
        values = [objects[key] for key in keys]
        theirs = {constraint.name for constraint in claimed[place]}
        free = [value for value in live[place] if value.name not in theirs]
        names = _live_names(values, free, taken)
        for key, value, name in zip(keys, values, names, strict=True):
            result[key] = replace(value, name=name, automatic=True)  # type: ignore[call-arg]
    return result


def _by_place(
    objects: Iterable[Object], places: Container[TableAndKind]
) -> dict[TableAndKind, list[Constraint]]:
    """Group the constraints among ``objects`` that are in one of ``places``."""
    constraints: dict[TableAndKind, list[Constraint]] = defaultdict(list)
    for value in objects:
        if isinstance(value, Constraint) and (value.parent, value.kind) in places:
            constraints[value.parent, value.kind].append(value)
    return constraints


def _live_names(values: list[Any], live: list[Any], taken: _Taken) -> list[str | None]:
    """Return names for ``values``, the unnamed constraints of one kind on one table."""
    names: list[str | None] = [None] * len(values)
    for resembles in (_same, _alike):
        for position, value in enumerate(values):
            if names[position] is None:
                twin = next((twin for twin in live if resembles(value, twin)), None)
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
    """Whether the two differ in details only, such as ON DELETE, so that the name stays."""
    if isinstance(mine, PrimaryKey):
        return True
    if isinstance(mine, Unique | ForeignKey):
        return bool(mine.columns == live.columns)
    return False


class _Taken:
    """Names in use: of constraints by table, of relations (tables, indexes) by namespace.

    They are collected on first use: nearly always, each constraint has a live twin.
    """

    def __init__(self, objects: Iterable[Object], reflected: Schema) -> None:
        self._objects = objects
        self._reflected = reflected

    @cached_property
    def _names(self) -> tuple[dict[Key, set[str]], dict[str, set[str]]]:
        by_table: dict[Key, set[str]] = defaultdict(set)
        relations: dict[str, set[str]] = defaultdict(set)
        for value in (*self._reflected.values(), *self._objects):
            if isinstance(value, Constraint):
                if value.name is not None and not value.automatic:
                    by_table[value.parent].add(value.name)
                    if isinstance(value, _WITH_INDEX):
                        relations[value.namespace].add(value.name)
            elif value.kind in ("index", "table", "sequence"):
                relations[value.key.namespace].add(value.key.name)
        return by_table, relations

    def next_free(self, value: Constraint) -> str | None:
        """Return the name that the server would give, and mark it as taken."""
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
