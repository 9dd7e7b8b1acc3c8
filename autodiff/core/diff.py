"""The differ: two schemas in, ordered operations out; it names no kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from autodiff.core.fold import folded
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation
from autodiff.core.order import ordered
from autodiff.core.schema import Schema


def diff(before: Schema, after: Schema) -> tuple[Operation, ...]:
    """Return the operations that turn ``before`` into ``after``, in an order that can be executed.

    ``replay(before, diff(before, after)) == after``, and the inverses in reverse order lead back.
    """
    changes = [
        (old, after.get(key)) for key, old in before.items() if old != after.get(key)
    ]
    again = _made_again(before, after, changes) if changes else {}
    operations = [*_departures(changes, again), *_arrivals(before, after, again)]
    return ordered(folded(operations))


Pairing = tuple[Object, Object | None]
"""A state and the one after it, None where the object goes."""


def _departures(
    changes: list[Pairing], again: dict[Key, Object]
) -> Iterator[Operation]:
    for old, new in changes:
        if new is not None and old.key not in again:
            between = old.intermediate(new)
            steps = [old, new] if between is None else [old, between, new]
            yield from (Alter(*pair) for pair in pairwise(steps))
        elif new is None:
            yield Drop(old)
    for old in again.values():
        yield Drop(old)


def _arrivals(
    before: Schema, after: Schema, again: dict[Key, Object]
) -> Iterator[Operation]:
    for key, new in after.items():
        if key not in before or key in again:
            yield Create(new)


def _made_again(
    before: Schema, after: Schema, changes: list[Pairing]
) -> dict[Key, Object]:
    """Return the objects of both sides that are dropped and re-created: those that cannot be
    altered, and every leaf that depends on one that is dropped, or does not survive an alteration
    of one.
    """
    leaves = _leaves_by_need(before, after)
    again: dict[Key, Object] = {}
    waiting = list(changes)
    while waiting:
        old, new = waiting.pop()
        stays = new is not None and old.alters_to(new) and old.key not in again
        if not stays and new is not None:
            again[old.key] = old
        for leaf in (each for key in old.provides() for each in leaves.get(key, ())):
            bears = stays and new is not None and leaf.survives(old, new)
            if not bears and leaf.key not in again:
                again[leaf.key] = leaf
                waiting.append((leaf, after[leaf.key]))
    return {key: old for key, old in before.items() if key in again}


def _leaves_by_need(before: Schema, after: Schema) -> dict[Key, list[Object]]:
    leaves: dict[Key, list[Object]] = defaultdict(list)
    for key, value in before.items():
        if value.leaf and key in after:
            for need in value.depends_on():
                leaves[need].append(value)
    return leaves
