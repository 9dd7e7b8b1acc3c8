"""Make indexes of the catalog's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.dialects.postgresql.expressions import respelled, unwrapped
from autodiff.dialects.postgresql.read_columns import ColumnReader
from autodiff.frozen import frozen
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import DialectOptions, options

DESCENDING, NULLS_FIRST = 1, 2
"""Bits of pg_index.indoption."""


class IndexRow(NamedTuple):
    """One column of one index: a row of the query, in its order."""

    oid: int
    table: int
    name: str
    unique: bool
    valid: bool
    method: str
    parameters: list[str] | None
    tablespace: str | None
    nulls_not_distinct: bool
    where: str | None
    is_key: bool
    column: str | None
    expression: str | None
    bits: int
    collation: str | None
    opclass: str | None
    opclass_options: list[str] | None


@frozen
class BackingIndex:
    """What a constraint takes from the index behind it."""

    options: DialectOptions


def parameters(texts: Iterable[str] | None) -> tuple[tuple[str, str], ...]:
    """Split storage parameters (``fillfactor=70``) into sorted pairs."""
    pairs = (text.partition("=") for text in texts or ())
    return tuple(sorted((name, value) for name, _, value in pairs))


class IndexReader:
    """Makes indexes of rows; those in ``behind``, which belong to constraints, are kept apart.

    ``places`` are (namespace, table) by the oid of the table.
    """

    def __init__(
        self,
        dialect: Dialect,
        places: Mapping[int, tuple[str, str]],
        columns: ColumnReader,
        behind: Set[int],
    ) -> None:
        self._dialect = dialect
        self._places = places
        self._columns = columns
        self._behind = behind
        self._shared_options: dict[tuple[Any, ...], DialectOptions] = {}
        self._parts: dict[tuple[Any, ...], IndexPart] = {}
        self.backing: dict[int, BackingIndex] = {}

    def indexes(self, rows: Iterable[Any]) -> dict[int, list[Index]]:
        """Return the indexes of each table in the order of their names."""
        indexes: dict[int, list[Index]] = defaultdict(list)
        for oid, fields in groupby(rows, key=itemgetter(0)):
            parts = list(map(IndexRow._make, fields))
            if parts[0].table not in self._places:
                continue
            if oid in self._behind:
                self.backing[oid] = BackingIndex(self._options(parts, behind=True))
            else:
                indexes[parts[0].table].append(self._index(parts))
        return {table: sorted(group, key=_name) for table, group in indexes.items()}

    def _index(self, rows: list[IndexRow]) -> Index:
        first = rows[0]
        keys = [row for row in rows if row.is_key]
        columns = self._mentioned(first, keys)
        return Index(
            *self._places[first.table],
            first.name,
            tuple([self._part(row) for row in keys]),
            first.unique,
            Clause(first.where, respelled(first.where)) if first.where else None,
            self._options(rows),
            columns,
            self._columns.types_of(first.table, columns),
        )

    def _mentioned(self, first: IndexRow, keys: Iterable[IndexRow]) -> tuple[str, ...]:
        """List the columns that are parts, then those in expressions and the condition."""
        names = [row.column for row in keys if row.column]
        texts = [row.expression for row in keys if row.expression]
        for text in (*texts, first.where):
            if text:
                names.extend(self._columns.mentioned(first.table, text))
        return tuple(dict.fromkeys(names))

    def _options(self, rows: list[IndexRow], *, behind: bool = False) -> DialectOptions:
        """Return one value for all equal options; ``behind`` means the index of a constraint."""
        first = rows[0]
        included = tuple([row.column for row in rows if not row.is_key])
        stated = (
            behind,
            included,
            first.nulls_not_distinct,
            tuple(first.parameters or ()),
            first.tablespace,
            first.method,
            first.valid,
        )
        shared = self._shared_options.get(stated)
        if shared is None:
            new = _key_options(rows) if behind else _index_options(rows)
            shared = self._shared_options[stated] = options(new)
        return shared

    def _part(self, row: IndexRow) -> IndexPart:
        """Return one value for all equal parts."""
        fields = (row.column, row.expression, row.bits, row.collation, _opclass(row))
        part = self._parts.get(fields)
        if part is None:
            part = self._parts[fields] = self._new_part(*fields)
        return part

    def _new_part(
        self,
        column: str | None,
        expression: str | None,
        bits: int,
        collation: str | None,
        opclass: str | None,
    ) -> IndexPart:
        """Make a part of a column or an expression; ``bits`` are its order (``indoption``)."""
        descending = bool(bits & DESCENDING)
        nulls_first = bool(bits & NULLS_FIRST)
        sql = self._dialect.quote(column) if column else unwrapped(expression or "")
        return IndexPart(
            Clause(sql, respelled(sql)),
            column,
            descending,
            None if nulls_first == descending else nulls_first,
            collation,
            opclass,
        )


def _name(index: Index) -> str:
    return index.name


def _opclass(row: IndexRow) -> str | None:
    if row.opclass is None or not row.opclass_options:
        return row.opclass
    pairs = parameters(row.opclass_options)
    stated = ", ".join(f"{name}='{value}'" for name, value in pairs)
    return f"{row.opclass} ({stated})"


def _key_options(rows: list[IndexRow]) -> dict[str, Any]:
    first = rows[0]
    return {
        "postgresql_include": [row.column for row in rows if not row.is_key],
        "postgresql_nulls_not_distinct": first.nulls_not_distinct,
        "postgresql_with": parameters(first.parameters),
        "postgresql_tablespace": first.tablespace,
    }


def _index_options(rows: list[IndexRow]) -> dict[str, Any]:
    """Include an invalid index (of a CONCURRENTLY that failed), which no model declares."""
    first = rows[0]
    return _key_options(rows) | {
        "postgresql_using": first.method if first.method != "btree" else None,
        "postgresql_invalid": not first.valid,
    }
