"""Knowledge: operations that a script left partly unsaid are completed from the state at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from autodiff.core.fold import in_parent
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.state import State

Completed = TypeVar("Completed", bound=Operation)


def complete(operation: Completed, state: State) -> Completed:
    """Return ``operation`` with the fields that its script left out taken from ``state``.

    Where the state lacks the object, the operation is returned as it is, with its ``unknown``
    fields. Shape and kind stay, but for a constraint of unstated kind, which becomes one of
    ``state``'s.
    """
    return cast(Completed, _complete(operation, state))


def _complete(operation: Operation, state: State) -> Operation:
    match operation:
        case Create():
            return operation
        case Drop(object=value, unknown=unknown) if unknown:
            return _complete_drop(operation, value, state)
        case Alter(before=before, after=after, unknown=unknown) if unknown:
            current = before.resolve(state)
            if current is None:
                return operation
            return replace(
                operation,
                before=_filled(before, current, _of_before(unknown)),
                after=_filled(after, current, _of_both(unknown)),
                unknown=frozenset(),
            )
        case Rename(before=before, after=after, unknown=unknown) if unknown:
            current = before.resolve(state)
            if current is None:
                return operation
            return Rename(current, _renamed(after, current, unknown))
    return operation


def _complete_drop(
    operation: Drop[Object], value: Object, state: State
) -> Drop[Object]:
    current = value.resolve(state)
    if current is None:
        return operation
    parts = sorted(
        (part for part in state.under(current.key) if part.inline), key=in_parent
    )
    return replace(operation, object=current, parts=tuple(parts), unknown=frozenset())


def identified(operation: Operation, state: State) -> Operation | None:
    """Return ``operation`` with the object looked up in ``state`` where its script names one
    vaguely.

    None where it drops with ``if_exists`` and the object is missing, or creates with
    ``if_not_exists`` a constraint or index that exists: no database has a guard for each of these.
    """
    if isinstance(operation, Create) and operation.if_not_exists:
        there = operation.object.leaf and state.get(operation.object.key)
        return None if there else operation
    if not isinstance(operation, Drop | Rename) or not operation.unknown:
        return operation
    value = operation.before if isinstance(operation, Rename) else operation.object
    if not value.unresolved:
        return operation
    guarded = isinstance(operation, Drop) and operation.if_exists
    place = value.parent and state.get(value.parent)
    if guarded and place is not None and value.resolve(state) is None:
        return None
    return complete(operation, state)


_BEFORE = "before."
"""What stands before the name of an unknown field that a script left open on the old side only."""


def only_before(names: Iterable[str]) -> frozenset[str]:
    """Return names for ``unknown``: the script states what these fields become, not what they were."""
    return frozenset(f"{_BEFORE}{name}" for name in names)


def _of_before(unknown: frozenset[str]) -> frozenset[str]:
    return frozenset(name.removeprefix(_BEFORE) for name in unknown)


def _of_both(unknown: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in unknown if not name.startswith(_BEFORE))


def _renamed(after: Object, known: Object, unknown: frozenset[str]) -> Object:
    if type(after) is type(known):
        own = {each.name for each in fields(after)}
        return _filled(after, known, unknown & own)
    changes: dict[str, Any] = {"name": getattr(after, "name", None)}
    return replace(known, **changes)


def _filled(value: Object, known: Object, unknown: frozenset[str]) -> Object:
    changes: dict[str, Any] = {name: getattr(known, name) for name in unknown}
    return replace(value, **changes)
