"""A step: one revision run in one direction, with every failure turned into an error for the user."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from autodiff.connect.database import server_words
from autodiff.core.dialect import Dialect
from autodiff.errors import Failed
from autodiff.errors.running import (
    ConnectionLost,
    ConnectionUnrepeatable,
    ScriptEdited,
    ScriptFailed,
    StatementFailed,
    StatementInDoubt,
    TransactionBegun,
    ValueNeeded,
    VersionRowLost,
    command_for,
    opposite_of,
)
from autodiff.execute import script, version_table
from autodiff.execute.current import in_force
from autodiff.execute.direct_statements import StatementListener
from autodiff.execute.guard import Guard
from autodiff.execute.item import Item
from autodiff.execute.journal import Journal, JournalEntry, Name
from autodiff.execute.missing_values import without_value
from autodiff.execute.online import Online
from autodiff.execute.progress import Progress
from autodiff.execute.script import Script
from autodiff.execute.transactions import Transactions
from autodiff.execute.unawaited import call
from autodiff.execute.undo import Undo
from autodiff.execute.unknown_outcome import Doubt
from autodiff.frozen import frozen
from autodiff.revisions.header import Header
from autodiff.revisions.path import Step

LOG = logging.getLogger("autodiff")

OnApply = Callable[[Connection, Step], None]

NOTHING_SENT = (ScriptEdited, StatementInDoubt, ConnectionUnrepeatable)
"""Errors that are raised before anything was sent, and passed on unchanged."""


@frozen
class Run:
    """How steps are run: on which connection, with which tables, in whose transaction."""

    connection: Connection
    dialect: Dialect
    versions: sa.Table
    journal: sa.Table
    lock_timeout: float = 60.0
    owns_transaction: bool = True
    transaction_per_revision: bool = True
    doubt: Doubt = "ask"
    on_apply: Sequence[OnApply] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)
    suffix: str = ""
    """What follows ``upgrade`` and ``downgrade`` in the names of the scripts' functions."""
    suffixes: Sequence[str] = ()
    """The same for all databases that the command is for."""

    @property
    def whole_run(self) -> bool:
        """Whether one transaction holds the whole run."""
        return self.dialect.transactional_ddl and not self.transaction_per_revision

    def end_reading(self) -> None:
        """Roll back the transaction that queries began, unless it is the caller's."""
        if self.owns_transaction:
            self.connection.rollback()


@frozen
class RunContext:
    """The objects that all steps of a run share."""

    run: Run
    versions: version_table.VersionRows
    journal: Journal
    guard: Guard
    listener: StatementListener
    transactions: Transactions


def run_step(
    run_context: RunContext, step: Step, loaded: Script, half: JournalEntry | None
) -> None:
    """Run a revision's script, update the version table and the journal; the caller commits.

    ``loaded`` is the script of ``step``; ``half`` is where an earlier run of it stopped, if one did.

    Raises StatementFailed, ConnectionLost, ScriptFailed, VersionRowLost, and those of ``NOTHING_SENT``.
    """
    LOG.info("Running %s", step_line(step))
    run = run_context.run
    function = script.function_of(loaded, step.direction + run.suffix)
    undo = command_for(opposite_of(step.direction), loaded.header.revision)
    with running(run_context, loaded, step.direction, half, undo=undo) as (
        online,
        progress,
    ):
        with (
            in_force(online),
            online.watching(run_context.listener),
            _guarded(run_context),
        ):
            call(script.SCRIPT, function, arguments=run.arguments)
        run_context.versions.change(step.changes)
        progress.finish()
        call_hooks(run, step)


def undo_step(
    run_context: RunContext, step: Step, loaded: Script, half: JournalEntry, undo: Undo
) -> None:
    """Undo what ran of ``half`` by the opposite function in ``loaded``, as chosen by ``undo``.

    The version table stays as it is: ``half`` has not updated it. Raises as :func:`run_step` does.
    """
    stopped = half.stopped
    LOG.info("Undoing what ran of the %s of %s", stopped.direction, stopped.revision)
    function = script.function_of(loaded, step.direction + run_context.run.suffix)
    resumed = half if half.undoes else None
    choose = undo.chosen
    with running(run_context, loaded, step.direction, resumed, choose) as (
        online,
        progress,
    ):
        with (
            in_force(online),
            online.watching(run_context.listener),
            _guarded(run_context),
        ):
            call(script.SCRIPT, function, arguments=run_context.run.arguments)
        progress.finish()
        run_context.journal.finish(stopped.entry)


def finish_item(
    run_context: RunContext, loaded: Script, half: JournalEntry, items: Sequence[Item]
) -> None:
    """Run the remaining statements of the item in which ``half`` stopped.

    ``items`` are all items of the function that stopped, and ``loaded`` is its script.
    """
    with running(run_context, loaded, half.direction, half) as (online, _):
        for item in items[: half.position.items_done + 1]:
            online.hand(item)


@contextmanager
def running(
    run_context: RunContext,
    loaded: Script,
    direction: str,
    half: JournalEntry | None,
    choose: Callable[[Item], Item | None] = lambda item: item,
    undo: str = "",
) -> Iterator[tuple[Online, Progress]]:
    """Yield the migration that runs a revision's items and its progress; turn exceptions into errors.

    ``loaded`` is the script. ``half`` is where an earlier run in this ``direction`` stopped, if one
    did. ``choose`` returns the part of an item that is to be run, and ``undo`` is the command for
    error messages that would undo what ran.
    """
    run, header = run_context.run, loaded.header
    name = Name(header.revision, direction, loaded.checksum)
    progress = Progress(run_context.transactions, run_context.journal, name, half)
    online = Online(run.connection, run.dialect, progress, half, run.doubt, choose)
    try:
        yield online, progress
    except NOTHING_SENT:
        raise
    except Exception as problem:
        words = _failure(problem, run_context, online, progress, header, undo)
        raise words from problem


def call_hooks(run: Run, step: Step) -> None:
    """Call the ``on_version_apply`` functions in the step's transaction."""
    for function in run.on_apply:
        call("The function on_version_apply", function, run.connection, step)


def _guarded(run_context: RunContext) -> AbstractContextManager[None]:
    """Forbid the script, inside the block, to end the transaction that it runs in, if any."""
    return nullcontext() if run_context.transactions.alone else run_context.guard.up()


def _failure(
    problem: Exception,
    run_context: RunContext,
    online: Online,
    progress: Progress,
    header: Header,
    undo: str,
) -> Failed:
    """Return the error for the user in place of ``problem``, with what the database keeps.

    ``online`` and ``progress`` tell which statement failed; ``undo`` is the command that would undo
    what ran.
    """
    stays, kept = progress.stays(run_context.run.whole_run), progress.kept
    name = progress.name
    if isinstance(problem, version_table.RowLost):
        table, row, count = (
            run_context.run.versions.fullname,
            problem.row,
            problem.found,
        )
        return VersionRowLost(stays, kept, undo, name.revision, table, row, count)
    if isinstance(problem, DBAPIError):
        number, sql = _refused(problem, online, progress)
        words = server_words(problem)
        if problem.connection_invalidated:
            stays = progress.stays_if_lost(run_context.run.whole_run)
            return ConnectionLost(
                stays, kept, undo, name.revision, name.direction, number, sql, words
            )
        facts = (stays, kept, undo, name.revision, name.direction, number, sql, words)
        lacking = without_value(problem, online)
        if lacking is not None:
            return ValueNeeded(*facts, lacking.column, lacking.call, header.path)
        return StatementFailed(*facts)
    words = _words(problem, header.path)
    return ScriptFailed(stays, kept, undo, name.revision, header.path, words)


def _refused(
    problem: DBAPIError, online: Online, progress: Progress
) -> tuple[int, str]:
    """Return number and SQL of the failed statement; one not sent through ``op`` is the next one."""
    refusal = online.refusal
    if refusal is not None and refusal.problem is problem:
        number, sql = refusal.number, refusal.sql
    else:
        number, sql = progress.position.sent + 1, problem.statement or "COMMIT"
    return number, " ".join(sql.split())


def _words(problem: Exception, path: str) -> str:
    if isinstance(problem, InvalidRequestError) and "call begin()" in str(problem):
        return TransactionBegun().in_short()
    return script.said(problem, path)


def step_line(step: Step) -> str:
    """Return ``upgrade a -> b, message`` for logs and dry runs; base is an empty name."""
    header = step.header
    if header is None:
        return f"stamp {_joined(step.rows_before)} -> {_joined(step.rows_after)}"
    ends = [_joined(header.down_revisions), header.revision]
    if step.direction == "downgrade":
        ends.reverse()
    return f"{step.direction} {ends[0]} -> {ends[1]}, {header.doc}"


def _joined(rows: Sequence[str]) -> str:
    return ", ".join(rows)
