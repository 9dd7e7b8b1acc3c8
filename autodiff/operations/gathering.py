"""Collecting the operations of a batch block, to send them as one group."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Operation
from autodiff.execute.current import Migration, in_force, migration
from autodiff.execute.item import Group, Item


class Gathering:
    """A context that collects operations. Anything else (SQL of the script's own, rows, use of the
    connection) first sends the operations that were collected.
    """

    def __init__(self, real: Migration) -> None:
        self._real = real
        self._kept: list[Operation] = []

    @property
    def dialect(self) -> Dialect:
        return self._real.dialect

    @property
    def offline(self) -> bool:
        return self._real.offline

    def hand(self, item: Item) -> Any:
        if isinstance(item, Group):
            self._kept.extend(item.operations)
            return None
        self.flush()
        return self._real.hand(item)

    def bind(self) -> Connection:
        self.flush()
        return self._real.bind()

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        self.flush()
        with self._real.autocommit():
            yield
            self.flush()

    def flush(self) -> None:
        """Send the collected operations as one group."""
        kept, self._kept = tuple(self._kept), []
        if kept:
            self._real.hand(Group(kept))


@contextmanager
def gathered() -> Iterator[None]:
    """Collect the operations of the block and send them at its end; if it raises, discard them."""
    gathering = Gathering(migration())
    with in_force(gathering):
        yield
    gathering.flush()
