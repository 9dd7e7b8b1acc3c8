"""DS102: a table is dropped, and its rows with it.

A downgrade re-creates the table without rows. Copy the rows elsewhere first, or rename the table
and drop it in a later release.
"""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.compare.typed_names import spoken
from autodiff.core.operation import Drop
from autodiff.kinds.table import Table
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report the drop of a table that existed before the script."""
    match case.operation:
        case Drop(object=Table() as table) if case.existed(table.key):
            reason = f"table {spoken(table.key)} is dropped with its rows"
            yield case.loss(reason, case.rows_of(table.key))


RULE = Rule("DS102", "drop-table", "error", check)
