"""Replay: applies operations to a schema value, without a database."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.errors.operations import ReplayConflict


def replay(schema: Schema, operations: Iterable[Operation]) -> Schema:
    """Return ``schema`` after ``operations``.

    Raises :class:`ReplayConflict` where an operation does not fit the schema that it meets.
    """
    steps = tuple(operations)
    if not steps:
        return schema
    replayed = Replay(schema)
    for operation in steps:
        replayed.apply(operation)
    return replayed.schema()


class Replay:
    """A schema during a replay, changed step by step; a :class:`State` after each step.

    An object keeps its slot through alters and renames, so the order of the schema is kept. A step
    costs as much as it touches, not as much as the schema has.
    """

    def __init__(self, schema: Schema) -> None:
        self._slots: dict[int, Object] = {}
        self._slot_of: dict[Key, int] = {}
        self._dependents: dict[Key, dict[int, None]] = {}
        self._last = 0
        for value in schema.values():
            self._append(value)

    # --- as a state -------------------------------------------------------------------------------

    @property
    def connection(self) -> None:
        """Return None: there is no database."""
        return None

    def get(self, key: Key, /) -> Object | None:
        """Return the object with this key as it is now, or None."""
        slot = self._slot_of.get(key)
        return None if slot is None else self._slots[slot]

    def under(self, key: Key, /) -> tuple[Object, ...]:
        """Return the objects whose parent is ``key`` as they are now, in order."""
        dependents = (
            self._slots[slot] for slot in sorted(self._dependents.get(key, ()))
        )
        return tuple(each for each in dependents if each.parent == key)

    def users(self, key: Key, /) -> tuple[Object, ...]:
        """Return the objects that depend on ``key`` as they are now, in any namespace."""
        return tuple(
            self._slots[slot] for slot in sorted(self._dependents.get(key, ()))
        )

    def schema(self) -> Schema:
        """Return the schema as it is now."""
        return Schema(self._slots.values())

    # --- steps ------------------------------------------------------------------------------------

    def apply(self, operation: Operation) -> None:
        """Apply one operation. Raises :class:`ReplayConflict` where it does not fit."""
        match operation:
            case Create(object=value, if_not_exists=True) if self.get(value.key):
                pass
            case Create(object=value, parts=parts):
                for created in (value, *parts):
                    self._create(created)
            case Drop(object=value, if_exists=True) if not self.get(value.key):
                pass
            case Drop(object=value, parts=parts):
                for dropped in (value, *parts):
                    self._drop(dropped.key)
                for dropped in self.under(value.key):
                    self._drop(dropped.key)
            case Alter(before=before, after=after, inner_renames=inner_renames):
                self._put(self._slot(before.key, "altered"), after)
                if inner_renames:
                    self._respell_dependents(after, inner_renames)
            case Rename(before=before, after=after):
                self._rename(before.key, after)

    def _create(self, value: Object) -> None:
        if value.key in self._slot_of:
            raise ReplayConflict(str(value.key), "created", "it exists already")
        self._append(value)

    def _drop(self, key: Key) -> None:
        slot = self._slot(key, "dropped")
        self._forget(slot)
        del self._slots[slot]

    def _rename(self, old: Key, after: Object) -> None:
        slot = self._slot(old, "renamed")
        if after.key != old and after.key in self._slot_of:
            raise ReplayConflict(str(old), "renamed", f"{after.key} exists")
        self._put(slot, after)
        for other in sorted(self._dependents.get(old, {})):
            if other != slot:
                self._put(
                    other, self._slots[other].with_renamed_reference(old, after.key)
                )

    def _respell_dependents(
        self, value: Object, renames: Iterable[tuple[str, str]]
    ) -> None:
        for slot in sorted(self._dependents.get(value.key, {})):
            self._put(slot, value.respell(self._slots[slot], renames))

    # --- slots ------------------------------------------------------------------------------------

    def _slot(self, key: Key, verb: str) -> int:
        if key not in self._slot_of:
            raise ReplayConflict(str(key), verb, "it does not exist")
        return self._slot_of[key]

    def _append(self, value: Object) -> None:
        self._last += 1
        self._note(self._last, value)

    def _put(self, slot: int, value: Object) -> None:
        self._forget(slot)
        self._note(slot, value)

    def _note(self, slot: int, value: Object) -> None:
        self._slots[slot] = value
        self._slot_of[value.key] = slot
        for need in value.depends_on():
            self._dependents.setdefault(need, {})[slot] = None

    def _forget(self, slot: int) -> None:
        value = self._slots[slot]
        del self._slot_of[value.key]
        for need in value.depends_on():
            self._dependents[need].pop(slot, None)
