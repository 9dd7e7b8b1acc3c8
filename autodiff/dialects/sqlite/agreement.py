"""Agreement: the declared schema as SQLite would store it, what models leave open filled from the live one.

SQLite stores constraints without names as such. A model's constraint without a name agrees with a
stored one of the same content, named or not; a name that a model states must be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.casing import with_live_letters
from autodiff.dialects.sqlite.expressions import with_known_columns
from autodiff.dialects.sqlite.index_text import part_text
from autodiff.dialects.sqlite.reading_columns import computed_of, uses
from autodiff.dialects.sqlite.reading_indexes import index_part
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import Options, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique


def agreed(declared: Schema, reflected: Schema, dialect: Dialect) -> Schema:
    """``declared`` comparable with ``reflected``."""
    if not declared.unlike(reflected):
        return declared
    declared = with_live_letters(declared, reflected, (Table, Column))
    tables = [each for each in declared.values() if isinstance(each, Table)]
    inside = {key for table in tables for key in _keys(declared, table)}
    return Schema(
        [
            *(value for key, value in declared.items() if key not in inside),
            *(each for t in tables for each in _table(t, declared, reflected, dialect)),
        ]
    )


def _keys(schema: Schema, table: Table) -> Iterator[Key]:
    yield table.key
    yield from (each.key for each in schema.under(table.key))


def _table(
    table: Table, declared: Schema, reflected: Schema, dialect: Dialect
) -> Iterable[Object]:
    parts = declared.under(table.key)
    if _same(table, reflected) and all(_same(each, reflected) for each in parts):
        return (table, *parts)
    stored = list(as_stored((table, *parts), dialect))
    return with_live(stored, reflected.under(table.key))


def _same(value: Object, reflected: Schema) -> bool:
    return reflected.get(value.key) == value


# --- as SQLite stores it --------------------------------------------------------------------------


def as_stored(values: Iterable[Object], dialect: Dialect) -> Iterator[Object]:
    """A table and its parts as their own CREATE TABLE would read back."""
    values = list(values)
    columns = {each.name: each for each in values if isinstance(each, Column)}
    options = next((each.options for each in values if isinstance(each, Table)), ())
    key = next((each for each in values if isinstance(each, PrimaryKey)), None)
    solid = _not_null(key, columns, options)
    for value in values:
        if isinstance(value, Column):
            yield _column(value, solid, columns)
        elif isinstance(value, PrimaryKey):
            yield _key(value, columns, options)
        elif isinstance(value, Unique):
            yield _with_conflict(value, columns, "sqlite_on_conflict_unique")
        elif isinstance(value, Index):
            yield _index(value, columns, dialect)
        elif isinstance(value, Check):
            condition = with_known_columns(value.condition, columns)
            yield value.having(condition=condition, deferral=Deferral())
        elif not (isinstance(value, ForeignKey) and _leaves(value)):
            yield value


def _not_null(
    key: PrimaryKey | None, columns: dict[str, Column], options: Options
) -> frozenset[str]:
    """The columns that cannot be NULL since they are the key, as in reading."""
    if key is None or not key.columns:
        return frozenset()
    sole = columns.get(key.columns[0]) if len(key.columns) == 1 else None
    rowid = sole is not None and sole.type.normal == "INTEGER"
    without_rowid = option(options, "sqlite_with_rowid") is False
    strict = bool(option(options, "sqlite_strict"))
    return frozenset(key.columns) if rowid or without_rowid or strict else frozenset()


_Keyed = TypeVar("_Keyed", PrimaryKey, Unique)

_OF_CONSTRAINTS = ("sqlite_on_conflict_primary_key", "sqlite_on_conflict_unique")


def _column(column: Column, solid: frozenset[str], columns: Iterable[str]) -> Column:
    default = column.default
    if default is not None and default.normal == "null":
        default = None
    computed = computed_of(column.computed, columns)
    return column.having(
        nullable=column.nullable and column.name not in solid,
        default=default,
        computed=computed,
        options=_conflicts(column.options),
        uses=uses((column.namespace, column.table), computed, columns),
    )


def _conflicts(options: Options) -> Options:
    """ON CONFLICT of NOT NULL alone; ABORT is what holds anyway."""
    return tuple(
        (name, way.upper())
        for name, way in options
        if name not in _OF_CONSTRAINTS and way.upper() != "ABORT"
    )


def _key(value: PrimaryKey, columns: dict[str, Column], options: Options) -> PrimaryKey:
    """AUTOINCREMENT stands at the column, where SQLAlchemy writes no name."""
    given = _with_conflict(value, columns, "sqlite_on_conflict_primary_key")
    if option(options, "sqlite_autoincrement"):
        return replace(given, name=None)
    return given


def _with_conflict(value: _Keyed, columns: dict[str, Column], name: str) -> _Keyed:
    """A constraint with its ON CONFLICT, or that of its only column."""
    way = option(value.options, "sqlite_on_conflict")
    if way is None and len(value.columns) == 1 and value.columns[0] in columns:
        way = option(columns[value.columns[0]].options, name)
    kept = way is not None and way.upper() != "ABORT"
    stated = (("sqlite_on_conflict", way.upper()),) if kept else ()
    return value.having(deferral=Deferral(), options=stated)


def _leaves(key: ForeignKey) -> bool:
    """Whether a foreign key points into another namespace, which SQLite cannot have."""
    return key.namespace != key.target_namespace


def _index(value: Index, columns: Iterable[str], dialect: Dialect) -> Index:
    names = {each.lower(): each for each in columns}
    parts = tuple(_part(each, names, dialect) for each in value.parts)
    where = with_known_columns(value.where, names) if value.where else None
    return replace(value, parts=parts, where=where)


def _part(part: IndexPart, names: dict[str, str], dialect: Dialect) -> IndexPart:
    """A part that was stated as text, read as SQLite reads it."""
    if part.column is not None:
        expression = with_known_columns(part.expression, names)
        return replace(part, expression=expression)
    found = index_part(part_text(part.expression.sql), names, dialect)
    return replace(
        found,
        descending=found.descending or part.descending,
        collation=found.collation or part.collation,
    )


# --- as the live database has it ------------------------------------------------------------------


def with_live(values: Iterable[Object], live: Iterable[Object]) -> Iterator[Object]:
    """``values`` of one table with what they leave open taken from ``live``."""
    values, theirs = list(values), {each.key: each for each in live}
    claimed = {each.key for each in values}
    for value in values:
        if isinstance(value, Column):
            yield _stated(value, theirs.get(value.key))
        elif isinstance(value, PrimaryKey) and value.name is None:
            yield _named(value, theirs.get(value.key))
        elif isinstance(value, Constraint) and value.name is None:
            yield _named(value, _twin(value, theirs, claimed))
        else:
            yield value


def _stated(column: Column, live: Object | None) -> Column:
    if column.default != UNSTATED:
        return column
    return replace(column, default=live.default if isinstance(live, Column) else None)


def _twin(
    value: Constraint, live: dict[Key, Object], claimed: set[Key]
) -> Constraint | None:
    """The stored constraint of the same content that no declared one has by name."""
    for key, other in live.items():
        if (
            isinstance(other, Constraint)
            and type(other) is type(value)
            and key not in claimed
            and other.signature == value.signature
        ):
            claimed.add(key)
            return other
    return None


def _named(value: Constraint, live: Object | None) -> Constraint:
    if value.key == getattr(live, "key", None) and not isinstance(value, PrimaryKey):
        return value
    return replace(value, name=live.name) if isinstance(live, Constraint) else value
