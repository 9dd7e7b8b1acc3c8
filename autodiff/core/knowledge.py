"""Knowledge: operations that a script left partly unsaid are completed from the state at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autodiff.core.fold import in_parent
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.state import State


def complete(operation: Operation, state: State) -> Operation:
    """``operation`` with what its script left unsaid taken from ``state``, so that it is whole.

    What the state does not have is left as it is, with its ``unknown`` fields named.
    """
    match operation:
        case Create():
            return operation
        case Drop(object=value, unknown=unknown) if unknown:
            return _complete_drop(operation, value, state)
        case Alter(before=before, after=after, unknown=unknown) if unknown:
            known = state.get(before.key)
            if known is None:
                return operation
            return replace(
                operation,
                before=_filled(before, known, unknown),
                after=_filled(after, known, unknown),
                unknown=frozenset(),
            )
        case Rename(before=before, after=after, unknown=unknown) if unknown:
            known = state.get(before.key)
            if known is None:
                return operation
            return Rename(known, _filled(after, known, unknown - {"parts"}))
    return operation


def _complete_drop(operation: Drop, value: Object, state: State) -> Drop:
    known = state.get(value.key)
    if known is None:
        return operation
    parts = sorted(
        (each for each in state.under(value.key) if each.inline), key=in_parent
    )
    return replace(operation, object=known, parts=tuple(parts), unknown=frozenset())


def _filled(value: Object, known: Object, unknown: frozenset[str]) -> Object:
    changes: dict[str, Any] = {name: getattr(known, name) for name in unknown}
    return replace(value, **changes)
