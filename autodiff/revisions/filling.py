"""Filling: the values that rows get in NOT NULL columns, in upgrades and downgrades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from autodiff.compare.typed_names import spoken
from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.operation import Alter, AnyOperation, Create, Operation
from autodiff.core.own_operation import OwnOperation
from autodiff.errors.meaning import FillNeeded
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.needed_value import needs_fill
from autodiff.kinds.neutral_value import allowed_value, neutral_value

FillFor = Callable[[Operation], Clause | None]
"""Returns the value that the user gives for the rows, or None."""

HasRows = Callable[[Operation], bool]
"""Whether there are rows that the operation would fail on."""


def with_given_fills(
    operations: Iterable[Operation],
    fill_for: FillFor,
    has_rows: HasRows,
    old_names: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Operation, ...]:
    """Return ``operations`` with the fill values that ``fill_for`` gives.

    Raises FillNeeded for columns without a value where ``has_rows`` says that the operation would
    fail. ``old_names`` has, by new name, the columns that may have been renamed; the error lists them.
    """
    result: list[Operation] = []
    missing: list[Key] = []
    for operation in operations:
        fill = fill_for(operation) or _own_fill(operation)
        if fill is not None and isinstance(operation, Create | Alter):
            result.append(replace(operation, fill=fill))
            continue
        if needs_fill(operation) and has_rows(operation):
            missing.append(operation.object.key)
        result.append(operation)
    if missing:
        names = tuple(f"{key.table}.{key.name}" for key in missing)
        columns = [spoken(key) for key in missing]
        pairs = [(old_names[each], each) for each in columns if each in old_names]
        raise FillNeeded(names, tuple(pairs))
    return tuple(result)


def _own_fill(operation: Operation) -> Clause | None:
    """Return the default of a column that becomes NOT NULL, for its rows with NULL; else None."""
    match operation:
        case Alter(before=Column(nullable=True), after=Column(nullable=False) as after):
            return after.default
    return None


def with_neutral_fills(
    operations: Iterable[AnyOperation], dialect: Dialect
) -> Iterator[AnyOperation]:
    """Return ``operations`` of a downgrade with neutral fill values, since the old values are lost.

    A column whose CHECK lists values gets the first of them.
    """
    listed = tuple(operations)
    objects = [each.object for each in listed if not isinstance(each, OwnOperation)]
    checks = [each for each in objects if isinstance(each, Check)]
    for operation in listed:
        column = None if isinstance(operation, OwnOperation) else operation.object
        if not isinstance(operation, Create | Alter) or not isinstance(column, Column):
            yield operation
        elif needs_fill(operation):
            fill = allowed_value(column, checks) or neutral_value(column, dialect)
            yield replace(operation, fill=fill)
        else:
            yield replace(operation, fill=_own_fill(operation))
