"""Normalizing: what models leave open, filled as the live database has it, by a list of passes."""

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
    utf8_spelled,
)
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import Options, option, options
from autodiff.kinds.place import column_key
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

Pass = Callable[[Schema, Schema, Terms], Schema]
"""One step of normalizing: ``(declared, reflected, terms)`` gives ``declared`` nearer to live."""

TablePass = Callable[[Sequence[Object], Sequence[Object], Terms], Sequence[Object]]
"""The same for the constraints and indexes of one table: ``(declared, live, terms)``."""


def prepared(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Run the PASSES over tables, columns and sequences, before the server spells their clauses."""
    for change in PASSES:
        declared = change(declared, reflected, terms)
    return declared


def agreed(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Run the CONSTRAINT_PASSES over each table that has constraints or indexes unlike the live."""
    tables = _open_tables(declared, reflected)
    if not tables:
        return declared
    return Schema(_with_constraints(declared, tables, reflected, terms))


# --- tables, columns, sequences -------------------------------------------------------------------


def live_letters(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Call columns as the live ones where only the case of letters differs."""
    return with_live_letters(declared, reflected, (Column,))


def table_options(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Give tables the options that they do not state and their live ones have."""
    states: dict[Key, Object] = {}
    for key in declared.unlike(reflected):
        table, live = declared[key], reflected.get(key)
        if isinstance(table, Table) and isinstance(live, Table):
            stated = _filled(_with_collation(table.options, terms), live.options)
            states[key] = table.having(options=stated)
    return declared.with_states(states) if states else declared


def _with_collation(stated: Options, terms: Terms) -> Options:
    """Add the character set to a stated collation, or the collation to a character set."""
    names = terms.option("charset"), terms.option("collate")
    charset, collation = (option(stated, name) for name in names)
    charset = charset and utf8_spelled(charset, terms.server)
    collation = collation and utf8_spelled(collation, terms.server)
    if not charset and not collation:
        return stated
    if charset and not collation:
        collation = terms.settings.default_collation(charset)
    if collation and not charset:
        known = terms.settings.charset_of.get(collation)
        charset = known or collation.partition("_")[0]
    return options(dict(stated) | dict(zip(names, (charset, collation), strict=True)))


def _filled(stated: Options, live: Options) -> Options:
    """Add the live options that are not stated. Engines and the like are compared without regard
    to case, and take the live spelling.
    """
    if not stated:
        return live
    merged = dict(live)
    for name, value in stated:
        if str(merged.get(name)).lower() != str(value).lower():
            merged[name] = value
    return options(merged)


def sequences(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Leave out of sequences the numbers that hold anyway."""
    states: dict[Key, Object] = {}
    for key in declared.unlike(reflected):
        value = declared[key]
        if isinstance(value, CountingSequence):
            states[key] = replace(value, counting=without_defaults(value.counting))
    return declared.with_states(states) if states else declared


def columns(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """Write columns as this server shows them: the collation of the table, NOT NULL in a primary
    key, no DEFAULT NULL, and the live options that no model states.
    """
    unlike = [declared[key] for key in declared.unlike(reflected)]
    changing = [value for value in unlike if isinstance(value, Column)]
    if not changing:
        return declared
    primary = frozenset(
        column_key(key.namespace, key.table, name)
        for key in declared.values()
        if isinstance(key, PrimaryKey)
        for name in key.columns
    )
    states: dict[Key, Object] = {}
    for column in changing:
        table, live = declared[column.parent], reflected.get(column.key)
        assert isinstance(table, Table) and isinstance(live, Column | None)
        in_key = column.key in primary
        states[column.key] = _column(column, live, table, in_key, terms)
    return declared.with_states(states)


def _column(
    column: Column, live: Column | None, table: Table, in_key: bool, terms: Terms
) -> Column:
    nullable = column.nullable and not in_key
    if column.computed is not None and not terms.server.null_after_computed:
        nullable = True
    stated = column.options
    if live is not None and live.options:
        stated = options(dict(live.options) | dict(stated))
    return column.having(
        type=_type(column.type, live, table, terms),
        nullable=nullable,
        default=_default(column, nullable, live, terms),
        options=stated,
    )


def _type(type_: Clause, live: Column | None, table: Table, terms: Terms) -> Clause:
    """Give a string type without a collation that of its table, and one of a character set that
    set's. Where it is another than the live column's, it is written too: a reader of the script
    sees what changes.
    """
    if not has_open_collation(type_.normal):
        if "character set" not in type_.normal:
            return type_
        normal = normal_type(type_.normal, terms.server, terms.settings)
        return type_.with_normal(normal)
    collation = option(table.options, terms.option("collate"))
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
    """Take DEFAULT NULL for none. An old-style TIMESTAMP NOT NULL has a default of the server's
    own choice (explicit_defaults_for_timestamp=OFF).
    """
    default = column.default
    if default is None:
        is_timestamp = base_name(column.type.normal) == "timestamp"
        is_open = (
            is_timestamp and not nullable and not terms.settings.explicit_timestamps
        )
    elif default.normal.strip("( )").upper() == "NULL":
        return None
    else:
        is_open = default.normal == UNSTATED.normal
    if not is_open:
        return default
    return live.default if live else None


# --- constraints and indexes ----------------------------------------------------------------------


def _open_tables(declared: Schema, reflected: Schema) -> set[Key]:
    """Find the tables whose constraints and indexes are not just the live ones, or lack an index
    that a foreign key needs.
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
    """List the objects of ``declared``, those of ``tables`` after the CONSTRAINT_PASSES."""
    for key, value in declared.items():
        if isinstance(value, Table) and key in tables:
            parts = declared.under(key)
            yield value
            yield from (part for part in parts if isinstance(part, Column))
            rules: Sequence[Object]
            rules = [part for part in parts if not isinstance(part, Column)]
            live = reflected.under(key)
            for change in CONSTRAINT_PASSES if key in reflected else (server_words,):
                rules = change(rules, live, terms)
            yield from rules
        elif value.parent is None or value.parent not in tables:
            yield value


def server_words(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Leave out what this server does not have, and name the rest as it does."""
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
"""The letters of the catalog, by option of an index."""


CONSTRAINT_PASSES: tuple[TablePass, ...] = (
    server_words,
    unique_twins,
    live_names,
    kept_indexes,
    server_names,
    unique_twins,  # again: of those that got a name
    new_indexes,
    check_names,
)
PASSES: tuple[Pass, ...] = (
    live_letters,
    table_options,
    columns,
    sequences,
)
