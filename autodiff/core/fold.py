"""Folding: what is created or dropped together with its parent becomes part of one operation."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename


def folded(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """``operations`` with creates put into the create of their parent, drops into its drop.

    Only ``inline`` objects fold; a cycle among the results is for :func:`ordered` to break.
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
    """By key of each object that is no part itself: the parts that go with it."""
    subjects = [each.object for each in operations if isinstance(each, shape)]
    parents: dict[Key, list[Object]] = {
        each.key: [] for each in subjects if not each.inline
    }
    for each in subjects:
        if each.inline and each.parent in parents:
            parents[each.parent].append(each)
    for parts in parents.values():
        parts.sort(key=in_parent)
    return parents


def in_parent(part: Object) -> tuple[int, Key | tuple[()]]:
    """What parts are sorted by: columns in their order, then what stands on them by depth.

    What has no name stays as it was stated, since a server may number such parts.
    """
    return (part.rank, part.key if part.leaf and not part.unresolved else ())


def _absorbed(value: Object, parents: dict[Key, list[Object]]) -> bool:
    return value.inline and value.parent in parents


def unfolded(
    operation: Create[Object] | Drop[Object], apart: Sequence[Object]
) -> tuple[Operation, ...]:
    """``operation`` with the parts ``apart`` taken out into operations of their own."""
    shape = type(operation)
    keys = {each.key for each in apart}
    kept = tuple(each for each in operation.parts if each.key not in keys)
    return (shape(operation.object, kept), *(shape(each) for each in apart))
