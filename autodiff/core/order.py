"""Order: operations sorted by what each needs, the same way every time."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from autodiff.core.cycle import cycles
from autodiff.core.fold import unfolded
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import (
    Alter,
    Create,
    Drop,
    Operation,
    made,
    unmade,
)
from autodiff.errors import OrderImpossible

Edges = dict[int, set[int]]
"""By index of an operation: the indexes of those that must run after it."""


def ordered(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """``operations`` so that nothing runs before what it needs.

    Where operations need each other in a circle (two new tables with foreign keys to one another),
    the parts that close it are taken out and made last, or dropped first. Among what could run
    next, what works on the same parent as the last one comes first, then the smallest key: the
    same input gives the same output under any hash seed.
    """
    unrolled = _without_cycles(tuple(operations))
    after = _edges(unrolled)
    return tuple(unrolled[index] for index in _sorted(unrolled, after))


def _without_cycles(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    rings = cycles(_edges(operations))
    if not rings:
        return operations
    result: list[Operation] = []
    ring_of = {index: ring for ring in rings for index in ring}
    for index, operation in enumerate(operations):
        if index in ring_of and isinstance(operation, Create | Drop):
            others = [operations[other] for other in ring_of[index] if other != index]
            result.extend(unfolded(operation, _leaning(operation, others)))
        else:
            result.append(operation)
    if cycles(_edges(result)):
        raise OrderImpossible(", ".join(str(each.object.key) for each in operations))
    return tuple(result)


def _leaning(operation: Create | Drop, others: Iterable[Operation]) -> list[Object]:
    """The parts of ``operation`` that need what ``others`` create or drop."""
    elsewhere = {
        each.key for other in others for each in (*made(other), *unmade(other))
    }
    return [each for each in operation.parts if elsewhere.intersection(each.needs())]


def _edges(operations: Sequence[Operation]) -> Edges:
    """Which operation must run before which."""
    index = _Index(operations)
    after: Edges = {number: set() for number in range(len(operations))}
    for number, operation in enumerate(operations):
        for earlier in index.required_before(operation):
            if earlier != number:
                after[earlier].add(number)
        for later in index.required_after(operation):
            if later != number:
                after[number].add(later)
    return after


class _Index:
    """Who makes, ends and alters which key."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.makers: dict[Key, list[int]] = defaultdict(list)
        self.enders: dict[Key, list[int]] = defaultdict(list)
        self.alterers: dict[Key, list[int]] = defaultdict(list)
        self.leavers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, operation in enumerate(operations):
            self._note(number, operation)

    def _note(self, number: int, operation: Operation) -> None:
        if isinstance(operation, Alter):
            self.alterers[operation.after.key].append(number)
            return
        for value in made(operation):
            for key in value.provides():
                self.makers[key].append(number)
        for value in unmade(operation):
            for key in value.provides():
                self.enders[key].append(number)
            if value.occupies is not None:
                self.leavers[value.key.namespace, value.occupies].append(number)

    def required_before(self, operation: Operation) -> Iterator[int]:
        """Operations that make what ``operation`` needs, or free the names that it takes."""
        for value in made(operation):
            for need in value.needs():
                yield from self.makers.get(need, ())
                yield from self.alterers.get(need, ())
            if not isinstance(operation, Alter):
                yield from self.enders.get(value.key, ())
                if value.occupies is not None:
                    place = (value.key.namespace, value.occupies)
                    yield from self.leavers.get(place, ())

    def required_after(self, operation: Operation) -> Iterator[int]:
        """Operations that end or alter what ``operation`` still finds in use."""
        for value in unmade(operation):
            for need in value.needs():
                yield from self.enders.get(need, ())
                if isinstance(operation, Drop):
                    yield from self.alterers.get(need, ())


def _sorted(operations: Sequence[Operation], after: Edges) -> Iterator[int]:
    waiting = dict.fromkeys(after, 0)
    for followers in after.values():
        for follower in followers:
            waiting[follower] += 1
    ready = _Ready(operations)
    for number, count in waiting.items():
        if count == 0:
            ready.add(number)
    while (current := ready.next()) is not None:
        yield current
        for follower in after[current]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.add(follower)


class _Ready:
    """What could run next: by priority, and by the place that it works on."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._operations = operations
        self._all: list[tuple[tuple[object, ...], int]] = []
        self._by_place: dict[object, list[tuple[tuple[object, ...], int]]] = (
            defaultdict(list)
        )
        self._done: set[int] = set()
        self._place: object = None

    def add(self, number: int) -> None:
        entry = (_priority(self._operations[number]), number)
        heapq.heappush(self._all, entry)
        heapq.heappush(self._by_place[_place(self._operations[number])], entry)

    def next(self) -> int | None:
        for heap in (self._by_place[self._place], self._all):
            while heap:
                _, number = heapq.heappop(heap)
                if number not in self._done:
                    self._done.add(number)
                    self._place = _place(self._operations[number])
                    return number
        return None


def _place(operation: Operation) -> Key:
    """The parent that ``operation`` works under, or its own object."""
    return operation.object.parent or operation.object.key


def _priority(operation: Operation) -> tuple[object, ...]:
    """Constraints go first and containers last when dropped; the rest by depth, then by key."""
    value = operation.object
    if isinstance(operation, Drop):
        phase = (0 if value.leaf else 2, -value.rank)
    else:
        phase = (1, value.rank)
    return (*phase, value.key)
