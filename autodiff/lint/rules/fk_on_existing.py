"""MF106: a foreign key over rows whose values the other table does not have.

Reported where such rows were seen. Add the missing rows, or change or delete those that refer to
them, first or in the script before it.
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
    """Report rows that refer to no row."""
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
    """Select values that no row of the other table has; None where the rows cannot be asked."""
    if rows is None or (rows.dialect.not_valid, True) in value.options:
        return None
    here = rows.table(value.namespace, value.table)
    held = rows.all_held(value.namespace, value.table, value.columns, "here")
    if here is None or held is None:
        return None
    query: sa.Select[Any] = sa.select(*held).select_from(here.alias("here"))
    query = query.where(*(column.is_not(None) for column in held))
    there = rows.table(value.target_namespace, value.target_table)
    ends = (value.target_namespace, value.target_table, value.target_columns)
    targets = rows.all_held(*ends, "there")
    if there is not None and targets is not None:
        same = (one == other for one, other in zip(targets, held, strict=True))
        target: sa.Select[Any] = sa.select(sa.literal_column("1"))
        target = target.select_from(there.alias("there")).where(*same)
        query = query.where(~target.exists())
    return query


RULE = Rule("MF106", "fk-on-existing", "warning", check)
