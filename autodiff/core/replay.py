"""Replay: operations applied to a schema value, with no database."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.errors.operations import ReplayConflict


def replay(schema: Schema, operations: Iterable[Operation]) -> Schema:
    """What ``schema`` becomes by ``operations``.

    Raises :class:`ReplayConflict` where one finds something other than what it starts from.
    """
    steps = tuple(operations)
    if not steps:
        return schema
    replayed = Replay(schema)
    for operation in steps:
        replayed.apply(operation)
    return replayed.schema()


class Replay:
    """A schema in the course of a replay, changed step by step; a :class:`State` at each.

    An object keeps its slot through alters and renames, so the order of the schema is kept. A
    step costs as much as it touches, not as much as the schema holds.
    """

    def __init__(self, schema: Schema) -> None:
        self._slots: dict[int, Object] = {}
        self._slot_of: dict[Key, int] = {}
        self._leaning: dict[Key, dict[int, None]] = {}
        self._last = 0
        for value in schema.values():
            self._append(value)

    # --- as a state -------------------------------------------------------------------------------

    @property
    def connection(self) -> None:
        """There is no database."""
        return None

    def get(self, key: Key, /) -> Object | None:
        """The object with this key as it is now, or None."""
        slot = self._slot_of.get(key)
        return None if slot is None else self._slots[slot]

    def under(self, key: Key, /) -> tuple[Object, ...]:
        """The objects whose parent is ``key`` as they are now, in order."""
        found = (self._slots[slot] for slot in sorted(self._leaning.get(key, ())))
        return tuple(each for each in found if each.parent == key)

    def users(self, key: Key, /) -> tuple[Object, ...]:
        """The objects that need ``key`` as they are now, wherever they stand."""
        return tuple(self._slots[slot] for slot in sorted(self._leaning.get(key, ())))

    def schema(self) -> Schema:
        """The schema as it is now."""
        return Schema(self._slots.values())

    # --- steps ------------------------------------------------------------------------------------

    def apply(self, operation: Operation) -> None:
        """Take one step. Raises :class:`ReplayConflict` where it does not fit."""
        match operation:
            case Create(object=value, if_not_exists=True) if self.get(value.key):
                pass
            case Create(object=value, parts=parts):
                for each in (value, *parts):
                    self._create(each)
            case Drop(object=value, if_exists=True) if not self.get(value.key):
                pass
            case Drop(object=value, parts=parts):
                for each in (value, *parts):
                    self._drop(each.key)
                for each in self.under(value.key):
                    self._drop(each.key)
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
        for other in sorted(self._leaning.get(old, {})):
            if other != slot:
                self._put(
                    other, self._slots[other].with_renamed_reference(old, after.key)
                )

    def _respell_dependents(
        self, value: Object, renames: Iterable[tuple[str, str]]
    ) -> None:
        for slot in sorted(self._leaning.get(value.key, {})):
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
            self._leaning.setdefault(need, {})[slot] = None

    def _forget(self, slot: int) -> None:
        value = self._slots[slot]
        del self._slot_of[value.key]
        for need in value.depends_on():
            self._leaning[need].pop(slot, None)
