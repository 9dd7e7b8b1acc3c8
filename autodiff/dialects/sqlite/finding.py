"""Finding: where in the texts of a table a constraint or an index stands."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.dialects.sqlite.column_text import ColumnText
from autodiff.dialects.sqlite.expressions import normal_expression as _normal
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.standing import Standing
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


@frozen
class Found:
    """A constraint's rule: in a ``column``, or the table's own one of this ``number``."""

    rule: Rule
    column: ColumnText | None
    number: int
    text: str


def constraint_of(standing: Standing, wanted: Constraint) -> Found | None:
    """The constraint that ``wanted`` names, or means by its content where it has no name."""
    for found in _all(standing):
        if _is(found, wanted):
            return found
    return None


def _all(standing: Standing) -> Iterator[Found]:
    for column in standing.text.column_texts:
        for rule in column.rules:
            yield Found(rule, column, -1, column.text)
    for number, rule in enumerate(standing.text.rules):
        yield Found(rule, None, number, standing.text.constraints[number].text)


def _is(found: Found, wanted: Constraint) -> bool:
    if found.rule.kind != wanted.kind:
        return False
    if isinstance(wanted, PrimaryKey):
        return wanted.columns in ((), _columns(found))
    if wanted.name is not None:
        return (found.rule.name or "").lower() == wanted.name.lower()
    return found.rule.name is None and _says(found, wanted)


def _columns(found: Found) -> tuple[str, ...]:
    return found.rule.columns if found.column is None else (found.column.name,)


def _says(found: Found, wanted: Constraint) -> bool:
    if isinstance(wanted, Check):
        return _normal(found.rule.sql) == _normal(wanted.condition.sql)
    if isinstance(wanted, Unique):
        return _same(_columns(found), wanted.columns)
    held = found.rule.reference
    return (
        isinstance(wanted, ForeignKey)
        and held is not None
        and _same(_columns(found), wanted.columns)
        and held.table.lower() == wanted.target_table.lower()
        and (not held.columns or _same(held.columns, wanted.target_columns))
    )


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [each.lower() for each in one] == [each.lower() for each in other]


def index_of(standing: Standing, name: str) -> int | None:
    """The number of the index of this name."""
    for number, sql in enumerate(standing.indexes):
        if index_text(sql).name.lower() == name.lower():
            return number
    return None
