"""Match names in databases that ignore letter case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Rename
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table

NamedKind = type[Table] | type[Column]


def with_live_letters(
    declared: Schema, reflected: Schema, kinds: Iterable[NamedKind]
) -> Schema:
    """Return ``declared`` with the live names of tables or columns that differ only in letter case.

    Tables come before columns in ``kinds``.
    """
    if all(key in reflected for key in declared.unlike(reflected)):
        return declared
    for kind in kinds:
        strangers = [
            value
            for key, value in declared.items()
            if isinstance(value, kind) and key not in reflected
        ]
        renames = tuple(_renames(strangers, declared, reflected)) if strangers else ()
        declared = replay(declared, renames) if renames else declared
    return declared


def _renames(
    strangers: list[Table | Column], declared: Schema, reflected: Schema
) -> Iterator[Rename[Object]]:
    kind = strangers[0].kind
    live = {_small(key): key for key in reflected if key.kind == kind}
    for value in strangers:
        key = live.get(_small(value.key))
        if key is not None and key not in declared:
            yield Rename(value, replace(value, name=key.name))


def _small(key: Key) -> Key:
    return key._replace(table=key.table.lower(), name=key.name.lower())
