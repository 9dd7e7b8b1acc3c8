"""Transactions: what may be committed and when, on one connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from autodiff.execute.guard import Guard


class Transactions:
    """``owns`` is false in a transaction of the caller's, which is never ended here.

    ``alone``: each statement is by itself, since the server commits it or we are in an autocommit
    block. ``broken_up``: something was committed in the middle.
    """

    def __init__(
        self, connection: Connection, guard: Guard, *, transactional: bool, owns: bool
    ) -> None:
        self.owns = owns
        self.alone = not transactional
        self.broken_up = False
        self._connection = connection
        self._guard = guard

    def commit(self) -> None:
        if self.owns:
            with self._guard.lifted():
                self._connection.commit()

    def rollback(self) -> None:
        """Also on the driver itself: after a listener's veto SQLAlchemy believes it is done."""
        if self.owns and not self._connection.invalidated:
            with self._guard.lifted():
                self._connection.rollback()
                self._connection.connection.rollback()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Commit what was done; leave the transaction for the block; then go on in a new one."""
        level = self._connection.get_isolation_level()
        self.commit()
        self.broken_up = True
        self._connection.execution_options(isolation_level="AUTOCOMMIT")
        self.alone = True
        try:
            with self._guard.lifted():
                yield
        finally:
            self.alone = False
            self.rollback()
            if not self._connection.invalidated:
                self._connection.execution_options(isolation_level=level)
