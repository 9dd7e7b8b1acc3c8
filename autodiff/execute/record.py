"""Recording: a script run without a database, what it hands over written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.execute.current import in_force
from autodiff.execute.item import Item, Opaque


class LooksAtData(Exception):
    """A recorded script asked for the live connection: from here on nothing is known."""


class Recording:
    """A migration that does nothing but remember."""

    offline = True

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.items: list[Item] = []

    def hand(self, item: Item) -> None:
        self.items.append(item)

    def bind(self) -> Connection:
        self._stop("get_bind()")

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        yield

    def _stop(self, what: str) -> NoReturn:
        self.items.append(Opaque(what))
        raise LooksAtData(what)


def recorded(function: Callable[[], Any], dialect: Dialect) -> tuple[Item, ...]:
    """What ``function`` (a script's upgrade, say) hands over. Where it looks at live data, the
    record ends in an :class:`Opaque`.
    """
    recording = Recording(dialect)
    with in_force(recording), suppress(LooksAtData):
        function()
    return tuple(recording.items)
