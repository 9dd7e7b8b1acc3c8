"""The online migration: sends the items of a script to the database and notes them in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.connect.database import server_words
from autodiff.core.dialect import Dialect
from autodiff.core.statement import Statement
from autodiff.errors.running import ConnectionUnrepeatable
from autodiff.execute.direct_statements import StatementListener
from autodiff.execute.item import Group, InsertedRows, Item, Opaque, Sql, fills_of
from autodiff.execute.journal import JournalEntry
from autodiff.execute.live import LiveState
from autodiff.execute.position import Planned
from autodiff.execute.progress import Progress
from autodiff.execute.resume import Pickup
from autodiff.execute.statements import statements_of
from autodiff.execute.unknown_outcome import Doubt
from autodiff.frozen import frozen

_PLAIN = {"no_parameters": True}
"""Keep percent signs as they are: the driver must not look for parameters."""


@frozen
class Refusal:
    """A statement that the database refused, its number in the revision, and its item."""

    problem: DBAPIError
    number: int
    sql: str
    item: Item | None = None


@frozen
class Job:
    """A statement and how it is sent."""

    statement: Statement
    send: Callable[[], Any]


class Online:
    """Runs one revision on a live connection.

    ``resume`` is where an earlier run stopped: what it certainly did is not sent again. ``doubt``
    decides where the catalog does not show whether a statement was done. ``choose`` returns the
    part of an item that is to be run, or None to skip the item.
    """

    offline = False

    def __init__(
        self,
        connection: Connection,
        dialect: Dialect,
        progress: Progress,
        resume: JournalEntry | None = None,
        doubt: Doubt = "ask",
        choose: Callable[[Item], Item | None] = lambda item: item,
    ) -> None:
        self.dialect = dialect
        self.refusal: Refusal | None = None
        self._connection = connection
        self._state = LiveState(connection, dialect)
        self._progress = progress
        self._pickup = Pickup(resume, doubt)
        self._choose = choose
        self._busy = False
        self._item: Item | None = None

    # --- what scripts call ------------------------------------------------------------------------

    def bind(self) -> Connection:
        return self._connection

    def hand(self, item: Item) -> Any:
        """Send the statements of ``item`` and return the result of the last one.

        Raises DBAPIError, ScriptEdited, StatementInDoubt.
        """
        self._pickup.count(item)
        chosen = self._choose(item)
        if self._pickup.is_done:
            return None
        self._busy, self._item = True, item
        try:
            jobs = self._jobs_left(chosen or item) if self._wanted(chosen) else ()
            results = [self._send(job) for job in jobs]
            self._state.forget()
        finally:
            self._busy = False
        return results[-1] if results else None

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        """Commit what was done so far and run the statements of the block outside a transaction."""
        with self._progress.outside_transaction():
            yield

    def watching(self, listener: StatementListener) -> AbstractContextManager[None]:
        """Count, inside the block, statements that a script sends without ``op`` as items."""
        return listener.telling(self._beside)

    def _beside(self, sql: str) -> None:
        if self._busy:
            return
        self._pickup.count(Opaque(" ".join(sql.split())))
        if not self._pickup.is_done:
            self._progress.beside(self._pickup.items, self._pickup.hash)
        elif self._pickup.doubt != "again":
            raise ConnectionUnrepeatable(self._progress.name.revision, sql)

    def _wanted(self, chosen: Item | None) -> bool:
        """Whether the item is to be run: it was chosen, or an earlier run has begun it. Any
        other item is noted as done.
        """
        if chosen is not None or self._pickup.is_begun:
            return True
        planned = Planned((), self._pickup.hash)
        self._progress.begin_item(self._pickup.items, planned, 0)
        return False

    def _jobs_left(self, item: Item) -> Sequence[Job]:
        """Return the item's statements that are not done yet."""
        planned, skip = self._pickup.left(
            item, self._state, lambda: [job.statement for job in self._jobs(item)]
        )
        jobs = self._jobs(item) if planned is None else [*map(self._plain, planned)]
        statements = tuple(job.statement for job in jobs)
        plan = Planned(statements, self._pickup.hash, fills_of(item))
        self._progress.begin_item(self._pickup.items, plan, skip)
        return jobs[skip:]

    # --- sending ----------------------------------------------------------------------------------

    def _jobs(self, item: Item) -> list[Job]:
        match item:
            case InsertedRows():
                return [Job(Statement(item.described()), partial(self._insert, item))]
            case Sql(statement=statement) if item.parameters or not isinstance(
                statement, str
            ):
                return [Job(Statement(item.described()), partial(self._execute, item))]
            case Group() | Sql() | Opaque():
                made = statements_of(item, self.dialect, self._state)
                return [self._plain(each) for each in made]

    def _plain(self, statement: Statement) -> Job:
        send = partial(
            self._connection.exec_driver_sql, statement.sql, execution_options=_PLAIN
        )
        return Job(statement, send)

    def _send(self, job: Job) -> Any:
        number, sql = self._progress.position.sent + 1, job.statement.sql
        try:
            with self._progress.statement(job.statement):
                return job.send()
        except DBAPIError as problem:
            self.refusal = Refusal(problem, number, sql, self._item)
            if not problem.connection_invalidated:
                self._progress.refused(server_words(problem))
            raise

    def _execute(self, item: Sql) -> Any:
        text = isinstance(item.statement, str)
        statement = sa.text(item.statement) if text else item.statement
        if item.parameters:
            return self._connection.execute(statement, item.parameters)
        return self._connection.execute(statement)

    def _insert(self, item: InsertedRows) -> None:
        if item.multiinsert and item.rows:
            self._connection.execute(sa.insert(item.table), list(item.rows))
        for row in () if item.multiinsert else item.rows:
            self._connection.execute(sa.insert(item.table).values(**row))
