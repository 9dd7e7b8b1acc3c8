"""A schema: all objects compared, as one immutable value."""

from __future__ import annotations

from collections.abc import (
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    ValuesView,
)
from functools import cached_property
from typing import Any, TypeGuard, TypeVar, overload

from autodiff.core.key import Key
from autodiff.core.object import Object

T = TypeVar("T")


class Schema(Mapping[Key, Object]):
    """Objects by key. Two schemas are equal where the same keys have equal objects, in any order.

    The order of the objects is kept for writing (a table's columns in their positions).
    """

    _compared: tuple[Schema, tuple[Key, ...]] | None = None
    """The schema that this one was last compared with, and what :meth:`unlike` found: neither
    changes, and both sides of a check are compared again and again.
    """

    def __init__(self, objects: Iterable[Object] = ()) -> None:
        self._objects = {each.key: each for each in objects}

    def __getitem__(self, key: Key) -> Object:
        return self._objects[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._objects)

    def __len__(self) -> int:
        return len(self._objects)

    # What Mapping would make of these costs several calls for each object; a dict's own do not.

    def __contains__(self, key: object) -> bool:
        return key in self._objects

    @overload
    def get(self, key: Key, /) -> Object | None: ...
    @overload
    def get(self, key: Key, default: Object | T, /) -> Object | T: ...
    def get(self, key: Key, default: Any = None, /) -> Any:
        return self._objects.get(key, default)

    def keys(self) -> KeysView[Key]:
        return self._objects.keys()

    def items(self) -> ItemsView[Key, Object]:
        return self._objects.items()

    def values(self) -> ValuesView[Object]:
        return self._objects.values()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Schema):
            return False
        if (unlike := self._last_unlike(other)) is not None:
            return len(self) == len(other) and not unlike
        return self._objects == other._objects

    def __hash__(self) -> int:
        return hash(frozenset(self._objects.items()))

    def __repr__(self) -> str:
        return f"Schema({list(self._objects.values())!r})"

    @cached_property
    def _by_parent(self) -> dict[Key, list[Object]]:
        children: dict[Key, list[Object]] = {}
        for value in self._objects.values():
            if (parent := value.parent) is not None:
                children.setdefault(parent, []).append(value)
        return children

    def under(self, key: Key) -> tuple[Object, ...]:
        """Return the objects whose parent is ``key``, in order."""
        return tuple(self._by_parent.get(key, ()))

    def with_objects(self, objects: Iterable[Object]) -> Schema:
        """Return this schema with ``objects`` added; each replaces the object with the same key."""
        new = {each.key: each for each in objects}
        return _schema({**self._objects, **new}) if new else self

    def with_states(self, states: Mapping[Key, Object | None]) -> Schema:
        """Return this schema with other states of objects that it has, each in its place; None
        removes the object.

        The differences to the schema compared last are carried over, so that only ``states`` are
        compared again.
        """
        compared = self._compared
        if compared is not None and self._keeps_keys(states, compared[1]):
            made = _schema({**self._objects, **states})
            other = compared[0]
            unlike = [
                key
                for key in compared[1]
                if key not in states or other.get(key) != states[key]
            ]
            made._compared = (other, tuple(unlike))
            return made
        kept: dict[Key, Object] = {}
        new: set[Key] = set()
        for key, value in self._objects.items():
            if key not in states:
                kept[key] = value
            elif (state := states[key]) is not None:
                kept[state.key] = state
                new.add(state.key)
        made = _schema(kept)
        if compared is not None:
            other, before = compared[0], set(compared[1])
            unlike = [
                key
                for key in kept
                if (other.get(key) != kept[key] if key in new else key in before)
            ]
            made._compared = (other, tuple(unlike))
        return made

    @staticmethod
    def _keeps_keys(
        states: Mapping[Key, Object | None], unlike: Iterable[Key]
    ) -> TypeGuard[Mapping[Key, Object]]:
        """Whether ``states`` are of ``unlike`` objects only, with none removed or renamed."""
        only_unlike = states.keys() <= set(unlike)
        return only_unlike and all(
            state is not None and state.key == key for key, state in states.items()
        )

    def unlike(self, other: Schema) -> tuple[Key, ...]:
        """Return the keys of objects that ``other`` lacks, or has in another state."""
        if (unlike := self._last_unlike(other)) is not None:
            return unlike
        there, mine = other._objects, self._objects.items()
        unlike = tuple([key for key, value in mine if there.get(key) != value])
        self._compared = (other, unlike)
        return unlike

    def _last_unlike(self, other: Schema) -> tuple[Key, ...] | None:
        """Return the result of :meth:`unlike`, if ``other`` was compared last, else None."""
        compared = self._compared  # looked at once: another thread may compare as well
        return compared[1] if compared is not None and compared[0] is other else None

    def without(self, keys: Iterable[Key]) -> Schema:
        """Return this schema less ``keys``."""
        gone = set(keys)
        left = {key: each for key, each in self._objects.items() if key not in gone}
        return _schema(left)


def _schema(objects: dict[Key, Object]) -> Schema:
    """Return the schema of ``objects``, whose keys are not computed again."""
    made = Schema()
    made._objects = objects
    return made
