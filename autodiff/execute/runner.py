"""The runner: runs the steps to an address under a lock, each revision in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from sqlalchemy.exc import DBAPIError

from autodiff.connect.database import server_words
from autodiff.errors.running import (
    CommitLost,
    CommitRefused,
    LockBusy,
    OtherHalfApplied,
    OwnTablesRefused,
    StampRefused,
    WorkNotDone,
)
from autodiff.errors.users_code import CodeEnded
from autodiff.execute import script, version_table
from autodiff.execute.direct_statements import listening
from autodiff.execute.guard import guarding
from autodiff.execute.journal import (
    NO_SCRIPT,
    Journal,
    JournalEntry,
    Name,
    half_applied_of,
)
from autodiff.execute.live import LiveState
from autodiff.execute.record import items_of, recorded_until_stopped
from autodiff.execute.script import Script
from autodiff.execute.step import (
    LOG,
    OnApply,
    Run,
    RunContext,
    call_hooks,
    finish_item,
    run_step,
    undo_step,
)
from autodiff.execute.transactions import Transactions
from autodiff.execute.undo import is_torn, undo_of
from autodiff.revisions.path import Step, Steps
from autodiff.revisions.version_rows import AppliedRows

__all__ = [
    "LOG",
    "OnApply",
    "Plan",
    "Run",
    "applied",
    "check_half",
    "half_applied",
    "run",
]

Plan = Callable[[AppliedRows, JournalEntry | None], Steps]
"""From the applied rows, and the revision that is half applied, to the steps."""


def run(run_: Run, plan: Plan) -> Steps:
    """Run the steps that ``plan`` returns for the applied revisions, and return them.

    The lock is taken only if there is something to do, and the applied revisions are read again
    under it. The journal is read first: it is created after the version table, and MySQL refuses
    to read a table that is newer than the snapshot of the transaction (error 1412). An unfinished
    entry may belong to a run in progress, so it counts only under the lock.

    Raises LockBusy and all that a revision may raise.
    """
    unfinished = _unfinished(run_)
    rows = applied(run_)
    plan = cache(plan)  # asked again under the lock, mostly about the same
    if not unfinished and not plan(rows, None):
        return ()
    name = f"autodiff {run_.versions.fullname}"
    with run_.dialect.locked(run_.connection, name, run_.lock_timeout) as had:
        if not had:
            holder = run_.dialect.lock_holder(run_.connection, name)
            raise LockBusy(run_.lock_timeout, holder)
        with _run_context(run_) as run_context:
            return _run_locked(run_context, plan)


def applied(run_: Run) -> AppliedRows:
    """Return the rows of the version table."""
    rows = version_table.read(run_.connection, run_.versions)
    _end_reading(run_)
    return rows


def half_applied(run_: Run) -> JournalEntry | None:
    """Return the revision that an earlier run left half applied."""
    half = half_applied_of(_unfinished(run_))
    _end_reading(run_)
    return half


def _unfinished(run_: Run) -> tuple[JournalEntry, ...]:
    if not version_table.exists(run_.connection, run_.journal):
        return ()
    return Journal(run_.connection, run_.journal).unfinished()


def _end_reading(run_: Run) -> None:
    if run_.owns_transaction:
        run_.connection.commit()


@contextmanager
def _run_context(run_: Run) -> Iterator[RunContext]:
    connection = run_.connection
    with guarding(connection) as guard, listening(connection) as listener:
        transactions = Transactions(
            connection,
            guard,
            transactional=run_.dialect.transactional_ddl,
            owns=run_.owns_transaction,
        )
        versions = version_table.VersionRows(connection, run_.versions)
        journal = Journal(connection, run_.journal)
        yield RunContext(run_, versions, journal, guard, listener, transactions)


def _run_locked(run_context: RunContext, plan: Plan) -> Steps:
    _ensure_own_tables(run_context)
    rows = version_table.rows(run_context.run.connection, run_context.run.versions)
    half = half_applied_of(_tidied(run_context.journal))
    _end_reading(run_context.run)
    steps = plan(rows, half)
    check_half(half, steps)
    scripts = [
        script.loaded_for(step, run_context.run.suffix, run_context.run.suffixes)
        for step in steps
    ]
    if run_context.run.whole_run:
        with _transaction(run_context):
            _run_steps(run_context, steps, scripts, half)
    else:
        for step, loaded in zip(steps, scripts, strict=True):
            with _transaction(run_context):
                _run_steps(run_context, (step,), (loaded,), half)
            half = None
    return steps


def _tidied(journal: Journal) -> tuple[JournalEntry, ...]:
    """Delete the rows of runs that did nothing, and return the other unfinished rows."""
    unfinished = journal.unfinished()
    idle = [each for each in unfinished if each.did_nothing]
    if idle:
        journal.remove(idle)
    return tuple(each for each in unfinished if not each.did_nothing)


def _ensure_own_tables(run_context: RunContext) -> None:
    versions, journal = run_context.run.versions, run_context.run.journal
    try:
        version_table.ensure(run_context.run.connection, versions)
        run_context.journal.ensure()
        run_context.transactions.commit()
    except DBAPIError as problem:
        run_context.transactions.rollback()
        tables = f"{versions.fullname}, {journal.fullname}"
        raise OwnTablesRefused(tables, server_words(problem)) from problem


@contextmanager
def _transaction(run_context: RunContext) -> Iterator[None]:
    """Commit at the end of the block; roll back after an error."""
    with run_context.run.dialect.around(run_context.run.connection):
        try:
            yield
            run_context.transactions.commit()
        except DBAPIError as problem:
            run_context.transactions.rollback()
            lost = problem.connection_invalidated
            error = CommitLost if lost else CommitRefused
            raise error(server_words(problem)) from problem
        except BaseException:
            run_context.transactions.rollback()
            raise


def _run_steps(
    run_context: RunContext,
    steps: Sequence[Step],
    scripts: Sequence[Script | None],
    half: JournalEntry | None,
) -> None:
    for step, loaded in zip(steps, scripts, strict=True):
        if loaded is None:
            _stamp(run_context, step, half)
        elif half is not None and step.direction != half.stopped.direction:
            _undo(run_context, step, loaded, half)
        else:
            run_step(run_context, step, loaded, half)
        half = None


def _stamp(run_context: RunContext, step: Step, half: JournalEntry | None) -> None:
    """Update the version table without running a script, and mark a half-applied revision as finished.

    Raises StampRefused.
    """
    rows = ", ".join(step.rows_after) or "base"
    try:
        run_context.versions.change(step.changes)
        if half is not None:
            run_context.journal.finish_all()
        run_context.journal.finished(Name(rows, step.direction, NO_SCRIPT))
    except DBAPIError as problem:
        raise StampRefused(server_words(problem)) from problem
    except version_table.RowLost as problem:
        words = f"the row {problem.row} was met {problem.found} times instead of once."
        raise StampRefused(words) from problem
    try:
        call_hooks(run_context.run, step)
    except (CodeEnded, WorkNotDone) as problem:
        raise StampRefused(problem.in_short()) from problem


def _undo(
    run_context: RunContext, step: Step, loaded: Script, half: JournalEntry
) -> None:
    """Undo what ran of the half-applied revision ``half``, by the script ``loaded`` of ``step``.

    An operation of which only some statements ran is finished first.
    """
    stopped, run_ = half.stopped, run_context.run
    names = stopped.direction + run_.suffix, step.direction + run_.suffix
    items = recorded_until_stopped(loaded, names[0], run_.dialect, run_.arguments)
    undoing = items_of(loaded, names[1], run_.dialect, run_.arguments)
    state = LiveState(run_.connection, run_.dialect)
    if not half.undoes and is_torn(stopped, items, state):
        finish_item(run_context, loaded, stopped, items)
        stopped = half = half_applied(run_) or half
        state.forget()
    undo = undo_of(stopped, items, undoing, state, run_.doubt)
    undo_step(run_context, step, loaded, half, undo)


def check_half(half: JournalEntry | None, steps: Steps) -> None:
    """Raise OtherHalfApplied unless ``steps`` begin with the half-applied revision or a stamp.

    The revision may be finished or undone; one that is being undone must be undone.
    """
    if half is None:
        return
    undoing = half.undoes is not None
    if not steps:
        raise OtherHalfApplied(half.revision, half.direction, undoing)
    first = steps[0]
    header = first.header
    if header is None:
        return
    is_way_back = not undoing or first.direction == half.direction
    if header.revision != half.revision or not is_way_back:
        wanted = f"the {first.direction} of {header.revision}"
        raise OtherHalfApplied(half.revision, half.direction, undoing, wanted)
