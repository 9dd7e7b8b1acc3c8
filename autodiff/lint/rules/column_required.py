"""MF103: a NOT NULL column is added without a value for existing rows.

The statement fails if the table has rows. Give the rows a value with ``fill=``, or the column a
server default.
"""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.operation import Create
from autodiff.kinds.column import Column
from autodiff.kinds.needed_value import needs_fill
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding
from autodiff.lint.rule import Rule
from autodiff.lint.value_advice import advice_for


def check(case: Case) -> Iterator[Finding]:
    """Report a NOT NULL column without default, computation or fill."""
    match case.operation:
        case Create(object=Column() as column) if case.upgrades:
            if needs_fill(case.operation):
                advice = advice_for(column, case.change)
                reason = f"A table with rows needs a value here{advice}"
                yield case.finding("needs value", reason)


RULE = Rule("MF103", "required-column-added", "error", check)
