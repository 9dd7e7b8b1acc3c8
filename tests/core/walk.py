"""A walk: operations carried out one by one as a strict database would, each state looked at."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation
from autodiff.core.schema import Schema
from tests.core.strategies import lacks


def walk(schema: Schema, operations: Iterable[Operation]) -> Schema:
    """The schema that results; fails where a database would refuse a step."""
    state = dict(schema)
    for operation in operations:
        match operation:
            case Create(object=value, parts=parts):
                for each in (value, *parts):
                    assert each.key not in state, f"{each.key} exists: {operation}"
                    state[each.key] = each
            case Drop(object=value, parts=parts):
                for each in (value, *parts):
                    assert state.pop(each.key) == each, operation
            case Alter(before=before, after=after):
                assert state[before.key] == before, operation
                state[after.key] = after
            case _:
                raise AssertionError(f"no differ makes this: {operation}")
        _look_at(state, operation)
    return Schema(state.values())


def _look_at(state: dict[Key, Object], operation: Operation) -> None:
    taken: dict[tuple[str, str], Key] = {}
    lacking = lacks(state.values())
    assert not lacking, f"{lacking} after {operation}"
    for each in state.values():
        for name in each.occupies:
            other = taken.setdefault((each.key.namespace, name), each.key)
            assert other == each.key, f"{each.key} and {other} collide: {operation}"
