"""The differ: two schemas in, ordered operations out; it names no kind."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.fold import folded
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation
from autodiff.core.order import ordered
from autodiff.core.schema import Schema


def diff(before: Schema, after: Schema) -> tuple[Operation, ...]:
    """The operations that turn ``before`` into ``after``, in an order that can be run.

    ``replay(before, diff(before, after)) == after``, and the inverses in reverse order lead back.
    """
    return ordered(folded(tuple(_differences(before, after))))


def _differences(before: Schema, after: Schema) -> Iterator[Operation]:
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            yield Drop(old)
        elif old != new:
            yield from _change(old, new)
    for key, new in after.items():
        if key not in before:
            yield Create(new)


def _change(old: Object, new: Object) -> Iterator[Operation]:
    if old.alters_to(new):
        yield Alter(old, new)
    else:
        yield Drop(old)
        yield Create(new)
