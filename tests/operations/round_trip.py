"""From an operation to its source, and back by running that under a recording."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Operation
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.execute.item import Group
from autodiff.execute.record import recorded
from autodiff.revisions.body import operation_code
from autodiff.revisions.printer import ScriptPrinter


def printed(operation: Operation, dialect: Dialect) -> tuple[str, frozenset[str]]:
    """The source of an operation, and the import lines that it wants."""
    code = operation_code(operation, ScriptPrinter(dialect))
    return code.text, code.imports


def ran(text: str, imports: frozenset[str], dialect: Dialect) -> tuple[Operation, ...]:
    """The operations that source hands over."""
    names: dict[str, Any] = {}
    for line in (
        "import sqlalchemy as sa",
        "from autodiff import op",
        *sorted(imports),
    ):
        exec(line, names)
    items = recorded(lambda: exec(text, names), dialect)
    groups = [item for item in items if isinstance(item, Group)]
    assert len(groups) == len(items), items
    return tuple(each for group in groups for each in group.operations)


def there_and_back(
    operation: Operation, dialect: Dialect, before: Schema
) -> list[Operation]:
    """What running the source of ``operation`` against ``before`` means.

    Types that are created only where they are missing do not count.
    """
    text, imports = printed(operation, dialect)
    state = ReplayedState(before)
    return [
        in_order(complete(each, state))
        for each in ran(text, imports, dialect)
        if not (isinstance(each, Create) and each.if_not_exists)
    ]


def in_order(operation: Operation) -> Operation:
    """With the parts of a table in one order: between constraints it says nothing."""
    if isinstance(operation, Create | Drop):
        parts = sorted(operation.parts, key=_place)
        return replace(operation, parts=tuple(parts))
    return operation


def _place(part: Object) -> tuple[int, Key | tuple[()]]:
    return (part.rank, part.key if part.leaf else ())
