"""MF101: a unique constraint, primary key or unique index over rows with equal values.

Reported if such rows were seen. Remove the duplicates first, or earlier in the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Create
from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding, Proof
from autodiff.lint.rows_before import RowsBefore
from autodiff.lint.rule import Rule
from autodiff.lint.unique_columns import unique_columns


def check(case: Case) -> Iterator[Finding]:
    """Report rows with the same values."""
    match case.operation:
        case Create(object=Unique() | PrimaryKey() | Index() as value):
            columns = unique_columns(value)
            query = _duplicates(value, columns, case.change.rows)
            if query is not None:
                reason = f"several rows have the same {', '.join(columns)}"
                yield case.finding("blocked", reason, proof=Proof(query))


def _duplicates(
    value: Unique | PrimaryKey | Index, columns: Sequence[str], rows: RowsBefore | None
) -> sa.Select[Any] | None:
    """Return a query for values that several rows have; None if rows cannot be read."""
    if rows is None:
        return None
    where = getattr(value, "where", None)
    table = rows.table(value.namespace, value.table)
    held = rows.all_held(value.namespace, value.table, tuple(columns))
    if table is None or not held or not (where is None or rows.all_stay(value)):
        return None
    named = [column.label(f"value_{n}") for n, column in enumerate(held, 1)]
    inner = sa.select(*named).select_from(table)
    if where is not None:
        inner = inner.where(sa.literal_column(f"({where.sql})"))
    if (rows.dialect.nulls_not_distinct, True) not in value.options:
        inner = inner.where(*(column.is_not(None) for column in held))
    values = inner.subquery("found")
    number = sa.func.count().label("rows")
    return sa.select(*values.c, number).group_by(*values.c).having(sa.func.count() > 1)


RULE = Rule("MF101", "unique-on-existing", "warning", check)
