"""Filling: what rows get in columns that must hold something, on the way there and back."""

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
"""The value that somebody gives for the rows, if anybody does."""

HasRows = Callable[[Operation], bool]
"""Whether rows are there that the operation would fail on."""


def with_given_fills(
    operations: Iterable[Operation],
    fill_for: FillFor,
    has_rows: HasRows,
    old_names: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Operation, ...]:
    """``operations`` with the values that ``fill_for`` gives.

    Raises FillNeeded for columns without one where rows are there: such a script must fail. By
    ``old_names`` it says which of them may be old ones under a new name.
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
    """The default of a column that from now on must hold something, for rows that hold nothing."""
    match operation:
        case Alter(before=Column(nullable=True), after=Column(nullable=False) as after):
            return after.default
    return None


def with_neutral_fills(
    operations: Iterable[AnyOperation], dialect: Dialect
) -> Iterator[AnyOperation]:
    """``operations`` of a downgrade, where what rows once held is gone: they get neutral values,
    of those that a CHECK lists the first.
    """
    known = tuple(operations)
    objects = [each.object for each in known if not isinstance(each, OwnOperation)]
    checks = [each for each in objects if isinstance(each, Check)]
    for operation in known:
        column = None if isinstance(operation, OwnOperation) else operation.object
        if not isinstance(operation, Create | Alter) or not isinstance(column, Column):
            yield operation
        elif needs_fill(operation):
            fill = allowed_value(column, checks) or neutral_value(column, dialect)
            yield replace(operation, fill=fill)
        else:
            yield replace(operation, fill=_own_fill(operation))
