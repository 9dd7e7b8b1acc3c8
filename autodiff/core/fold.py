"""Folding: what is created or dropped together with its parent becomes part of one operation."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename


def folded(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return ``operations`` with the creates of parts put into the create of their parent, and
    drops into its drop.

    Only ``inline`` objects are folded; :func:`ordered` breaks cycles among the results.
    """
    created = _parts(operations, Create)
    dropped = _parts(operations, Drop)
    result: list[Operation] = []
    for operation in operations:
        match operation:
            case Create(object=value):
                if value.key in created:
                    result.append(Create(value, tuple(created[value.key])))
                elif not _absorbed(value, created):
                    result.append(operation)
            case Drop(object=value):
                if value.key in dropped:
                    result.append(Drop(value, tuple(dropped[value.key])))
                elif not _absorbed(value, dropped):
                    result.append(operation)
            case Alter() | Rename():
                result.append(operation)
    return tuple(result)


def _parts(
    operations: Sequence[Operation], shape: type[Create[Object]] | type[Drop[Object]]
) -> dict[Key, list[Object]]:
    """Return, by key of each created (dropped) object that is not inline, its parts that are
    created (dropped) too.
    """
    subjects = [each.object for each in operations if isinstance(each, shape)]
    parents: dict[Key, list[Object]] = {
        subject.key: [] for subject in subjects if not subject.inline
    }
    for subject in subjects:
        if subject.inline and subject.parent in parents:
            parents[subject.parent].append(subject)
    for parts in parents.values():
        parts.sort(key=in_parent)
    return parents


def in_parent(part: Object) -> tuple[int, Key | tuple[()]]:
    """Return the sort key of a part: columns keep their order, constraints and indexes follow by
    rank and key.

    Parts without a name keep the order in which they were stated, since a server may number them.
    """
    return (part.rank, part.key if part.leaf and not part.unresolved else ())


def _absorbed(value: Object, parents: dict[Key, list[Object]]) -> bool:
    return value.inline and value.parent in parents


def unfolded(
    operation: Create[Object] | Drop[Object], apart: Sequence[Object]
) -> tuple[Operation, ...]:
    """Return ``operation`` without the parts ``apart``, then an operation for each of these."""
    shape = type(operation)
    keys = {each.key for each in apart}
    kept = tuple(each for each in operation.parts if each.key not in keys)
    return (shape(operation.object, kept), *(shape(each) for each in apart))
