"""Indexes of models in the terms of the live ones: of which kind, and with what no model states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from autodiff.core.object import Object
from autodiff.kinds.index import Index
from autodiff.kinds.options import Options, options
from autodiff.kinds.unique import Unique

UNSTATED = ("_comment", "_hidden")
"""What a live index may have and no model states."""
UNSEEN = ("_using", "_with_parser")
"""What the catalog does not show, but for MEMORY tables."""


def with_usual_options(index: Index, prefix: str) -> Index:
    """``index`` with its options in the catalog's letters."""
    found = dict(index.options)
    for name, spell in (
        (f"{prefix}_prefix", str.upper),
        (f"{prefix}_using", str.lower),
    ):
        if name in found:
            found[name] = spell(str(found[name]))
    return index.having(options=options(found)) if found else index


def as_live(parts: Sequence[Object], live: Iterable[Object]) -> list[Object]:
    """Unique indexes and unique constraints are one thing here: each is what its live twin is."""
    there = {
        each.name.lower(): each
        for each in live
        if isinstance(each, Unique | Index) and each.name
    }
    return [_as_twin(each, there) for each in parts]


def _as_twin(value: Object, there: dict[str, Unique | Index]) -> Object:
    if not isinstance(value, Unique | Index) or not value.name:
        return value
    twin = there.get(value.name.lower())
    if isinstance(value, Unique):
        return _unique_as_twin(value, twin)
    if twin is None:
        return value
    value = value.having(options=_filled(value.options, twin.options))
    if isinstance(twin, Unique) and is_plain_unique(value):
        return Unique(value.namespace, value.table, value.name, value.plain_columns)
    return value


def _unique_as_twin(value: Unique, twin: Object | None) -> Unique | Index:
    """A unique index with a comment is an index to the reader, and no other thing for that."""
    if not isinstance(twin, Index) or not twin.unique:
        return value
    if not all(name.endswith(UNSTATED) for name, _ in twin.options):
        return value
    if twin.plain_columns != value.columns or not all(
        each.plain for each in twin.parts
    ):
        return value
    return replace(twin, name=value.name or twin.name)


def _filled(stated: Options, live: Options) -> Options:
    there = dict(live)
    mine = {
        name: value
        for name, value in stated
        if name in there or not name.endswith(UNSEEN)
    }
    kept = {name: value for name, value in live if name.endswith(UNSTATED)}
    return options(kept | mine)


def is_plain_unique(index: Index) -> bool:
    """Whether an index says no more than a unique constraint does."""
    return (
        index.unique and not index.options and all(each.plain for each in index.parts)
    )
