"""A key: the identity of one object, whatever its state."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """The identity of an object: its kind, namespace, table and name.

    ``namespace`` is "" for the connection's default one; ``table`` is "" for objects outside of
    tables. Keys sort by kind, then by place, so that lists have the same order every time.
    """

    kind: str
    namespace: str
    table: str
    name: str

    def __str__(self) -> str:
        places = (self.namespace, self.table, self.name)
        return f"{self.kind} {'.'.join(place for place in places if place)}"
