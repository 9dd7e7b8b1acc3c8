"""MF104: NOT NULL is set on a column whose rows may hold NULL, without a value for them.

The statement fails on such rows. Give them a value with ``fill=``, or by an UPDATE before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.operation import Alter
from autodiff.kinds.column import Column
from autodiff.kinds.needed_value import needs_fill
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding
from autodiff.lint.rule import Rule
from autodiff.lint.value_advice import advice_for


def check(case: Case) -> Iterator[Finding]:
    """Report a column that becomes NOT NULL without default or fill."""
    match case.operation:
        case Alter(after=Column() as column) if case.upgrades:
            if needs_fill(case.operation):
                advice = advice_for(column, case.change)
                reason = f"Rows with NULL need a value here{advice}"
                yield case.finding("needs value", reason)


RULE = Rule("MF104", "nullable-to-required", "warning", check)
