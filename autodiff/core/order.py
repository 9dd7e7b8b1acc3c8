"""Order: operations sorted by what each needs, the same way every time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autodiff.core.cycle import cycles
from autodiff.core.fold import unfolded
from autodiff.core.key import Key
from autodiff.core.need import edges
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Operation, made, unmade
from autodiff.core.queue import queued
from autodiff.errors.operations import OrderImpossible


def ordered(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return ``operations`` in an order in which nothing runs before what it depends on.

    Where operations depend on each other in a cycle (two new tables with foreign keys to one
    another), the parts that close it are taken out and created last, or dropped first. Among those
    that could run next, one on the same parent as the last comes first, then the smallest key: the
    same input gives the same output under any hash seed. Raises :class:`OrderImpossible` where a
    cycle remains.
    """
    after = edges(operations)
    if rings := cycles(after):
        operations = _opened(operations, rings)
        after = edges(operations)
        if rings := cycles(after):
            stuck = {str(operations[each].object.key) for each in rings[0]}
            raise OrderImpossible(", ".join(sorted(stuck)))
    return tuple(operations[index] for index in queued(operations, after))


def _opened(
    operations: Sequence[Operation], rings: list[list[int]]
) -> tuple[Operation, ...]:
    """Return ``operations`` with the parts taken out that depend on others of the same cycle."""
    apart: dict[int, list[Object]] = {}
    for ring in rings:
        apart |= _dependent_parts({index: operations[index] for index in ring})
    result: list[Operation] = []
    for index, operation in enumerate(operations):
        if isinstance(operation, Create | Drop) and apart.get(index):
            result.extend(unfolded(operation, apart[index]))
        else:
            result.append(operation)
    return tuple(result)


def _dependent_parts(ring: dict[int, Operation]) -> dict[int, list[Object]]:
    """Return, by index of an operation, its parts that depend on what others of ``ring`` create or
    drop.
    """
    owner = {
        value.key: index
        for index, operation in ring.items()
        for value in (*made(operation), *unmade(operation))
    }
    return {
        index: [
            part
            for part in operation.parts
            if _elsewhere(part.depends_on(), owner, index)
        ]
        for index, operation in ring.items()
        if isinstance(operation, Create | Drop)
    }


def _elsewhere(needs: Iterable[Key], owner: dict[Key, int], here: int) -> bool:
    return any(owner.get(need, here) != here for need in needs)
