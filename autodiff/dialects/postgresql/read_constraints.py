"""Make constraints of the catalog's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.dialects.postgresql.expressions import respelled
from autodiff.dialects.postgresql.read_columns import ColumnReader
from autodiff.dialects.postgresql.read_indexes import BackingIndex
from autodiff.kinds.check import Check
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.options import DialectOptions, options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

_ACTIONS = {
    "a": None,
    "r": "RESTRICT",
    "c": "CASCADE",
    "n": "SET NULL",
    "d": "SET DEFAULT",
}
_MATCHES = {"s": None, "f": "FULL", "p": "PARTIAL"}


class ConstraintRow(NamedTuple):
    """One row of the query, in its order."""

    oid: int
    table: int
    name: str
    type: str
    deferrable: bool
    deferred: bool
    valid: bool
    no_inherit: bool
    columns: list[int] | None
    target_schema: str | None
    target_table: str | None
    target_columns: list[str] | None
    on_update: str
    on_delete: str
    match: str
    set_columns: list[int] | None
    text: str | None
    backing: int

    @property
    def deferral(self) -> Deferral:
        return Deferral(self.deferrable, self.deferred)


class ConstraintReader:
    """Makes constraints of rows; ``backing`` are the indexes behind keys, by oid.

    ``places`` are (namespace, table) by the oid of the table.
    """

    def __init__(
        self,
        dialect: Dialect,
        places: Mapping[int, tuple[str, str]],
        columns: ColumnReader,
        backing: Mapping[int, BackingIndex],
    ) -> None:
        self._dialect = dialect
        self._places = places
        self._columns = columns
        self._backing = backing

    def constraints(self, rows: Iterable[Any]) -> dict[int, list[Object]]:
        """Return the constraints of each table in the order in which they were created."""
        constraints: dict[int, list[Object]] = defaultdict(list)
        for fields in rows:
            if fields[1] in self._places:
                row = ConstraintRow._make(fields)
                constraints[row.table].append(_MAKERS[row.type](self, row))
        return constraints

    def names(self, row: ConstraintRow) -> tuple[str, ...]:
        names = self._columns.names[row.table]
        return tuple([names[n] for n in row.columns or () if n in names])

    def place(self, row: ConstraintRow) -> tuple[str, str, str]:
        return (*self._places[row.table], row.name)

    def backing_options(self, row: ConstraintRow) -> DialectOptions:
        index = self._backing.get(row.backing)
        return index.options if index is not None else ()

    def primary(self, row: ConstraintRow) -> PrimaryKey:
        return PrimaryKey(
            *self.place(row), self.names(row), self.backing_options(row), row.deferral
        )

    def unique(self, row: ConstraintRow) -> Unique:
        return Unique(
            *self.place(row), self.names(row), row.deferral, self.backing_options(row)
        )

    def check(self, row: ConstraintRow) -> Check:
        names = self.names(row)
        text = row.text or ""
        return Check(
            *self.place(row),
            Clause(text, respelled(text)),
            _validity(row, no_inherit=row.no_inherit),
            names,
            self._columns.types_of(row.table, names),
        )

    def exclude(self, row: ConstraintRow) -> Exclude:
        text = row.text or ""
        mentioned = self._columns.mentioned(row.table, text)
        names = tuple(dict.fromkeys([*self.names(row), *mentioned]))
        rule = Clause(text, respelled(text))
        uses = self._columns.types_of(row.table, names)
        return Exclude(*self.place(row), rule, names, uses)

    def foreign_key(self, row: ConstraintRow) -> ForeignKey:
        return ForeignKey(
            *self.place(row),
            self.names(row),
            self._dialect.namespace(row.target_schema),
            row.target_table or "",
            tuple(row.target_columns or ()),
            self._on_delete(row),
            _ACTIONS[row.on_update],
            _MATCHES[row.match],
            row.deferral,
            _validity(row),
        )

    def _on_delete(self, row: ConstraintRow) -> str | None:
        action = _ACTIONS[row.on_delete]
        if not row.set_columns:
            return action
        names = self._columns.names[row.table]
        columns = self._dialect.columns(names[number] for number in row.set_columns)
        return f"{action} ({columns})"


def _validity(row: ConstraintRow, *, no_inherit: bool = False) -> DialectOptions:
    if row.valid and not no_inherit:
        return ()
    names = {"postgresql_not_valid": not row.valid, "postgresql_no_inherit": no_inherit}
    return options(names)


_MAKERS: dict[str, Callable[[ConstraintReader, ConstraintRow], Object]] = {
    "p": ConstraintReader.primary,
    "u": ConstraintReader.unique,
    "c": ConstraintReader.check,
    "x": ConstraintReader.exclude,
    "f": ConstraintReader.foreign_key,
}
