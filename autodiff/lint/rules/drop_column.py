"""DS103: a column is dropped, and its values with it.

A computed column is not reported: its values can be computed again. A column that becomes computed
is reported, since its values are replaced. Stop reading the column first, and drop it in a later
release.
"""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.compare.typed_names import spoken
from autodiff.core.operation import Alter, Drop
from autodiff.kinds.column import Column
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report a column that is dropped or becomes computed."""
    match case.operation:
        case Drop(object=Column(computed=None) as column):
            reason = f"values of {spoken(column.key)} are dropped"
        case Alter(before=Column(computed=None), after=Column() as column) if (
            column.computed is not None
        ):
            reason = f"values of {spoken(column.key)} are replaced by computed ones"
        case _:
            return
    if case.existed(column.key):
        yield case.loss(reason, case.rows_with_value(column.key))


RULE = Rule("DS103", "drop-column", "error", check)
