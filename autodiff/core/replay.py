"""Replay: operations applied to a schema value, with no database."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.errors import ReplayConflict


def replay(schema: Schema, operations: Iterable[Operation]) -> Schema:
    """What ``schema`` becomes by ``operations``.

    Raises :class:`ReplayConflict` where one finds something other than what it starts from.
    """
    objects = dict(schema)
    for operation in operations:
        objects = _applied(objects, operation)
    return Schema(objects.values())


def _applied(objects: dict[Key, Object], operation: Operation) -> dict[Key, Object]:
    match operation:
        case Create(object=value, parts=parts):
            for each in (value, *parts):
                if each.key in objects:
                    raise ReplayConflict(str(each.key), "created", "it exists already")
                objects[each.key] = each
        case Drop(object=value, parts=parts):
            for each in (value, *parts):
                if objects.pop(each.key, None) is None:
                    raise ReplayConflict(str(each.key), "dropped", "it does not exist")
            objects = _without_children(objects, value.key)
        case Alter(before=before, after=after):
            if before.key not in objects:
                raise ReplayConflict(str(before.key), "altered", "it does not exist")
            objects[after.key] = after
        case Rename(before=before, after=after):
            if before.key not in objects:
                raise ReplayConflict(str(before.key), "renamed", "it does not exist")
            if after.key in objects:
                raise ReplayConflict(str(before.key), "renamed", f"{after.key} exists")
            objects = _renamed(objects, before.key, after)
    return objects


def _without_children(objects: dict[Key, Object], parent: Key) -> dict[Key, Object]:
    return {key: each for key, each in objects.items() if each.parent != parent}


def _renamed(objects: dict[Key, Object], old: Key, after: Object) -> dict[Key, Object]:
    followed = (
        after if key == old else each.follows(old, after.key)
        for key, each in objects.items()
    )
    return {each.key: each for each in followed}
