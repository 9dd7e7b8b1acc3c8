"""An overlay: the state as it is after the first operations of a group, before they are sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Operation, Rename, made, unmade
from autodiff.core.state import State


@dataclass(slots=True)
class Overlay:
    """A state with operations laid over it. What went is None."""

    under_it: State
    _changed: dict[Key, Object | None] = field(default_factory=dict)

    @property
    def connection(self) -> Connection | None:
        return self.under_it.connection

    def get(self, key: Key, /) -> Object | None:
        if key in self._changed:
            return self._changed[key]
        return self.under_it.get(key)

    def under(self, key: Key, /) -> tuple[Object, ...]:
        there = {each.key: each for each in self.under_it.under(key)}
        for changed, value in self._changed.items():
            if value is None:
                there.pop(changed, None)
            elif value.parent == key:
                there[changed] = value
        return tuple(there.values())

    def users(self, key: Key, /) -> tuple[Object, ...]:
        there = {each.key: each for each in self.under_it.users(key)}
        for changed, value in self._changed.items():
            there.pop(changed, None)
            if value is not None and key in value.needs():
                there[changed] = value
        return tuple(there.values())

    def lay(self, operation: Operation) -> None:
        """Take ``operation`` as done; what names a renamed object follows it."""
        if isinstance(operation, Rename):
            self._follow(operation.before.key, operation.after.key)
        self._changed |= dict.fromkeys((each.key for each in unmade(operation)), None)
        self._changed |= {each.key: each for each in made(operation)}

    def _follow(self, before: Key, after: Key) -> None:
        for each in (*self.under(before), *self.users(before)):
            follower = each.follows(before, after)
            if follower != each:
                self._changed[each.key] = None
                self._changed[follower.key] = follower
