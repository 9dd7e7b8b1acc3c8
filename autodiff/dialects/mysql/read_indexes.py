"""Indexes, primary keys, unique and foreign keys as the catalog shows them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from autodiff.core.object import Object
from autodiff.dialects.mysql.catalog import Rows
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


class IndexReader:
    """Builds indexes of many tables; what is said alike is made once."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._parts: dict[tuple[Any, ...], IndexPart] = {}
        self._options: dict[tuple[Any, ...], Options] = {}

    def indexes(self, found: Rows, table: Table) -> Iterator[Object]:
        """The keys of one table; a plain unique index is a unique constraint, they are the same
        here.
        """
        for name, group in groupby(found, itemgetter(0)):
            yield self._index(name, list(group), table)

    def _index(self, name: str, found: Rows, table: Table) -> Object:
        columns = tuple([row[2] for row in found])
        where = (self._place.namespace, table.name)
        if name == "PRIMARY":
            return PrimaryKey(*where, None, columns)
        parts = tuple([self._part(*row[2:6], row[7]) for row in found])
        _, not_unique, _, _, _, kind, comment, _, hidden = found[0]
        engine = option(table.options, self._place.option("engine"))
        key = (kind, comment, hidden, engine)
        stated = self._options.get(key)
        if stated is None:
            stated = self._options[key] = _options(self._place, *key)
        if not not_unique and not stated and all(part.plain for part in parts):
            return Unique(*where, name, columns)
        return Index(*where, name, parts, not not_unique, None, stated)

    def _part(self, *said: Any) -> IndexPart:
        part = self._parts.get(said)
        if part is None:
            part = self._parts[said] = _part(self._place, *said)
        return part


def _part(
    place: Place,
    column: str | None,
    way: str | None,
    length: int | None,
    kind: str,
    expression: str,
) -> IndexPart:
    if column is None:
        return IndexPart(place.clause(expression), None, way == "D")
    clause = place.clause(place.quoted(column))
    spatial = kind == "SPATIAL"
    return IndexPart(clause, column, way == "D", length=None if spatial else length)


def _options(
    place: Place, kind: str, comment: str, hidden: object, engine: object
) -> Options:
    """A unique key over long text is a HASH whatever is asked for (MariaDB), and InnoDB knows no
    other: only MEMORY, where HASH is usual, is told apart.
    """
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
