"""A key: the identity of one object, whatever its state."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """Identity of an object: its kind and where it stands.

    ``namespace`` is "" for the connection's default one; ``table`` is "" for what stands under no
    table. Keys sort by kind, then place, so that whatever is listed by key is listed the same way
    every time.
    """

    kind: str
    namespace: str
    table: str
    name: str

    def __str__(self) -> str:
        places = (self.namespace, self.table, self.name)
        return f"{self.kind} {'.'.join(place for place in places if place)}"
