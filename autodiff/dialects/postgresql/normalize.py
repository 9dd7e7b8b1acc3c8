"""Bring declared objects to the form of the live ones, where both mean the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.ddl_enum import clauses_by_type, label_used
from autodiff.dialects.postgresql.names import sequence_name, with_live_names
from autodiff.dialects.postgresql.options import agreed_options
from autodiff.dialects.postgresql.read_types import sparse, sparse_sequence
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column, Identity
from autodiff.kinds.enum import Enum
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

Objects = dict[Key, Object]
"""Declared objects, by their declared key, that the database lacks or has in another form."""


@frozen
class Sides:
    """Both schemas; ``alike`` are the declared objects that equal their live ones."""

    declared: Schema
    reflected: Schema
    alike: tuple[Object, ...]
    dialect: Dialect


def agreed(declared: Schema, reflected: Schema, dialect: Dialect) -> Schema:
    """Run ``PASSES`` over the objects that differ, mostly few, and return the whole schema."""
    unlike = {key: declared[key] for key in declared.unlike(reflected)}
    alike = tuple([value for key, value in declared.items() if key not in unlike])
    sides = Sides(declared, reflected, alike, dialect)
    objects: Objects = dict(unlike)
    for apply in PASSES:
        objects = apply(objects, sides)
    normalized = declared.with_states(dict.fromkeys(unlike) | objects)
    shared = tuple(_shared(declared, reflected))
    return Schema([*shared, *normalized.values()]) if shared else normalized


def _shared(declared: Schema, reflected: Schema) -> Iterator[Object]:
    """Yield the types that only tables out of scope depend on: models need not declare them."""
    for key, value in reflected.items():
        if isinstance(value, Enum) and value.shared and key not in declared:
            yield value


# --- names and keys -------------------------------------------------------------------------------


def without_merged_keys(objects: Objects, sides: Sides) -> Objects:
    """Leave out unique constraints that CREATE TABLE merges with another key of the same columns.

    Those that exist, by an ALTER TABLE of their own, stay. A primary key without a name takes that
    of the one merged with it (``transformIndexConstraints`` in ``parse_utilcmd.c``).
    """
    if not any(isinstance(value, Unique) for value in objects.values()):
        return objects
    keys = [x for x in sides.declared.values() if isinstance(x, (PrimaryKey, Unique))]
    primaries = {_content(key): key for key in keys if isinstance(key, PrimaryKey)}
    same: dict[object, list[Unique]] = defaultdict(list)
    for key in keys:
        if isinstance(key, Unique):
            same[_content(key)].append(key)
    merged: set[Key] = set()
    named: Objects = {}
    for content, uniques in same.items():
        primary = primaries.get(content)
        if primary is None and len(uniques) == 1:
            continue
        gone = _surplus(uniques, sides.reflected, 1 if primary is None else 0)
        merged.update(unique.key for unique in gone)
        names = [unique.name for unique in gone if unique.name is not None]
        if primary is not None and names and _takes_a_name(primary, sides.reflected):
            named[primary.key] = replace(primary, name=names[0])
    return {
        key: named.get(key, value)
        for key, value in objects.items()
        if key not in merged
    }


def _content(key: PrimaryKey | Unique) -> object:
    return (key.parent, key.columns, key.deferral, key.options)


def _takes_a_name(primary: PrimaryKey, reflected: Schema) -> bool:
    return primary.name is None and primary.parent not in reflected


def _surplus(uniques: list[Unique], reflected: Schema, least: int) -> list[Unique]:
    """List those of the equal ``uniques`` that the server lacks and would not create."""
    live = [
        value.name
        for value in reflected.under(uniques[0].parent)
        if isinstance(value, Unique) and value.columns == uniques[0].columns
    ]
    ranked = sorted(
        uniques, key=lambda unique: (unique.name not in live, not unique.name)
    )
    return ranked[max(len(live), least) :]


def with_names(objects: Objects, sides: Sides) -> Objects:
    """Name unnamed constraints as their live twins, or else as the server would."""
    return with_live_names(objects, sides.alike, sides.reflected)


# --- columns and sequences ------------------------------------------------------------------------

_NULL = re.compile(r"^\(*\s*NULL\s*\)*(?:::[\w .\"]+(?:\(\d+\))?(?:\[\])?)?$", re.I)
_NEXTVAL = re.compile(r"^nextval\('(?:.*\.)?\"?(?P<name>[^.\"]+)\"?'(?:::regclass)?\)$")


def with_live_defaults(objects: Objects, sides: Sides) -> Objects:
    """Take the live default where a model leaves it open, states NULL, or what SERIAL implies."""
    return {
        key: (
            _with_live_default(value, sides.reflected)
            if isinstance(value, Column) and value.default is not None
            else value
        )
        for key, value in objects.items()
    }


def _with_live_default(column: Column, reflected: Schema) -> Column:
    twin = reflected.get(column.key)
    live = twin if isinstance(twin, Column) else None
    assert column.default is not None
    if column.default == UNSTATED:
        return _as_live(column, live)
    if _NULL.match(column.default.sql):
        return replace(column, default=_live_null(live))
    if live is not None and live.autoincrement and _is_own_nextval(column):
        return replace(column, default=None, autoincrement=True)
    return column


def _as_live(column: Column, live: Column | None) -> Column:
    if live is None:
        return replace(column, default=None)
    return replace(
        column,
        default=live.default,
        computed=live.computed,
        identity=live.identity,
        autoincrement=live.autoincrement,
    )


def _live_null(live: Column | None) -> Clause | None:
    """Return the live default if it is NULL: PostgreSQL drops DEFAULT NULL, unless a length makes
    it ``NULL::character varying``.
    """
    default = live.default if live is not None else None
    return default if default is not None and _NULL.match(default.sql) else None


def _is_own_nextval(column: Column) -> bool:
    match = _NEXTVAL.match(column.default.sql) if column.default else None
    own = sequence_name(column.table, column.name)
    return match is not None and match["name"] == own


def with_sparse_counting(objects: Objects, sides: Sides) -> Objects:
    """Leave out the numbers of identities and sequences that are the server's defaults."""
    return {key: _with_sparse_counting(value) for key, value in objects.items()}


def _with_sparse_counting(value: Object) -> Object:
    if isinstance(value, Column) and value.identity is not None:
        counting = sparse(value.identity.counting, value.type.normal)
        return replace(value, identity=Identity(value.identity.always, counting))
    if isinstance(value, CountingSequence):
        return replace(value, counting=sparse_sequence(value.counting))
    return value


# --- indexes and options --------------------------------------------------------------------------


def with_short_order(objects: Objects, sides: Sides) -> Objects:
    """Leave out NULLS FIRST after DESC and NULLS LAST after ASC, which these imply."""
    return {
        key: (
            value.having(parts=tuple([_short(part) for part in value.parts]))
            if isinstance(value, Index)
            else value
        )
        for key, value in objects.items()
    }


def _short(part: IndexPart) -> IndexPart:
    if part.nulls_first is not None and part.nulls_first == part.descending:
        return replace(part, nulls_first=None)
    return part


_WITH_OPTIONS = (Table, PrimaryKey, Unique, Check, ForeignKey, Index)


def with_live_options(objects: Objects, sides: Sides) -> Objects:
    """Write options as the catalog does, and take over the live ones that no model declares."""
    return {
        key: _with_live_options(value, sides.reflected)
        for key, value in objects.items()
    }


def _with_live_options(value: Object, reflected: Schema) -> Object:
    if not isinstance(value, _WITH_OPTIONS):
        return value
    live = reflected.get(value.key)
    theirs = live.options if isinstance(live, type(value)) else None
    if not value.options and not theirs:
        return value
    return value.having(options=agreed_options(value.options, theirs))


# --- enum types -----------------------------------------------------------------------------------


def with_rebuilds(objects: Objects, sides: Sides) -> Objects:
    """Mark the enum types to be re-created, since a changed label is used in the same transaction.

    A downgrade adds the labels that an upgrade removes, so both sides are considered.
    """
    changed = {
        key: set(value.labels) ^ set(live.labels)
        for key, value in objects.items()
        if isinstance(value, Enum)
        and isinstance(live := sides.reflected.get(key), Enum)
        and live.labels != value.labels
    }
    if not changed:
        return objects
    everything = (*sides.alike, *objects.values(), *sides.reflected.values())
    clauses = clauses_by_type(everything, changed)
    marked = dict(objects)
    for key, labels in changed.items():
        if label_used(labels, clauses[key]):
            enum: Any = objects[key]
            marked[key] = replace(enum, rebuild=True)
    return marked


PASSES: tuple[Callable[[Objects, Sides], Objects], ...] = (
    without_merged_keys,
    with_live_defaults,
    with_sparse_counting,
    with_short_order,
    with_names,
    with_live_options,
    with_rebuilds,
)
"""What is done to declared objects, in this order."""
