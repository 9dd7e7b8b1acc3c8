"""The passes that give declared tables the form that SQLite stores, and complete what models omit.

SQLite stores unnamed constraints without a name. A model's unnamed constraint equals a stored one of
the same content, named or not; a name that a model states must be in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects import live_names
from autodiff.dialects.casing import with_live_letters
from autodiff.dialects.live_names import says_the_same
from autodiff.dialects.sqlite.expressions import with_known_columns
from autodiff.dialects.sqlite.index_text import part_text
from autodiff.dialects.sqlite.read_columns import columns_used, with_columns_known
from autodiff.dialects.sqlite.read_indexes import index_part
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

Objects = Sequence[Object]
"""A declared table, its columns, constraints and indexes."""


@frozen
class Sides:
    """What a pass is given beside the objects of a table: its columns by name and options as
    declared, and its live objects by key.
    """

    columns: Mapping[str, Column]
    options: DialectOptions
    live: Mapping[Key, Object]
    dialect: Dialect


Pass = Callable[[Objects, Sides], Objects]


def normalized(declared: Schema, reflected: Schema, dialect: Dialect) -> Schema:
    """Return the declared schema after ``PASSES`` over all tables that differ from the live ones.

    Before that, names of tables and columns that differ only in case are written as in the database.
    """
    if not declared.unlike(reflected):
        return declared
    declared = with_live_letters(declared, reflected, (Table, Column))
    tables: list[Object] = []
    inside: set[Key] = set()
    for table in declared.values():
        if isinstance(table, Table):
            objects = (table, *declared.under(table.key))
            inside.update(value.key for value in objects)
            if any(reflected.get(value.key) != value for value in objects):
                tables += _normalized(table, objects, reflected, dialect)
            else:
                tables += objects
    others = [value for key, value in declared.items() if key not in inside]
    return Schema([*others, *tables])


def _normalized(
    table: Table, objects: Objects, reflected: Schema, dialect: Dialect
) -> Objects:
    columns = {value.name: value for value in objects if isinstance(value, Column)}
    live = {value.key: value for value in reflected.under(table.key)}
    sides = Sides(columns, table.options, live, dialect)
    for change in PASSES:
        objects = change(objects, sides)
    return objects


def _mapped(objects: Objects, kinds: Any, change: Callable[[Any], Object]) -> Objects:
    """Apply ``change`` to the objects of some kinds."""
    return [change(value) if isinstance(value, kinds) else value for value in objects]


# --- what SQLite does not have --------------------------------------------------------------------


def without_distant_keys(objects: Objects, sides: Sides) -> Objects:
    """Remove foreign keys to another namespace, which SQLite does not have."""
    return [value for value in objects if not _is_distant(value)]


def _is_distant(value: Object) -> bool:
    return isinstance(value, ForeignKey) and value.namespace != value.target_namespace


def without_deferral(objects: Objects, sides: Sides) -> Objects:
    """Remove DEFERRABLE from all constraints but foreign keys."""

    def changed(value: PrimaryKey | Unique | Check) -> Object:
        return value.having(deferral=Deferral())

    return _mapped(objects, (PrimaryKey, Unique, Check), changed)


def without_null_defaults(objects: Objects, sides: Sides) -> Objects:
    """Replace DEFAULT NULL by no default."""

    def changed(column: Column) -> Object:
        default = column.default
        is_null = default is not None and default.normal == "null"
        return replace(column, default=None) if is_null else column

    return _mapped(objects, Column, changed)


# --- primary keys and ON CONFLICT -----------------------------------------------------------------

_OF_KEYS: dict[type[Object], str] = {
    PrimaryKey: "sqlite_on_conflict_primary_key",
    Unique: "sqlite_on_conflict_unique",
}
"""The option of a column that states ON CONFLICT of its key, by kind of the key."""


def with_conflicts_at_keys(objects: Objects, sides: Sides) -> Objects:
    """Move ON CONFLICT of a key to the key, if its only column states it."""

    def changed(key: PrimaryKey | Unique) -> Object:
        way = option(key.options, "sqlite_on_conflict")
        if way is None and len(key.columns) == 1 and key.columns[0] in sides.columns:
            way = option(sides.columns[key.columns[0]].options, _OF_KEYS[type(key)])
        stated = () if way is None else (("sqlite_on_conflict", way),)
        return key.having(options=stated)

    def without(column: Column) -> Object:
        names = _OF_KEYS.values()
        kept = tuple([item for item in column.options if item[0] not in names])
        return column.having(options=kept)

    return _mapped(_mapped(objects, (PrimaryKey, Unique), changed), Column, without)


def with_short_conflicts(objects: Objects, sides: Sides) -> Objects:
    """Write ON CONFLICT in upper case, and remove ABORT, which is the default."""

    def changed(value: Column | PrimaryKey | Unique) -> Object:
        stated = [(name, way.upper()) for name, way in value.options]
        return value.having(
            options=tuple([item for item in stated if item[1] != "ABORT"])
        )

    return _mapped(objects, (Column, PrimaryKey, Unique), changed)


def with_autoincrement_keys(objects: Objects, sides: Sides) -> Objects:
    """Remove the name of a key with AUTOINCREMENT: SQLAlchemy writes it at the column, unnamed."""
    if not option(sides.options, "sqlite_autoincrement"):
        return objects
    return _mapped(objects, PrimaryKey, lambda key: key.having(name=None))


def with_not_null_keys(objects: Objects, sides: Sides) -> Objects:
    """Set NOT NULL on columns that are NOT NULL by the primary key, as the reader does."""
    keys = [value for value in objects if isinstance(value, PrimaryKey)]
    names = _not_null_by_key(keys[0], sides) if keys else ()

    def changed(column: Column) -> Object:
        return column.having(nullable=column.nullable and column.name not in names)

    return _mapped(objects, Column, changed) if names else objects


def _not_null_by_key(key: PrimaryKey, sides: Sides) -> Sequence[str]:
    sole = sides.columns.get(key.columns[0]) if len(key.columns) == 1 else None
    is_rowid = sole is not None and sole.type.normal == "INTEGER"
    without_rowid = option(sides.options, "sqlite_with_rowid") is False
    strict = bool(option(sides.options, "sqlite_strict"))
    return key.columns if is_rowid or without_rowid or strict else ()


# --- expressions ----------------------------------------------------------------------------------


def with_column_names(objects: Objects, sides: Sides) -> Objects:
    """Treat a quoted name as a column if the table has one of that name; else it may be a string."""
    names = sides.columns

    def changed(value: Check | Column | Index) -> Object:
        if isinstance(value, Check):
            return value.having(condition=with_known_columns(value.condition, names))
        if isinstance(value, Column):
            return _with_column_names(value, names)
        where = value.where and with_known_columns(value.where, names)
        return value.having(where=where)

    return _mapped(objects, (Check, Column, Index), changed)


def _with_column_names(column: Column, names: Iterable[str]) -> Object:
    if column.computed is None:
        return column
    computed = with_columns_known(column.computed, names)
    types = [key for key in column.uses if key.kind != Column.kind]
    uses = columns_used((column.namespace, column.table), computed, names)
    return column.having(computed=computed, uses=(*types, *uses))


def with_index_parts(objects: Objects, sides: Sides) -> Objects:
    """Parse index parts that are stated as text, with collation and direction, as SQLite does."""
    names = {name.lower(): name for name in sides.columns}

    def changed(index: Index) -> Object:
        parts = [_part(part, names, sides.dialect) for part in index.parts]
        return index.having(parts=tuple(parts))

    return _mapped(objects, Index, changed)


def _part(part: IndexPart, names: Mapping[str, str], dialect: Dialect) -> IndexPart:
    if part.column is not None:
        return replace(part, expression=with_known_columns(part.expression, names))
    read = index_part(part_text(part.expression.sql), names, dialect)
    return replace(
        read,
        descending=read.descending or part.descending,
        collation=read.collation or part.collation,
    )


# --- what models omit -----------------------------------------------------------------------------


def with_live_defaults(objects: Objects, sides: Sides) -> Objects:
    """Copy the live default if the model does not state one."""

    def changed(column: Column) -> Object:
        if column.default != UNSTATED:
            return column
        live = sides.live.get(column.key)
        default = live.default if isinstance(live, Column) else None
        return replace(column, default=default)

    return _mapped(objects, Column, changed)


def with_live_names(objects: Objects, sides: Sides) -> Objects:
    """Give an unnamed constraint the name of the live one with the same content."""
    return live_names.with_live_names(objects, sides.live.values(), (says_the_same,))


PASSES: tuple[Pass, ...] = (
    without_distant_keys,
    without_deferral,
    without_null_defaults,
    with_conflicts_at_keys,
    with_short_conflicts,
    with_autoincrement_keys,
    with_not_null_keys,
    with_column_names,
    with_index_parts,
    with_live_defaults,
    with_live_names,
)
"""The passes over the objects of a table, in this order."""
