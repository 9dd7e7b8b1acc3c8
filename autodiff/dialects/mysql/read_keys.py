"""Indexes, primary keys, unique and foreign keys as the catalog shows them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from autodiff.core.object import Object
from autodiff.dialects.mysql.catalog import Row, Rows
from autodiff.dialects.mysql.place import Place
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import Options, option, options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

PREFIXES = ("FULLTEXT", "SPATIAL")
NO_ACTION = ("RESTRICT", "NO ACTION")
"""InnoDB checks at once, so both refuse alike, as does saying nothing."""


def indexes(found: Rows, table: Table, place: Place) -> Iterator[Object]:
    """The keys of one table; a plain unique index is a unique constraint, they are the same here."""
    for name, group in groupby(found, itemgetter(1)):
        yield _index(name, list(group), table, place)


def _index(name: str, found: Rows, table: Table, place: Place) -> Object:
    columns = tuple(row[3] for row in found)
    where = (place.namespace, table.name)
    if name == "PRIMARY":
        return PrimaryKey(*where, None, columns)
    parts = tuple(_part(row, place) for row in found)
    unique = not found[0][2]
    stated = _options(found[0], table, place)
    if unique and not stated and all(part.plain for part in parts):
        return Unique(*where, name, columns)
    return Index(*where, name, parts, unique, None, stated)


def _part(row: Row, place: Place) -> IndexPart:
    _, _, _, column, way, length, kind, _, expression, _ = row
    if column is None:
        return IndexPart(place.clause(expression), None, way == "D")
    clause = place.clause(place.quoted(column))
    spatial = kind == "SPATIAL"
    return IndexPart(clause, column, way == "D", length=None if spatial else length)


def _options(row: Row, table: Table, place: Place) -> Options:
    """A unique key over long text is a HASH whatever is asked for (MariaDB), and InnoDB knows no
    other: only MEMORY, where HASH is usual, is told apart.
    """
    kind, comment, hidden = row[6], row[7], row[9]
    engine = option(table.options, place.option("engine"))
    found: dict[str, object] = {}
    if kind in PREFIXES:
        found[place.option("prefix")] = kind
    elif kind == "BTREE" and engine == "MEMORY":
        found[place.option("using")] = "btree"
    found[place.option("comment")] = comment
    found[place.option("hidden")] = bool(hidden)
    return options(found)


def foreign_keys(keys: Rows, actions: Rows, place: Place) -> Iterator[ForeignKey]:
    rules = {(row[0], row[1]): (row[2], row[3]) for row in actions}
    for (table, name), group in groupby(keys, itemgetter(0, 1)):
        ends = list(group)
        on_delete, on_update = rules.get((table, name), (None, None))
        yield ForeignKey(
            place.namespace,
            table,
            name,
            tuple(row[2] for row in ends),
            place.namespace_of(ends[0][3]),
            ends[0][4],
            tuple(row[5] for row in ends),
            action(on_delete),
            action(on_update),
        )


def action(rule: str | None) -> str | None:
    """ON DELETE or ON UPDATE; None where it only refuses."""
    return None if rule in NO_ACTION else rule
