"""The state: the database as it is at the moment an operation is turned into statements."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.engine import Connection

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.frozen import frozen


class State(Protocol):
    """A replayed schema (offline) or a live database, asked only where an operation leaves out what
    its statements must say.
    """

    @property
    def connection(self) -> Connection | None:
        """Return the connection to the live database, or None where there is only a replayed
        schema.
        """
        ...

    def get(self, key: Key, /) -> Object | None:
        """Return the object with this key as it is now, or None."""
        ...

    def under(self, key: Key, /) -> tuple[Object, ...]:
        """Return the objects whose parent is ``key`` as they are now, in order."""
        ...

    def users(self, key: Key, /) -> tuple[Object, ...]:
        """Return the objects that depend on ``key`` as they are now, in any namespace."""
        ...


@frozen
class ReplayedState:
    """A state that reads a schema value and asks no database."""

    schema: Schema

    @property
    def connection(self) -> None:
        return None

    def get(self, key: Key, /) -> Object | None:
        return self.schema.get(key)

    def under(self, key: Key, /) -> tuple[Object, ...]:
        return self.schema.under(key)

    def users(self, key: Key, /) -> tuple[Object, ...]:
        return tuple(each for each in self.schema.values() if key in each.depends_on())
