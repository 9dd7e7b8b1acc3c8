"""Agreement: what models leave open, filled as the live database has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.mysql.columns_agreed import agreed_column
from autodiff.dialects.mysql.implicit import kept_indexes, new_indexes
from autodiff.dialects.mysql.names import named_checks, named_keys, numbered
from autodiff.dialects.mysql.options import filled, with_collation
from autodiff.dialects.mysql.read_keys import action
from autodiff.dialects.mysql.read_tables import without_defaults
from autodiff.dialects.mysql.server import Server, Settings
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique


@dataclass(frozen=True, slots=True)
class Terms:
    """What agreement must know of the server, and SQLAlchemy's prefix of its options."""

    prefix: str
    server: Server
    settings: Settings


def agreed(declared: Schema, reflected: Schema, terms: Terms) -> Schema:
    """``declared`` in the terms of this server and of ``reflected``."""
    objects: list[Object] = []
    for value in declared.values():
        if value.parent is None:
            objects.append(_alone(value, reflected.get(value.key), terms))
        if isinstance(value, Table):
            objects.extend(_table_parts(value, declared, reflected, terms))
    return Schema(objects)


def _alone(value: Object, live: Object | None, terms: Terms) -> Object:
    if isinstance(value, CountingSequence):
        return replace(value, counting=without_defaults(value.counting))
    if isinstance(value, Table):
        return _agreed_table(value, live, terms)
    return value


def _agreed_table(value: Table, live: Object | None, terms: Terms) -> Table:
    stated = with_collation(value.options, terms.prefix, terms.server, terms.settings)
    if isinstance(live, Table):
        return replace(value, options=filled(stated, live.options))
    return value


def _table_parts(
    table: Table, declared: Schema, reflected: Schema, terms: Terms
) -> Iterator[Object]:
    """The parts of one table: each made usual for this server, then those without a name named."""
    final = _agreed_table(table, reflected.get(table.key), terms)
    live = reflected.under(table.key)
    parts = [_usual(each, terms) for each in declared.under(table.key)]
    primary = {
        column
        for each in parts
        if isinstance(each, PrimaryKey)
        for column in each.columns
    }
    lasting: list[Object] = []
    for each in parts:
        if isinstance(each, Column):
            other = reflected.get(each.key)
            yield agreed_column(each, other, final, each.name in primary, terms)
        else:
            lasting.append(each)
    if table.key not in reflected:
        yield from lasting
        return
    named = named_keys(_as_live(lasting, live), live)
    named += kept_indexes(named, live)
    named = numbered(named)
    named += new_indexes(named)
    yield from named_checks(named, live, terms.server)


def _usual(value: Object, terms: Terms) -> Object:
    """``value`` less what this server does not have or calls otherwise."""
    match value:
        case PrimaryKey():
            return replace(value, name=None, deferral=Deferral())
        case Unique():
            return replace(value, deferral=Deferral())
        case ForeignKey():
            return replace(
                value,
                on_delete=action(value.on_delete),
                on_update=action(value.on_update),
                match=None,
                deferral=Deferral(),
            )
        case Index():
            return _usual_index(value, terms)
        case Check(name=None, column=str(column)) if terms.server.column_checks:
            return replace(value, options=((f"{terms.prefix}_column", column),))
    return value


def _usual_index(index: Index, terms: Terms) -> Index:
    found = dict(index.options)
    prefix = f"{terms.prefix}_prefix"
    if prefix in found:
        found[prefix] = str(found[prefix]).upper()
    using = f"{terms.prefix}_using"
    if using in found:
        found[using] = str(found[using]).lower()
    return replace(index, options=options(found))


def _as_live(parts: Iterable[Object], live: Iterable[Object]) -> list[Object]:
    """Unique indexes and unique constraints are one thing here: each is what its live twin is."""
    there = {
        each.key.name.lower(): each for each in live if isinstance(each, Unique | Index)
    }
    return [_in_kind(each, there.get(each.key.name.lower())) for each in parts]


def _in_kind(value: Object, twin: Object | None) -> Object:
    if isinstance(value, Index):
        value = replace(value, options=_index_options(value, twin))
        if isinstance(twin, Unique) and is_plain_unique(value):
            return Unique(value.namespace, value.table, value.name, value.plain_columns)
    return value


def _index_options(value: Index, twin: Object | None) -> tuple[tuple[str, object], ...]:
    """A live index keeps its comment and visibility, which no model states; USING and a parser
    are shown nowhere but for MEMORY tables, so what is live is taken to be as stated.
    """
    if twin is None:
        return value.options
    live = dict(twin.options) if isinstance(twin, Index | Unique) else {}
    unseen = ("_using", "_with_parser")
    mine = {
        name: each
        for name, each in value.options
        if name in live or not name.endswith(unseen)
    }
    unstated = ("_comment", "_hidden")
    kept = {name: each for name, each in live.items() if name.endswith(unstated)}
    return options(kept | mine)


def is_plain_unique(index: Index) -> bool:
    """Whether an index says no more than a unique constraint does."""
    return (
        index.unique and not index.options and all(each.plain for each in index.parts)
    )
