"""Agreement: what models leave open, filled as the live database has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.casing import with_live_letters
from autodiff.dialects.mysql.columns_agreed import agreed_column
from autodiff.dialects.mysql.counting import without_defaults
from autodiff.dialects.mysql.fields import with_fields
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
    """
    declared = with_live_letters(declared, reflected, (Column,))
    objects: list[Object] = []
    for value in declared.values():
        if isinstance(value, Table):
            table = _agreed_table(value, reflected.get(value.key), terms)
            objects.append(table)
            objects.extend(_table_parts(table, declared, reflected, terms))
        elif isinstance(value, CountingSequence):
            counting = without_defaults(value.counting)
            objects.append(replace(value, counting=counting))
        elif value.parent is None:
            objects.append(value)
    return Schema(objects)


def _agreed_table(value: Table, live: Object | None, terms: Terms) -> Table:
    if not isinstance(live, Table):
        return value
    stated = value.options
    if stated:
        stated = with_collation(stated, terms.prefix, terms.server, terms.settings)
        return with_fields(value, options=filled(stated, live.options))
    return with_fields(value, options=live.options)


def _table_parts(
    table: Table, declared: Schema, reflected: Schema, terms: Terms
) -> Iterator[Object]:
    """The parts of one table: each made usual for this server, then those without a name named."""
    parts = declared.under(table.key)
    primary = _primary_columns(parts)
    for each in parts:
        if isinstance(each, Column):
            other = reflected.get(each.key)
            yield agreed_column(each, other, table, each.name in primary, terms)
    lasting = [_usual(each, terms) for each in parts if not isinstance(each, Column)]
    if table.key not in reflected:
        yield from lasting
        return
    live = reflected.under(table.key)
    named = named_keys(as_live(lasting, live), live)
    named += kept_indexes(named, live)
    named = numbered(named)
    named += new_indexes(named)
    yield from named_checks(named, live, terms.server)


def _primary_columns(parts: Iterable[Object]) -> frozenset[str]:
    keys = (each.columns for each in parts if isinstance(each, PrimaryKey))
    return frozenset(column for columns in keys for column in columns)


def _usual(value: Object, terms: Terms) -> Object:
    """``value`` less what this server does not have or calls otherwise."""
    match value:
        case PrimaryKey():
            return with_fields(value, name=None, deferral=NONE)
        case Unique():
            return with_fields(value, deferral=NONE)
        case ForeignKey():
            return with_fields(
                value,
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
