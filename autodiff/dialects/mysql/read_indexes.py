"""Make indexes, primary keys and unique constraints of the catalog's rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from autodiff.core.object import Object
from autodiff.dialects.mysql.catalog import CatalogRows, LiveNamespace
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.index_declared import column_clause
from autodiff.kinds.options import DialectOptions, option, options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

PREFIXES = ("FULLTEXT", "SPATIAL")


class IndexReader:
    """Builds indexes of many tables; equal parts and options are shared."""

    def __init__(self, live: LiveNamespace) -> None:
        self._live = live
        self._parts: dict[tuple[Any, ...], IndexPart] = {}
        self._options: dict[tuple[Any, ...], DialectOptions] = {}

    def indexes(self, rows: CatalogRows, table: Table) -> Iterator[Object]:
        """Build the keys and indexes of one table; a plain unique index becomes a unique
        constraint, which is the same here.
        """
        for name, group in groupby(rows, itemgetter(0)):
            yield self._index(name, list(group), table)

    def _index(self, name: str, rows: CatalogRows, table: Table) -> Object:
        columns = tuple([row[2] for row in rows])
        place = (self._live.namespace, table.name)
        if name == "PRIMARY":
            return PrimaryKey(*place, None, columns)
        parts = tuple([self._part(*row[2:6], row[7]) for row in rows])
        _, not_unique, _, _, _, kind, comment, _, hidden = rows[0]
        engine = option(table.options, self._live.option("engine"))
        key = (kind, comment, hidden, engine)
        stated = self._options.get(key)
        if stated is None:
            stated = self._options[key] = _options(self._live, *key)
        if not not_unique and not stated and all(part.plain for part in parts):
            return Unique(*place, name, columns)
        return Index(*place, name, parts, not not_unique, None, stated)

    def _part(self, *facts: Any) -> IndexPart:
        part = self._parts.get(facts)
        if part is None:
            part = self._parts[facts] = _part(self._live, *facts)
        return part


def _part(
    live: LiveNamespace,
    column: str | None,
    direction: str | None,
    length: int | None,
    kind: str,
    expression: str,
) -> IndexPart:
    """Make a part of an index from the fields of its row; ``kind`` is the index's INDEX_TYPE."""
    if column is None:
        return IndexPart(live.clause(expression), None, direction == "D")
    clause = column_clause(column, live.dialect)
    length = None if kind == "SPATIAL" else length
    return IndexPart(clause, column, direction == "D", length=length)


def _options(
    live: LiveNamespace, kind: str, comment: str, hidden: object, engine: object
) -> DialectOptions:
    """Return the options of an index: ``kind`` is its INDEX_TYPE, ``engine`` the table's.

    USING is compared only for MEMORY tables, where HASH is the default: MariaDB shows a unique key
    over long text as HASH in any case, and InnoDB has no other method.
    """
    stated: dict[str, object] = {}
    if kind in PREFIXES:
        stated[live.option("prefix")] = kind
    elif kind == "BTREE" and engine == "MEMORY":
        stated[live.option("using")] = "btree"
    stated[live.option("comment")] = comment
    stated[live.option("hidden")] = bool(hidden)
    return options(stated)
