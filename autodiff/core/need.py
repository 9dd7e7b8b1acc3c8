"""Needs between operations: which must run before which, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, made, unmade

DependencyEdges = dict[int, set[int]]
"""By index of an operation: the indexes of those that must run after it."""


def edges(operations: Sequence[Operation]) -> DependencyEdges:
    """Return, by index of an operation, the indexes of those that must run after it."""
    index = _Index(operations)
    after: DependencyEdges = {number: set() for number in range(len(operations))}
    for number, operation in enumerate(operations):
        for earlier in index.required_before(operation):
            if earlier != number:
                after[earlier].add(number)
        for later in index.required_after(operation):
            if later != number:
                after[number].add(later)
    return after


class _Index:
    """Which operations create, drop and alter which key, and which give up which name."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.makers: dict[Key, list[int]] = defaultdict(list)
        self.enders: dict[Key, list[int]] = defaultdict(list)
        self.wideners: dict[Key, list[int]] = defaultdict(list)
        self.looseners: dict[Key, list[int]] = defaultdict(list)
        self.narrowers: dict[Key, list[int]] = defaultdict(list)
        self.leavers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, operation in enumerate(operations):
            self._note(number, operation)

    def _note(self, number: int, operation: Operation) -> None:
        if isinstance(operation, Alter):
            alterers = self.narrowers if _narrows(operation) else self.wideners
            alterers[operation.after.key].append(number)
            if operation.after.narrows(operation.before):
                self.looseners[operation.after.key].append(number)
            return
        for value in made(operation):
            for key in value.provides():
                self.makers[key].append(number)
        for value in unmade(operation):
            for key in value.provides():
                self.enders[key].append(number)
            for name in value.occupies:
                self.leavers[value.key.namespace, name].append(number)

    def required_before(self, operation: Operation) -> Iterator[int]:
        """Yield the indexes of operations that create or prepare what ``operation`` depends on, or
        free a name that it takes.

        A created object also waits for drops of what it depends on: a foreign key must not attach
        to a unique constraint that is about to be dropped. A part that is altered ignores
        alterations of its container, unless these allow more values.
        """
        for value in made(operation):
            for need in _dependencies(value):
                yield from self.makers.get(need, ())
                if not isinstance(operation, Alter) or need != value.parent:
                    yield from self.wideners.get(need, ())
                else:
                    yield from self.looseners.get(need, ())
                if isinstance(operation, Create):
                    yield from self.narrowers.get(need, ())
                    yield from self.enders.get(need, ())
            if isinstance(operation, Alter) and _narrows(operation):
                yield from self.wideners.get(value.key, ())
            if not isinstance(operation, Alter):
                yield from self.enders.get(value.key, ())
                for name in value.occupies:
                    yield from self.leavers.get((value.key.namespace, name), ())

    def required_after(self, operation: Operation) -> Iterator[int]:
        """Yield the indexes of operations that drop or narrow what ``operation`` still uses: the
        reverse of :meth:`required_before`.
        """
        for value in unmade(operation):
            for need in _dependencies(value):
                yield from self.enders.get(need, ())
                yield from self.narrowers.get(need, ())
                if isinstance(operation, Drop):
                    yield from self.wideners.get(need, ())
                    yield from self.makers.get(need, ())


def _narrows(operation: Alter[Object]) -> bool:
    return operation.before.narrows(operation.after)


def _dependencies(value: Object) -> Iterable[Key]:
    return (*value.depends_on(), *value.soft_depends_on())
