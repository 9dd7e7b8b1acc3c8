"""The online migration: what a script hands over is sent to the database and noted in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.core.statement import Statement
from autodiff.errors import ScriptEdited, StatementFailed, StatementFailedPartly
from autodiff.execute.doubt import Doubt, settled
from autodiff.execute.item import Item, Rows, Sql
from autodiff.execute.journal import START, Entry, hash_after
from autodiff.execute.progress import Progress
from autodiff.execute.statements import statements_of
from autodiff.sources.database import server_words
from autodiff.sources.live import LiveState


class Online:
    """Runs one revision on a live connection.

    ``resume`` is where an earlier run stopped: what it did for certain is not sent again.
    """

    offline = False

    def __init__(
        self,
        connection: Connection,
        dialect: Dialect,
        progress: Progress,
        resume: Entry | None = None,
        doubt: Doubt = "ask",
    ) -> None:
        self.dialect = dialect
        self._connection = connection
        self._state = LiveState(connection, dialect)
        self._progress = progress
        self._resume = resume
        self._doubt: Doubt = doubt
        self._item = 0
        self._hash = START

    def bind(self) -> Connection:
        return self._connection

    def hand(self, item: Item) -> Any:
        """Send ``item``'s statements; raises StatementFailed, ScriptEdited, StatementInDoubt."""
        self._item += 1
        self._hash = hash_after(self._hash, item)
        if self._resume is not None and self._item <= self._resume.items_done:
            self._check_unedited()
            return None
        result = self._send_all(item)
        self._state.forget()
        self._progress.item_done(self._item, self._hash)
        return result

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        """Commit what was done so far; inside, each statement is by itself."""
        with self._progress.outside_transaction():
            yield

    def _check_unedited(self) -> None:
        """At the end of what an earlier run did: it must be what the script says today."""
        resume = self._resume
        assert resume is not None
        if self._item == resume.items_done and self._hash != resume.items_hash:
            raise ScriptEdited(resume.revision, resume.items_done)

    def _send_all(self, item: Item) -> Any:
        if isinstance(item, Sql) and (
            item.parameters or not isinstance(item.statement, str)
        ):
            return self._execute(item)
        if isinstance(item, Rows):
            return self._insert(item)
        result = None
        skip = self._already_sent(item)
        for number, statement in enumerate(
            statements_of(item, self.dialect, self._state), 1
        ):
            if number > skip:
                result = self._send(number, statement)
        return result

    def _already_sent(self, item: Item) -> int:
        """How many statements of ``item`` an earlier run has sent, doubts settled."""
        resume = self._resume
        if resume is None or self._item != resume.items_done + 1:
            return 0
        done = resume.statements_done
        if resume.doing is not None and resume.said is None:
            done += settled(resume, item, self._state, self._doubt)
        return done

    def _send(self, number: int, statement: Statement) -> Any:
        with self._progress.statement(number, statement), self._failing(statement.sql):
            return self._connection.exec_driver_sql(statement.sql)

    def _execute(self, item: Sql) -> Any:
        text = item.described()
        statement = (
            sa.text(item.statement)
            if isinstance(item.statement, str)
            else item.statement
        )
        with self._progress.statement(1, Statement(text)), self._failing(text):
            if item.parameters:
                return self._connection.execute(statement, item.parameters)
            return self._connection.execute(statement)

    def _insert(self, item: Rows) -> None:
        text = item.described()
        with self._progress.statement(1, Statement(text)), self._failing(text):
            if item.multiinsert and item.rows:
                self._connection.execute(sa.insert(item.table), list(item.rows))
            for row in () if item.multiinsert else item.rows:
                self._connection.execute(sa.insert(item.table).values(**row))

    @contextmanager
    def _failing(self, sql: str) -> Iterator[None]:
        try:
            yield
        except DBAPIError as problem:
            words = server_words(problem)
            self._progress.refused(words)
            raise self._failure(sql, words) from problem

    def _failure(self, sql: str, words: str) -> StatementFailed:
        revision, direction, _ = self._progress.name
        text, number = " ".join(sql.split()), self._progress.sent
        if self._progress.partial:
            return StatementFailedPartly(revision, direction, number, text, words)
        return StatementFailed(revision, direction, number, text, words)
