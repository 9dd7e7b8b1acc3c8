"""Filling first: whether rows may be given their values before the rest of a group is done."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.core.object import Object
from autodiff.core.operation import Alter, Drop, Operation, Rename
from autodiff.kinds.check import Check
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def may_fill_first(operation: Alter, earlier: Sequence[Operation]) -> bool:
    """Whether what ``operation`` fills can go before ``earlier`` operations of its group.

    Not before a rule goes that the values might break, nor before the column has its name; nor
    before a foreign key goes, which forbids the new type as well (error 1832).
    """
    if operation.fill is None or operation.unknown & {"type", "nullable"}:
        return False
    column = operation.after.key.name
    return not any(_comes_before(each, column) for each in earlier)


def _comes_before(operation: Operation, column: str) -> bool:
    if isinstance(operation, Rename):
        return True
    return isinstance(operation, Drop) and _may_be_broken(operation.object, column)


def _may_be_broken(value: Object, column: str) -> bool:
    match value:
        case Check():
            return True
        case Unique(columns=columns) | PrimaryKey(columns=columns):
            return column in columns
        case ForeignKey(columns=columns, target_columns=targets):
            return column in columns or column in targets
        case Index(unique=True):
            return column in value.plain_columns
    return False
