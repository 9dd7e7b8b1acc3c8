"""Agreement: what models leave open, filled as the live database has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.casing import with_live_letters
from autodiff.dialects.mysql.columns_agreed import agreed_column
from autodiff.dialects.mysql.counting import without_defaults
from autodiff.dialects.mysql.implicit import kept_indexes, new_indexes
from autodiff.dialects.mysql.indexes_agreed import as_live, with_usual_options
from autodiff.dialects.mysql.names import named_checks, named_keys, numbered
from autodiff.dialects.mysql.options import filled, with_collation
from autodiff.dialects.mysql.read_keys import action
from autodiff.dialects.mysql.server import Server, Settings
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.place import column_key
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique


@frozen
class Terms:
    """What agreement must know of the server, and SQLAlchemy's prefix of its options."""

    prefix: str
    server: Server
    settings: Settings


def agreed(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """``declared`` in the terms of this server and of ``reflected``.

    Names of columns are found in any case of letters; those of tables by the file system's rule.
    What the live schema has just so has nothing open, and most is of that kind.
    """
    declared = with_live_letters(declared, reflected, (Column,))
    unlike = declared.unlike(reflected)
    told = declared.with_states(_states(declared, unlike, reflected, terms))
    tables = _open_tables(declared, unlike, reflected)
    if not tables:
        return told
    return Schema(_with_others(told, tables, reflected, terms))


def _states(
    declared: Schema, unlike: Iterable[Key], reflected: Schema, terms: Terms
) -> dict[Key, Object]:
    """Tables, columns and sequences of ``unlike`` as this server would show them."""
    made: dict[Key, Object] = {}
    columns: list[Column] = []
    for key in unlike:
        value = declared[key]
        if isinstance(value, Column):
            columns.append(value)
        elif isinstance(value, Table):
            made[key] = _agreed_table(value, reflected.get(key), terms)
        elif isinstance(value, CountingSequence):
            made[key] = replace(value, counting=without_defaults(value.counting))
    primary = _primary_columns(declared) if columns else frozenset()
    for column in columns:
        key = column.key
        table = made.get(column.parent) or declared[column.parent]
        assert isinstance(table, Table)
        in_key = key in primary
        made[key] = agreed_column(column, reflected.get(key), table, in_key, terms)
    return made


def _primary_columns(declared: Schema) -> frozenset[Key]:
    return frozenset(
        column_key(key.namespace, key.table, column)
        for key in declared.values()
        if isinstance(key, PrimaryKey)
        for column in key.columns
    )


_KEYS = frozenset((ForeignKey, Index, PrimaryKey, Unique))


def _open_tables(
    declared: Schema, unlike: Iterable[Key], reflected: Schema
) -> set[Key]:
    """The tables whose keys, constraints and indexes are not just the live ones, or lack an index
    that a foreign key needs.
    """
    mine = [declared[key] for key in unlike]
    there = [reflected[key] for key in reflected.keys() - declared.keys()]
    parents = [x.parent for x in (*mine, *there) if not isinstance(x, Column)]
    found = {key for key in parents if key is not None and key in declared}
    others: dict[Key, list[Object]] = defaultdict(list)
    for value in declared.values():
        if type(value) in _KEYS and value.parent is not None:
            others[value.parent].append(value)
    return found | {table for table, each in others.items() if new_indexes(each)}


def _with_others(
    told: Schema, tables: Container[Key], reflected: Schema, terms: Terms
) -> Iterator[Object]:
    """``told`` with all that is not a column in ``tables`` brought to the terms of the live ones."""
    for key, value in told.items():
        if isinstance(value, Table) and key in tables:
            parts = told.under(key)
            yield value
            yield from (each for each in parts if isinstance(each, Column))
            stated = [each for each in parts if not isinstance(each, Column)]
            yield from _others(key, stated, reflected, terms)
        elif value.parent is None or value.parent not in tables:
            yield value


def _agreed_table(value: Table, live: Object | None, terms: Terms) -> Table:
    if not isinstance(live, Table):
        return value
    stated = value.options
    if stated:
        stated = with_collation(stated, terms.prefix, terms.server, terms.settings)
        return value.having(options=filled(stated, live.options))
    return value.having(options=live.options)


def _others(
    table: Key, stated: Iterable[Object], reflected: Schema, terms: Terms
) -> Sequence[Object]:
    """Each made usual for this server, then those without a name named."""
    lasting = [_usual(each, terms) for each in stated]
    if table not in reflected:
        return lasting
    live = reflected.under(table)
    named = named_keys(as_live(lasting, live), live)
    named += kept_indexes(named, live)
    named = numbered(named)
    named += new_indexes(named)
    return named_checks(named, live, terms.server)


def _usual(value: Object, terms: Terms) -> Object:
    """``value`` less what this server does not have or calls otherwise."""
    match value:
        case PrimaryKey():
            return value.having(name=None, deferral=NONE)
        case Unique():
            return value.having(deferral=NONE)
        case ForeignKey():
            return value.having(
                on_delete=action(value.on_delete),
                on_update=action(value.on_update),
                match=None,
                deferral=NONE,
            )
        case Index():
            return with_usual_options(value, terms.prefix)
        case Check(name=None, column=str(column)) if terms.server.column_checks:
            return replace(value, options=((f"{terms.prefix}_column", column),))
    return value


NONE = Deferral()
