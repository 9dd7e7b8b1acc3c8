"""MF105: a CHECK over rows that do not fulfil it.

Reported if such rows were seen. Change them first, or earlier in the script. With
``postgresql_not_valid`` rows are not searched and nothing is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Create
from autodiff.kinds.check import Check
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding, Proof
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report rows for which the condition is false."""
    rows = case.change.rows
    match case.operation:
        case Create(object=Check() as value) if rows is not None:
            table = rows.table(value.namespace, value.table)
            waived = (rows.dialect.not_valid, True) in value.options
            if table is None or waived or not rows.all_stay(value):
                return
            breach: sa.ColumnElement[Any] = sa.literal_column(
                f"NOT ({value.condition.sql})"
            )
            everything: sa.Select[Any] = sa.select(sa.literal_column("*"))
            query = everything.select_from(table).where(breach)
            yield case.finding("blocked", "rows do not fulfil it", proof=Proof(query))


RULE = Rule("MF105", "check-on-existing", "warning", check)
