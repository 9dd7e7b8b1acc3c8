"""Progress: how far one revision got, and its notes in the journal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Literal

from autodiff.core.statement import Statement
from autodiff.errors.running import TransactionInTheWay
from autodiff.execute.journal import Journal, JournalEntry, Name, now
from autodiff.execute.position import Planned, Position
from autodiff.execute.transactions import Transactions

Stays = Literal["untouched", "revision", "run", "since", "caller", "partly", "doubt"]
"""What the database keeps of a revision that stopped; ``errors/running.py`` has the texts."""


class Progress:
    """The bookkeeping of one step.

    In a single transaction the step is done as a whole or not at all, and one journal row is
    written at the end. After the first commit in the middle the journal has an open entry. Outside
    of transactions the entry is updated before and after each statement; statements in a
    transaction are noted at the next commit.
    """

    def __init__(
        self,
        transactions: Transactions,
        journal: Journal,
        name: Name,
        resumed: JournalEntry | None = None,
    ) -> None:
        self.name = name
        self.position = resumed.position if resumed else Position()
        self.kept = self.position.sent
        self._transactions = transactions
        self._journal = journal
        self._entry = resumed.entry if resumed else None
        self._item = (0, "")
        self._left = 0
        self._started, self._clock = now(), time.monotonic()

    # --- items and statements ---------------------------------------------------------------------

    def begin_item(self, items: int, planned: Planned, skip: int) -> None:
        """Start item number ``items``, of whose ``planned`` statements ``skip`` are done already."""
        self._item = (items, planned.running_hash)
        self._left = len(planned.statements) - skip
        self.position = self.position.with_plan(planned, skip)
        if not self._left:
            self.position = self.position.item_done(*self._item)

    def statement(self, statement: Statement) -> AbstractContextManager[None]:
        """Surround the sending of the item's next statement."""
        if statement.transactional or self._transactions.alone:
            return self._noted(statement)
        return self._noted_outside(statement)

    @contextmanager
    def _noted_outside(self, statement: Statement) -> Iterator[None]:
        with self.outside_transaction(statement.sql), self._noted(statement):
            yield

    @contextmanager
    def _noted(self, statement: Statement) -> Iterator[None]:
        self._tell(doing=statement.sql, said=None)
        yield
        self._left -= 1
        self.position = self.position.statement_done()
        if not self._left:
            self.position = self.position.item_done(*self._item)
        self._tell(doing=None)

    def beside(self, items: int, running_hash: str) -> None:
        """Count a statement that was not sent through ``op``; the next note commits it."""
        self.position = self.position.statement_done().item_done(items, running_hash)

    def refused(self, words: str) -> None:
        """Note the database's error: the statement was not done and is not in doubt."""
        if self._transactions.alone:
            self._transactions.rollback()
            self._tell(said=words)

    @contextmanager
    def outside_transaction(self, what: str = "autocommit_block()") -> Iterator[None]:
        """Commit what was done so far and run the statements of the block outside a transaction."""
        if self._transactions.alone:
            yield
            return
        if not self._transactions.owns:
            raise TransactionInTheWay(" ".join(what.split()))
        self._note()
        with self._transactions.outside():
            self.kept = self.position.sent
            yield

    # --- the end ----------------------------------------------------------------------------------

    def finish(self) -> None:
        """Note the step as done, in the transaction that updates the version table."""
        took = {"milliseconds": round((time.monotonic() - self._clock) * 1000)}
        values = {**self.position.columns(), **took}
        if self._entry is None:
            self._journal.finished(self.name, **{"started_at": self._started, **values})
        else:
            self._journal.finish(self._entry, **values)

    def stays(self, whole_run: bool) -> Stays:
        """Return what the database keeps if the revision stops here."""
        if self.kept:
            return "partly"
        if self._transactions.alone:
            return "untouched"
        if not self._transactions.owns:
            return "caller"
        if whole_run:
            return "since" if self._transactions.broken_up else "run"
        return "revision"

    def stays_if_lost(self, whole_run: bool) -> Stays:
        """Return what the database keeps if the connection is lost: "doubt" with an open journal
        entry, since the outcome of the last statement is unknown and it may be committed.
        """
        return self.stays(whole_run) if self._entry is None else "doubt"

    # --- the journal ------------------------------------------------------------------------------

    def _tell(self, **values: object) -> None:
        """Note ``values`` in the journal and commit at once, if statements run outside a transaction."""
        if self._transactions.alone:
            self._note(**values)
            self._transactions.commit()
            self.kept = self.position.sent

    def _note(self, **values: object) -> None:
        values = {**self.position.columns(), **values}
        if self._entry is None:
            started = {"started_at": self._started}
            self._entry = self._journal.begin(self.name, **{**started, **values})
        else:
            self._journal.note(self._entry, **values)
