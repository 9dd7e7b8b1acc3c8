"""Condensing: the operations of several scripts as the shortest way from the first schema to the last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autodiff.core.diff import diff
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.errors.operations import ReplayConflict
from autodiff.execute.item import Group, Item


def condensed(before: Schema, items: Iterable[Item]) -> tuple[Operation, ...] | None:
    """Return the operations from ``before`` to the schema after ``items``, without detours.

    Return None where condensing would lose more than detours: SQL and rows, renames, values for
    rows, objects that are dropped and re-created, and operations that depend on something unknown
    in ``before``. Tables that the items create have no rows, so all of this may happen to them.
    """
    operations = _operations(items)
    if operations is None:
        return None
    state, whole = Replay(before), []
    try:
        for operation in operations:
            whole.append(complete(operation, state))
            state.apply(whole[-1])
    except ReplayConflict:
        return None
    if any(_is_open(each) for each in whole) or _is_more_than_shape(before, whole):
        return None
    return diff(before, state.schema())


def _operations(items: Iterable[Item]) -> list[Operation] | None:
    operations: list[Operation] = []
    for item in items:
        if not isinstance(item, Group):
            return None
        operations.extend(item.operations)
    return operations


def _is_open(operation: Operation) -> bool:
    """Whether part of the operation is unknown, or it depends on the live schema (IF EXISTS)."""
    match operation:
        case Create(if_not_exists=is_asked):
            return is_asked
        case Drop(if_exists=is_asked, unknown=unknown):
            return is_asked or bool(unknown)
        case Alter(unknown=unknown) | Rename(unknown=unknown):
            return bool(unknown)


def _is_more_than_shape(before: Schema, operations: Sequence[Operation]) -> bool:
    old = [each for each in operations if _table(each) in before]
    gone = {x.object.key for x in old if isinstance(x, Drop) and x.object.key in before}
    made = {each.object.key for each in old if isinstance(each, Create)}
    return bool(gone & made) or any(_has_values(each) for each in old)


def _has_values(operation: Operation) -> bool:
    match operation:
        case Rename():
            return True
        case Alter(fill=fill, options=options):
            return fill is not None or bool(options)
        case Create(fill=fill):
            return fill is not None
        case Drop():
            return False


def _table(operation: Operation) -> Key:
    """Return the key of the operation's table before a rename, or of an object outside of tables."""
    value = operation.before if isinstance(operation, Rename) else operation.object
    key = value.key
    return Key("table", key.namespace, "", key.table) if key.table else key
