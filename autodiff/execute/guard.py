"""The guard: refuses a commit or rollback by a script in the transaction that it runs in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.errors.running import TransactionEnded


class Guard:
    """While it is up, a commit or rollback on the connection raises TransactionEnded instead."""

    def __init__(self) -> None:
        self._up = False

    def up(self) -> AbstractContextManager[None]:
        """Refuse to end a transaction inside the block, except within :meth:`lifted`."""
        return self._set(True)

    def lifted(self) -> AbstractContextManager[None]:
        """Allow ending a transaction inside the block."""
        return self._set(False)

    @contextmanager
    def _set(self, up: bool) -> Iterator[None]:
        before, self._up = self._up, up
        try:
            yield
        finally:
            self._up = before

    def refuse(self, verb: str) -> Callable[[Connection], None]:
        """Return a listener for the event ``verb`` that raises TransactionEnded while the guard is up."""

        def ending(_: Connection) -> None:
            if self._up:
                raise TransactionEnded(verb)

        return ending


@contextmanager
def guarding(connection: Connection) -> Iterator[Guard]:
    """Register a guard on ``connection`` for the block, not up yet."""
    guard = Guard()
    listeners = [(verb, guard.refuse(verb)) for verb in ("commit", "rollback")]
    for verb, listener in listeners:
        sa.event.listen(connection, verb, listener)
    try:
        yield guard
    finally:
        for verb, listener in listeners:
            sa.event.remove(connection, verb, listener)
