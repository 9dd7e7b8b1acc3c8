"""Bring declared objects to the form of the live ones, by lists of passes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.casing import with_live_letters
from autodiff.dialects.mysql.automatic_names import (
    check_names,
    live_names,
    server_names,
)
from autodiff.dialects.mysql.ddl_sequence import without_defaults
from autodiff.dialects.mysql.ddl_table import filled_options, with_collation
from autodiff.dialects.mysql.key_indexes import (
    kept_indexes,
    lacks_index,
    new_indexes,
    unique_twins,
)
from autodiff.dialects.mysql.read_constraints import action
from autodiff.dialects.mysql.server import Terms
from autodiff.dialects.mysql.types import (
    COLLATE,
    base_name,
    collation_of,
    has_open_collation,
    normal_type,
)
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.keys import column_key
from autodiff.kinds.options import option, options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

Objects = dict[Key, Object]
"""Declared objects, by key, that the live schema lacks or has in another form."""


@frozen
class Sides:
    """Both schemas, and the terms of the server."""

    declared: Schema
    reflected: Schema
    terms: Terms


Pass = Callable[[Objects, Sides], Objects]
"""A pass over objects; it returns the ones that it changed."""

TablePass = Callable[[Sequence[Object], Sequence[Object], Terms], Sequence[Object]]
"""A pass over the constraints and indexes of one table: ``(declared, live, terms)``."""


def prepared(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Run PASSES over tables, columns and sequences, before the server spells their clauses.

    Objects that equal the live ones, which are most, are skipped.
    """
    declared = with_live_letters(declared, reflected, (Column,))
    sides = Sides(declared, reflected, terms)
    objects = {key: declared[key] for key in declared.unlike(reflected)}
    changed: Objects = {}
    for apply in PASSES:
        changed |= apply(objects | changed, sides)
    return declared.with_states(changed) if changed else declared


def agreed(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Run CONSTRAINT_PASSES over the tables whose constraints or indexes differ."""
    tables = _open_tables(declared, reflected)
    if not tables:
        return declared
    return Schema(_with_constraints(declared, tables, reflected, terms))


# --- tables, columns, sequences -------------------------------------------------------------------


def table_options(objects: Objects, sides: Sides) -> Objects:
    """Add to tables the options that models leave open and the live tables have."""
    changed: Objects = {}
    for key, table in objects.items():
        live = sides.reflected.get(key)
        if isinstance(table, Table) and isinstance(live, Table):
            stated = with_collation(table.options, sides.terms)
            changed[key] = table.having(options=filled_options(stated, live.options))
    return changed


def sequences(objects: Objects, sides: Sides) -> Objects:
    """Leave out the numbers of sequences that are defaults."""
    return {
        key: replace(value, counting=without_defaults(value.counting))
        for key, value in objects.items()
        if isinstance(value, CountingSequence)
    }


def columns(objects: Objects, sides: Sides) -> Objects:
    """Write columns as this server shows them: with the table's collation, NOT NULL in a primary
    key, without DEFAULT NULL, and with the live options that no model declares.
    """
    declared, reflected = sides.declared, sides.reflected
    primary = frozenset(
        column_key(value.namespace, value.table, name)
        for value in declared.values()
        if isinstance(value, PrimaryKey)
        for name in value.columns
    )
    collations: dict[Key, str | None] = {}
    changed: Objects = {}
    for key, column in objects.items():
        if not isinstance(column, Column):
            continue
        parent = column.parent
        if parent not in collations:
            table = objects.get(parent, declared[parent])
            assert isinstance(table, Table)
            collations[parent] = option(table.options, sides.terms.option("collate"))
        live = reflected.get(key)
        twin = live if isinstance(live, Column) else None
        in_key = key in primary
        normal = _column(column, twin, collations[parent], in_key, sides.terms)
        if normal is not column:
            changed[key] = normal
    return changed


def _column(
    column: Column,
    live: Column | None,
    collation: str | None,
    in_key: bool,
    terms: Terms,
) -> Column:
    """Return ``column`` as the server would show it; ``live`` is its live twin, ``collation`` the
    table's, ``in_key`` whether it is part of the primary key.
    """
    nullable = column.nullable and not in_key
    if column.computed is not None and not terms.server.null_after_computed:
        nullable = True
    stated = column.options
    if live is not None and live.options:
        stated = options(dict(live.options) | dict(stated))
    type_ = _type(column.type, live, collation, terms)
    default = _default(column, nullable, live, terms)
    if (
        type_ is column.type
        and default is column.default
        and nullable == column.nullable
        and stated is column.options
    ):
        return column
    return replace(
        column, type=type_, nullable=nullable, default=default, options=stated
    )


def _type(
    type_: Clause, live: Column | None, collation: str | None, terms: Terms
) -> Clause:
    """Return a string type with its collation, which may be that of the table or of a character
    set.

    A collation other than the live column's is also written, so that readers of the script see the
    change. ``live`` is that column, ``collation`` the table's.
    """
    if not has_open_collation(type_.normal):
        if "character set" not in type_.normal:
            return type_
        normal = normal_type(type_.normal, terms.server, terms.settings)
        return type_.with_normal(normal)
    if collation is None:
        return type_
    normal = type_.normal + COLLATE + collation
    live_collation = collation_of(live.type.normal) if live is not None else None
    if live_collation in (None, collation):
        return type_.with_normal(normal)
    return Clause(normal, f"{type_.sql} COLLATE {collation}")


def _default(
    column: Column, nullable: bool, live: Column | None, terms: Terms
) -> Clause | None:
    """Return the default; None for DEFAULT NULL.

    A TIMESTAMP that is not ``nullable`` and has no default takes that of ``live`` where the server
    chooses it itself (explicit_defaults_for_timestamp=OFF).
    """
    default = column.default
    if default is None:
        old_style = not nullable and not terms.settings.explicit_timestamps
        is_open = old_style and base_name(column.type.normal) == "timestamp"
    elif default.normal.strip("( )").upper() == "NULL":
        return None
    else:
        is_open = default.normal == UNSTATED.normal
    if not is_open:
        return default
    return live.default if live else None


# --- constraints and indexes ----------------------------------------------------------------------


def _open_tables(declared: Schema, reflected: Schema) -> set[Key]:
    """Return the tables whose constraints or indexes differ from the live ones, or that lack an
    index for a foreign key.
    """
    mine = [declared[key] for key in declared.unlike(reflected)]
    gone = [reflected[key] for key in reflected.keys() - declared.keys()]
    parents = [
        value.parent for value in (*mine, *gone) if not isinstance(value, Column)
    ]
    tables = {key for key in parents if key is not None and key in declared}
    keys: dict[Key, list[Object]] = defaultdict(list)
    for value in declared.values():
        if type(value) in _KEYS and value.parent is not None:
            keys[value.parent].append(value)
    return tables | {table for table, values in keys.items() if lacks_index(values)}


_KEYS = frozenset((ForeignKey, Index, PrimaryKey, Unique))


def _with_constraints(
    declared: Schema, tables: Container[Key], reflected: Schema, terms: Terms
) -> Iterator[Object]:
    """Yield the objects of ``declared``; those of ``tables`` pass through CONSTRAINT_PASSES."""
    for key, value in declared.items():
        if isinstance(value, Table) and key in tables:
            parts = declared.under(key)
            yield value
            yield from (part for part in parts if isinstance(part, Column))
            others: Sequence[Object]
            others = [part for part in parts if not isinstance(part, Column)]
            live = reflected.under(key)
            for change in CONSTRAINT_PASSES if key in reflected else (server_words,):
                others = change(others, live, terms)
            yield from others
        elif value.parent is None or value.parent not in tables:
            yield value


def server_words(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Leave out what this server does not support, and write the rest in its words."""
    return [_in_server_words(value, terms) for value in declared]


NOT_DEFERRED = Deferral()


def _in_server_words(value: Object, terms: Terms) -> Object:
    match value:
        case PrimaryKey():
            return value.having(name=None, deferral=NOT_DEFERRED)
        case Unique():
            return value.having(deferral=NOT_DEFERRED)
        case ForeignKey():
            return value.having(
                on_delete=action(value.on_delete),
                on_update=action(value.on_update),
                match=None,
                deferral=NOT_DEFERRED,
            )
        case Index() if value.options:
            stated = {
                name: _LETTERS.get(name.removeprefix(terms.option("")), _as_is)(text)
                for name, text in value.options
            }
            return value.having(options=options(stated))
        case Check(name=None, column=str(column)) if terms.server.column_checks:
            return replace(value, options=((terms.option("column"), column),))
    return value


def _as_is(value: object) -> object:
    return value


_LETTERS: dict[str, Callable[[object], object]] = {
    "prefix": lambda word: str(word).upper(),
    "using": lambda word: str(word).lower(),
}
"""The letter case in which the catalog writes an index's options."""


CONSTRAINT_PASSES: tuple[TablePass, ...] = (
    server_words,
    unique_twins,
    live_names,
    kept_indexes,
    server_names,
    unique_twins,  # again, for those named since
    new_indexes,
    check_names,
)
PASSES: tuple[Pass, ...] = (
    table_options,
    columns,
    sequences,
)
