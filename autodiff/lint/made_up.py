"""Made up: rules that a downgrade brings back over values that nobody kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.describe import describe
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Step
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.place import column_key
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from autodiff.lint.obstacles import unique_columns
from autodiff.lint.rows import CONSTANT

Values = Mapping[Key, str]
"""By column: the SQL of the one value that each row gets in it."""


@frozen
class Hollow:
    """A rule that ``operation`` of a downgrade brings back, and that the rows will not keep."""

    operation: Create[Object]
    reason: str

    def __str__(self) -> str:
        return f"{describe(self.operation)}: {self.reason}"


def hollow_rules(
    connection: Connection, dialect: Dialect, steps: Sequence[Step]
) -> tuple[Hollow, ...]:
    """The rules among ``steps`` that cannot hold over the values that ``steps`` make up."""
    creates = [each for each in steps if isinstance(each, Create)]
    values = dict(_made_up(creates))
    return tuple(
        Hollow(each, reason)
        for each in creates
        for reason in (_reason(each, values, connection, dialect) if values else None,)
        if reason is not None
    )


def _made_up(creates: Sequence[Create[Object]]) -> Iterator[tuple[Key, str]]:
    """What rows get in columns that come back: a fill, or a default that is the same for all."""
    for each in creates:
        if isinstance(each.object, Column):
            given = each.fill or each.object.default
            if given is not None and CONSTANT.fullmatch(given.sql.strip()):
                yield each.object.key, given.sql.strip()


def _reason(
    operation: Create[Object], values: Values, connection: Connection, dialect: Dialect
) -> str | None:
    match operation.object:
        case Unique() | PrimaryKey() | Index() as rule:
            columns = unique_columns(rule)
            if _all_made_up(rule, columns, values):
                return f"{_said(rule, columns, values)} for each row, so it holds for one row at most"
        case ForeignKey(columns=columns) as rule:
            if _all_made_up(rule, columns, values):
                said = _said(rule, columns, values)
                return f"{said} for each row, and {rule.target_table} must have that"
        case Check(columns=columns) as rule:
            if _all_made_up(rule, columns, values) and _breaks(
                rule, values, connection, dialect
            ):
                return f"{_said(rule, columns, values)} for each row, which does not fulfil it"
    return None


Rule = Unique | PrimaryKey | Index | ForeignKey | Check


def _all_made_up(rule: Rule, columns: tuple[str, ...], values: Values) -> bool:
    keys = [column_key(rule.namespace, rule.table, name) for name in columns]
    return bool(keys) and all(key in values for key in keys)


def _said(rule: Rule, columns: tuple[str, ...], values: Values) -> str:
    held = (
        f"{name} is {values[column_key(rule.namespace, rule.table, name)]}"
        for name in columns
    )
    return " and ".join(held)


def _breaks(
    rule: Check, values: Values, connection: Connection, dialect: Dialect
) -> bool:
    """Whether the database says that the values do not fulfil the condition; no where it cannot
    tell, since a type of its own stands in it, say.
    """
    held = ", ".join(
        f"{values[column_key(rule.namespace, rule.table, name)]} AS {dialect.quote(name)}"
        for name in rule.columns
    )
    sql = f"SELECT 1 FROM (SELECT {held}) AS made_up WHERE NOT ({rule.condition.sql})"
    try:
        with connection.begin_nested():
            result = connection.exec_driver_sql(
                sql, execution_options={"no_parameters": True}
            )
            return result.first() is not None
    except DBAPIError:
        return False
