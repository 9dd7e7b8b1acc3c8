"""DS115: a downgrade re-creates a table or column that the upgrade dropped, without its values.

Rows are lost; columns get their default, a fill, new numbers or NULL. If the values matter, copy
them in the upgrade and restore them in the downgrade.
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
    """Report a table or column that the downgrade creates and the upgrade drops."""
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
    """Return, in words, what rows get in a re-created column."""
    if column.default is not None:
        return f"with its default {column.default.sql} in each row"
    if operation.fill is not None:
        return f"with {operation.fill.sql} in each row"
    if column.identity is not None or column.autoincrement:
        return "with new numbers"
    return "with NULL in each row" if column.nullable else "without its values"


RULE = Rule("DS115", "lossy-downgrade", "warning", check)
