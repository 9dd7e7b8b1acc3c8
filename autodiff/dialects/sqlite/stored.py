"""The stored texts of one table, and the places of constraints and indexes in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.sqlite.expressions import normal_expression
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.read_constraints import TableName
from autodiff.dialects.sqlite.read_indexes import index_object
from autodiff.dialects.sqlite.reader import table_objects
from autodiff.dialects.sqlite.rules import StoredRule
from autodiff.dialects.sqlite.table_text import ColumnText, TableText, table_text
from autodiff.errors.sqlite import PartUnknown
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


@frozen
class StoredTable:
    """The texts of a table, its indexes and its triggers.

    ``fresh`` are columns, in lower case, that were added since the rows were written; ``fills`` are
    pairs of column and the SQL of the value that replaces NULL in it.
    """

    namespace: str
    text: TableText
    indexes: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    fresh: frozenset[str] = frozenset()
    fills: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> TableName:
        return self.namespace, self.text.name

    def with_fill(self, column: str, fill: Clause | None) -> StoredTable:
        """Return the table with a fill of ``column``, if one is stated."""
        if fill is None:
            return self
        return replace(self, fills=(*self.fills, (column.lower(), fill.sql)))

    def with_text(self, text: TableText) -> StoredTable:
        """Return the table with another text, parsed again: a change may move what follows it."""
        return replace(self, text=table_text(text.sql))

    def schema(self, dialect: Dialect) -> Schema:
        """Return the objects that the texts describe."""
        objects: list[Object] = table_objects(self.place, self.text, dialect)
        for sql in self.indexes:
            index = index_text(sql)
            objects.append(index_object(self.namespace, self.text, index, dialect))
        return Schema(objects)


@frozen
class RulePlace:
    """The place of a constraint: in a ``column``, or at index ``number`` of the table's own."""

    rule: StoredRule
    column: ColumnText | None
    number: int
    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        return self.rule.columns if self.column is None else (self.column.name,)


def place_of(stored: StoredTable, wanted: Constraint) -> RulePlace | None:
    """Return the place of a constraint, by name or, if ``wanted`` has none, by content; or None."""
    for place in _places(stored.text):
        if _is(place, wanted):
            return place
    return None


def _places(text: TableText) -> Iterator[RulePlace]:
    for column in text.column_texts:
        for rule in column.rules:
            yield RulePlace(rule, column, -1, column.text)
    for number, rule in enumerate(text.rules):
        yield RulePlace(rule, None, number, text.constraints[number].text)


def _is(place: RulePlace, wanted: Constraint) -> bool:
    if place.rule.kind != wanted.kind:
        return False
    if isinstance(wanted, PrimaryKey):
        return wanted.columns in ((), place.columns)
    if wanted.name is not None:
        return (place.rule.name or "").lower() == wanted.name.lower()
    return place.rule.name is None and _says_the_same(place, wanted)


def _says_the_same(place: RulePlace, wanted: Constraint) -> bool:
    if isinstance(wanted, Check):
        condition = normal_expression(wanted.condition.sql)
        return normal_expression(place.rule.sql) == condition
    if isinstance(wanted, Unique):
        return _same_names(place.columns, wanted.columns)
    reference = place.rule.reference
    return (
        isinstance(wanted, ForeignKey)
        and reference is not None
        and _same_names(place.columns, wanted.columns)
        and reference.table.lower() == wanted.target_table.lower()
        and (
            not reference.columns
            or _same_names(reference.columns, wanted.target_columns)
        )
    )


def _same_names(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [name.lower() for name in one] == [name.lower() for name in other]


def index_number(stored: StoredTable, name: str) -> int | None:
    """Return the position in ``stored.indexes`` of the index of this name, or None."""
    for number, sql in enumerate(stored.indexes):
        if index_text(sql).name.lower() == name.lower():
            return number
    return None


# --- changes --------------------------------------------------------------------------------------

TextChange = Callable[[StoredTable, Any, Dialect], StoredTable]
"""Returns a table's texts after an operation, whether or not ALTER TABLE can do it."""

Changes = dict[tuple[type, type], TextChange]
"""Changes by operation and kind, as tables of emitters are."""


def unknown(value: Object, stored: StoredTable) -> PartUnknown:
    """Return the error for an object that the table does not have."""
    return PartUnknown(str(value.key), stored.text.name)
