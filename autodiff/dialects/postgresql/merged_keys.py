"""Merged keys: unique constraints that CREATE TABLE leaves out, since another key says the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def with_merged_keys(
    objects: Mapping[Key, Object], declared: Schema, reflected: Schema
) -> dict[Key, Object]:
    """``objects`` less the unique constraints that the server merges with another key of their
    table. Those that are there, by an ALTER TABLE of their own, stay. ``objects`` are those of
    ``declared`` that the server has not just so.

    A primary key without a name takes that of the one merged with it
    (``transformIndexConstraints`` in PostgreSQL's ``parse_utilcmd.c``).
    """
    if not any(isinstance(each, Unique) for each in objects.values()):
        return dict(objects)
    keys = [x for x in declared.values() if isinstance(x, (PrimaryKey, Unique))]
    primaries = {_said(each): each for each in keys if isinstance(each, PrimaryKey)}
    alike: dict[object, list[Unique]] = defaultdict(list)
    for each in keys:
        if isinstance(each, Unique):
            alike[_said(each)].append(each)
    merged: set[Key] = set()
    heirs: dict[Key, Object] = {}
    for said, uniques in alike.items():
        primary = primaries.get(said)
        if primary is None and len(uniques) == 1:
            continue
        gone = _beyond(uniques, reflected, 1 if primary is None else 0)
        merged.update(each.key for each in gone)
        names = [each.name for each in gone if each.name is not None]
        if primary is not None and names and _takes_a_name(primary, reflected):
            heirs[primary.key] = replace(primary, name=names[0])
    return {k: heirs.get(k, each) for k, each in objects.items() if k not in merged}


def _said(key: PrimaryKey | Unique) -> object:
    return (key.parent, key.columns, key.deferral, key.options)


def _takes_a_name(primary: PrimaryKey, reflected: Schema) -> bool:
    return primary.name is None and primary.parent not in reflected


def _beyond(uniques: list[Unique], reflected: Schema, least: int) -> list[Unique]:
    """Those of ``uniques``, which are alike, that the server has not and would not make."""
    live = [
        each.name
        for each in reflected.under(uniques[0].parent)
        if isinstance(each, Unique) and each.columns == uniques[0].columns
    ]
    ranked = sorted(uniques, key=lambda each: (each.name not in live, not each.name))
    return ranked[max(len(live), least) :]
