"""Transactions: what may be committed and when, on one connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from autodiff.execute.guard import Guard


class Transactions:
    """The transactions of one connection. ``owns`` is false if the caller began the transaction and ends it.

    ``alone``: statements run outside a transaction, since the server commits each of them or an
    autocommit block is open. ``broken_up``: something was committed in the middle.
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
        """Roll back on the driver too, since SQLAlchemy assumes a commit that a listener refused is done."""
        if self.owns and not self._connection.invalidated:
            with self._guard.lifted():
                self._connection.rollback()
                self._connection.connection.rollback()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Commit, run the block outside a transaction, and continue in a new transaction after it."""
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
