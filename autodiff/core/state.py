"""The state: what is known of the database at the moment an operation is turned into statements."""

from __future__ import annotations

from typing import Protocol

from autodiff.core.key import Key
from autodiff.core.object import Object


class State(Protocol):
    """A replayed schema (offline) or a live database, asked only where an operation leaves open
    what its statements must say. :class:`autodiff.core.schema.Schema` is one.
    """

    def get(self, key: Key, /) -> Object | None:
        """The object with this key as it is now, or None."""
        ...

    def under(self, key: Key, /) -> tuple[Object, ...]:
        """The objects whose parent is ``key`` as they are now, in order."""
        ...
