"""Progress: how far one revision got, where its transactions end, and what the journal is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from autodiff.core.statement import Statement
from autodiff.execute.journal import START, Entry, Journal


class Progress:
    """The bookkeeping of one step.

    While all is in one transaction there is nothing to remember: it is all or nothing. From the
    first statement outside of one (a server without transactional DDL, an autocommit block), the
    step is *partial*: the journal has an open entry, told before and after each statement.
    ``owns`` is false in a transaction of the caller's, which is never committed here.
    """

    def __init__(
        self,
        connection: Connection,
        journal: Journal,
        name: tuple[str, str, str],
        *,
        transactional: bool,
        owns: bool,
        resumed: Entry | None = None,
    ) -> None:
        """``name`` is revision, direction and checksum of the script."""
        self.name = name
        self.sent = 0
        self.partial = False
        self._connection = connection
        self._journal = journal
        self._transactional = transactional
        self._owns = owns
        self._entry = resumed.entry if resumed else None
        self._items = resumed.items_done if resumed else 0
        self._hash = resumed.items_hash if resumed else START
        if resumed or not transactional:
            self._become_partial()

    @contextmanager
    def statement(self, number: int, statement: Statement) -> Iterator[None]:
        """Around the sending of an item's statement ``number``."""
        self.sent += 1
        if self._transactional and not statement.transactional:
            with self.outside_transaction():
                yield from self._noted(number, statement)
        else:
            yield from self._noted(number, statement)

    def _noted(self, number: int, statement: Statement) -> Iterator[None]:
        self._tell(statements_done=number - 1, doing=statement.sql, said=None)
        yield
        self._tell(statements_done=number, doing=None)

    def item_done(self, items: int, running_hash: str) -> None:
        """All statements of the first ``items`` items are sent."""
        self._items, self._hash = items, running_hash
        self._tell(
            items_done=items, items_hash=running_hash, statements_done=0, doing=None
        )

    def refused(self, words: str) -> None:
        """The database refused a statement: it is not in doubt, it was not done."""
        if self._owns:
            self._connection.rollback()
            self._tell(said=words)

    def finish(self) -> None:
        """The step is done; to be called in the transaction that moves the version table."""
        if self._entry is None:
            self._entry = self._journal.begin(*self.name)
            self._journal.note(
                self._entry, items_done=self._items, items_hash=self._hash
            )
        self._journal.finish(self._entry)

    @contextmanager
    def outside_transaction(self) -> Iterator[None]:
        """Commit what was done, leave the transaction for the block, go on in a new one."""
        if not self._transactional or not self._owns:
            yield
            return
        self._become_partial()
        level = self._connection.default_isolation_level
        self._connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            yield
        finally:
            self._connection.commit()
            self._connection.execution_options(isolation_level=level)

    def _become_partial(self) -> None:
        if self._entry is None:
            self._entry = self._journal.begin(*self.name)
        self.partial = True
        self._tell(items_done=self._items, items_hash=self._hash)

    def _tell(self, **values: object) -> None:
        if self.partial and self._entry is not None:
            self._journal.note(self._entry, **values)
            if self._owns:
                self._connection.commit()
