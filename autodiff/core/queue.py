"""The queue: puts operations into one line, with each parent's operations side by side where
possible.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence

from autodiff.core.key import Key
from autodiff.core.need import DependencyEdges
from autodiff.core.operation import Drop, Operation

QueueEntry = tuple[tuple[object, ...], int]


def queued(operations: Sequence[Operation], after: DependencyEdges) -> Iterator[int]:
    """Yield the indexes of ``operations`` in an order that ``after``, which has no cycles, allows.

    The operations on one parent form one run wherever the dependencies between parents allow it: a
    parent is begun, if one can be, when nothing that it depends on elsewhere is outstanding.
    """
    queue = _Queue(operations, after)
    while (current := queue.next()) is not None:
        yield current
        for follower in after[current]:
            queue.release(current, follower)


class _Queue:
    """The operations that could run next: by parent, by whether their parent waits for no other,
    and all by priority.
    """

    def __init__(self, operations: Sequence[Operation], after: DependencyEdges) -> None:
        self._places = [_place(each) for each in operations]
        self._entries = [
            (_priority(each, number), number) for number, each in enumerate(operations)
        ]
        self._waiting = [0] * len(operations)
        self._foreign: dict[Key, int] = defaultdict(int)
        self._by_place: dict[Key, list[QueueEntry]] = defaultdict(list)
        self._free: list[QueueEntry] = []
        self._all: list[QueueEntry] = []
        self._done: set[int] = set()
        self._place: Key | None = None
        self._count(after)
        for number, count in enumerate(self._waiting):
            if count == 0:
                self._add(number)

    def _count(self, after: DependencyEdges) -> None:
        for number, followers in after.items():
            for follower in followers:
                self._waiting[follower] += 1
                if self._places[number] != self._places[follower]:
                    self._foreign[self._places[follower]] += 1

    def _add(self, number: int) -> None:
        entry, place = self._entries[number], self._places[number]
        heapq.heappush(self._by_place[place], entry)
        heapq.heappush(self._all, entry)
        if not self._foreign[place]:
            heapq.heappush(self._free, entry)

    def release(self, number: int, follower: int) -> None:
        """Record that ``number`` has run, so ``follower`` waits for one operation less."""
        place = self._places[follower]
        if self._places[number] != place:
            self._foreign[place] -= 1
            if not self._foreign[place]:
                for entry in self._by_place[place]:
                    heapq.heappush(self._free, entry)
        self._waiting[follower] -= 1
        if not self._waiting[follower]:
            self._add(follower)

    def next(self) -> int | None:
        """Take the next operation to run, or None at the end."""
        here = [] if self._place is None else self._by_place[self._place]
        for heap in (here, self._free, self._all):
            while heap:
                _, number = heapq.heappop(heap)
                if number not in self._done:
                    self._done.add(number)
                    self._place = self._places[number]
                    return number
        return None


def _place(operation: Operation) -> Key:
    """Return the key of the parent of the operation's object, or of the object itself where it has
    none.
    """
    return operation.object.parent or operation.object.key


def _priority(operation: Operation, number: int) -> tuple[object, ...]:
    """Return the sort key: when dropped, constraints go first and containers last; the rest by
    rank, then by key.

    Columns keep their order in the table, and are dropped from the last, so that the downgrade adds
    them in order too.
    """
    value = operation.object
    kind, namespace, table, name = value.key
    ordinal = number if value.inline and not value.leaf else 0
    tie = (kind, namespace, table)
    if isinstance(operation, Drop):
        phase = 0 if value.leaf else 2
        return (phase, -value.rank, *tie, -ordinal, name)
    return (1, value.rank, *tie, ordinal, name)
