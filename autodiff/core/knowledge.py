"""Knowledge: operations that a script left partly unsaid are completed from the state at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar, cast

from autodiff.core.fold import in_parent
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.state import State

Completed = TypeVar("Completed", bound=Operation)


def complete(operation: Completed, state: State) -> Completed:
    """``operation`` with what its script left unsaid taken from ``state``, so that it is whole.

    What the state does not have is left as it is, with its ``unknown`` fields named. Shape and kind
    stay: a key says the kind, and what stands for any constraint becomes one.
    """
    return cast(Completed, _complete(operation, state))


def _complete(operation: Operation, state: State) -> Operation:
    if isinstance(operation, Create) or not operation.unknown:
        return operation
    value = operation.object if isinstance(operation, Drop) else operation.before
    known = value.meant(state)
    if known is None:
        return operation
    match operation:
        case Drop():
            parts = [each for each in state.under(known.key) if each.inline]
            parts.sort(key=in_parent)
            return replace(operation, object=known, parts=tuple(parts))
        case Alter(before=before, after=after):
            return replace(
                operation, before=_filled(before, known), after=_filled(after, known)
            )
        case Rename(after=after):
            return Rename(known, _renamed(after, known))


def identified(operation: Operation, state: State) -> Operation | None:
    """``operation`` with the object that only ``state`` can tell, where it names one vaguely.

    None where it shall drop what may be missing, and it is, or add a constraint or index that is
    there: no database has a guard for each of these.
    """
    if isinstance(operation, Create) and operation.if_not_exists:
        there = operation.object.leaf and state.get(operation.object.key)
        return None if there else operation
    if not isinstance(operation, Drop | Rename) or not operation.unknown:
        return operation
    value = operation.before if isinstance(operation, Rename) else operation.object
    if not value.vague:
        return operation
    guarded = isinstance(operation, Drop) and operation.if_exists
    place = value.parent and state.get(value.parent)
    if guarded and place is not None and value.meant(state) is None:
        return None
    return complete(operation, state)


def _renamed(after: Object, known: Object) -> Object:
    if type(after) is type(known):
        return _filled(after, known)
    changes: dict[str, Any] = {"name": getattr(after, "name", None)}
    return replace(known, **changes)


def _filled(value: Object, known: Object) -> Object:
    """``value`` with what it leaves unsaid as ``known`` has it."""
    changes: dict[str, Any] = {name: getattr(known, name) for name in value.unsaid}
    return replace(value, **changes)
