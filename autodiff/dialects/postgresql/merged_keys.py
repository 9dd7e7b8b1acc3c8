"""Merged keys: unique constraints that CREATE TABLE leaves out, since another key says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def with_merged_keys(objects: list[Object], reflected: Schema) -> list[Object]:
    """``objects`` less the unique constraints that the server would merge with an earlier key of
    their table, the primary one first. One that is there, by an ALTER TABLE of its own, stays.

    A key without a name takes that of the one merged with it
    (``transformIndexConstraints`` in PostgreSQL's ``parse_utilcmd.c``).
    """
    first: dict[object, Object] = {
        _said(each): each for each in objects if isinstance(each, PrimaryKey)
    }
    merged: set[Object] = set()
    names: dict[Object, str] = {}
    for each in objects:
        if not isinstance(each, Unique):
            continue
        head = first.setdefault(_said(each), each)
        if head is each or _is_there(each, reflected.under(each.parent)):
            continue
        merged.add(each)
        new_table = each.parent not in reflected
        if new_table and each.name is not None and getattr(head, "name", None) is None:
            names.setdefault(head, each.name)
    return [_named(each, names) for each in objects if each not in merged]


def _said(key: PrimaryKey | Unique) -> object:
    return (key.parent, key.columns, key.deferral, key.options)


def _is_there(key: Unique, live: Iterable[Object]) -> bool:
    return any(isinstance(x, Unique) and x.columns == key.columns for x in live)


def _named(value: Object, names: dict[Object, str]) -> Object:
    if value in names and isinstance(value, PrimaryKey | Unique):
        return replace(value, name=names[value])
    return value
