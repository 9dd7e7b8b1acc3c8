"""DS115: a downgrade brings back a table or column that the upgrade dropped, without its values.

The rows are gone; columns get their default, a fill, new numbers or NULL. Keep a copy of the values
in the upgrade and restore them in the downgrade, if they matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.compare.typed_names import spoken
from autodiff.core.object import Object
from autodiff.core.operation import Create
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report what a downgrade creates and its upgrade drops."""
    if case.upgrades or not isinstance(case.operation, Create):
        return
    match case.operation.object:
        case Table() as value:
            reason = f"table {spoken(value.key)} comes back without rows"
        case Column(computed=None) as value:
            content = _content(case.operation, value)
            reason = f"{spoken(value.key)} comes back {content}"
        case _:
            return
    if value.key in case.change.other().dropped:
        yield case.finding("loses", reason)


def _content(operation: Create[Object], column: Column) -> str:
    """Say what rows get in a column that comes back."""
    if column.default is not None:
        return f"with its default {column.default.sql} in each row"
    if operation.fill is not None:
        return f"with {operation.fill.sql} in each row"
    if column.identity is not None or column.autoincrement:
        return "with new numbers"
    return "with NULL in each row" if column.nullable else "without its values"


RULE = Rule("DS115", "lossy-downgrade", "warning", check)
