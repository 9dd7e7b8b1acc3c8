"""Casing: SQLite finds names in any case of letters, so a name in other letters is the same name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.key import Key
from autodiff.core.operation import Rename
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table


def with_live_letters(declared: Schema, reflected: Schema) -> Schema:
    """``declared`` with tables and columns called as in the live database, where nothing but the
    case of letters differs.
    """
    for kind in (Table, Column):
        renames = tuple(_renames(declared, reflected, kind))
        declared = replay(declared, renames) if renames else declared
    return declared


def _renames(
    declared: Schema, reflected: Schema, kind: type[Table] | type[Column]
) -> Iterator[Rename]:
    live = {_small(key): key for key in reflected if key.kind == kind.kind}
    for key, value in declared.items():
        found = live.get(_small(key), key) if isinstance(value, kind) else key
        if found != key and found not in declared:
            yield Rename(value, _called(value, found.name))


def _called(value: object, name: str) -> Table | Column:
    assert isinstance(value, Table | Column)
    return replace(value, name=name)


def _small(key: Key) -> Key:
    return key._replace(table=key.table.lower(), name=key.name.lower())
