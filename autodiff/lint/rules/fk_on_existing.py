"""MF106: a foreign key over rows that refer to rows that do not exist.

Reported if such rows were seen. Add the missing rows, or change or delete those that refer to
them, first or earlier in the script.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Create
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding, Proof
from autodiff.lint.rows_before import RowsBefore
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report rows that refer to rows that do not exist."""
    match case.operation:
        case Create(object=ForeignKey() as value):
            query = _orphans(value, case.change.rows)
            if query is not None:
                columns = ", ".join(value.columns)
                reason = (
                    f"rows hold a {columns} that {value.target_table} does not have"
                )
                yield case.finding("blocked", reason, proof=Proof(query))


def _orphans(value: ForeignKey, rows: RowsBefore | None) -> sa.Select[Any] | None:
    """Return a query for values that the other table does not have; None if rows cannot be read."""
    if rows is None or (rows.dialect.not_valid, True) in value.options:
        return None
    here = rows.table(value.namespace, value.table)
    held = rows.all_held(value.namespace, value.table, value.columns, "here")
    if here is None or held is None:
        return None
    query: sa.Select[Any] = sa.select(*held).select_from(here.alias("here"))
    query = query.where(*(column.is_not(None) for column in held))
    there = rows.table(value.target_namespace, value.target_table)
    target_names = (value.target_namespace, value.target_table, value.target_columns)
    targets = rows.all_held(*target_names, "there")
    if there is not None and targets is not None:
        same = (one == other for one, other in zip(targets, held, strict=True))
        target: sa.Select[Any] = sa.select(sa.literal_column("1"))
        target = target.select_from(there.alias("there")).where(*same)
        query = query.where(~target.exists())
    return query


RULE = Rule("MF106", "fk-on-existing", "warning", check)
