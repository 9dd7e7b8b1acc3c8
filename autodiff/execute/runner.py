"""The runner: the steps to an address, one migrator at a time, one transaction a revision."""

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
    Entry,
    Journal,
    Name,
    half_applied_of,
)
from autodiff.execute.live import LiveState
from autodiff.execute.record import items_of, recorded_until_stopped
from autodiff.execute.script import Script
from autodiff.execute.step import (
    LOG,
    Desk,
    OnApply,
    Run,
    call_hooks,
    finish_item,
    run_step,
    undo_step,
)
from autodiff.execute.transactions import Transactions
from autodiff.execute.undo import is_torn, undo_of
from autodiff.revisions.path import Path, Step
from autodiff.revisions.version_rows import Rows

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

Plan = Callable[[Rows, Entry | None], Path]
"""From the applied rows, and the revision that is half applied, to the steps."""


def run(run_: Run, plan: Plan) -> Path:
    """Carry out ``plan`` for what is applied; the steps that were made.

    The lock is taken only where there is something to do, and what is applied is read again
    once it is held. The journal is looked at first: of the two tables it is made last, and MySQL
    refuses to read one that is younger than what a transaction has begun to see (error 1412). What
    is unfinished there may be running just now: only under the lock does it say anything.

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
        with _desk(run_) as desk:
            return _run_locked(desk, plan)


def applied(run_: Run) -> Rows:
    """The rows of the version table."""
    rows = version_table.read(run_.connection, run_.versions)
    _end_reading(run_)
    return rows


def half_applied(run_: Run) -> Entry | None:
    """The revision that an earlier run left in the middle."""
    half = half_applied_of(_unfinished(run_))
    _end_reading(run_)
    return half


def _unfinished(run_: Run) -> tuple[Entry, ...]:
    if not version_table.exists(run_.connection, run_.journal):
        return ()
    return Journal(run_.connection, run_.journal).unfinished()


def _end_reading(run_: Run) -> None:
    if run_.owns_transaction:
        run_.connection.commit()


@contextmanager
def _desk(run_: Run) -> Iterator[Desk]:
    connection = run_.connection
    with guarding(connection) as guard, listening(connection) as ear:
        transactions = Transactions(
            connection,
            guard,
            transactional=run_.dialect.transactional_ddl,
            owns=run_.owns_transaction,
        )
        versions = version_table.VersionRows(connection, run_.versions)
        journal = Journal(connection, run_.journal)
        yield Desk(run_, versions, journal, guard, ear, transactions)


def _run_locked(desk: Desk, plan: Plan) -> Path:
    _ensure_own_tables(desk)
    rows = version_table.rows(desk.run.connection, desk.run.versions)
    half = half_applied_of(_tidied(desk.journal))
    _end_reading(desk.run)
    steps = plan(rows, half)
    check_half(half, steps)
    scripts = [
        script.loaded_for(step, desk.run.suffix, desk.run.suffixes) for step in steps
    ]
    if desk.run.whole_run:
        with _transaction(desk):
            _run_steps(desk, steps, scripts, half)
    else:
        for step, each in zip(steps, scripts, strict=True):
            with _transaction(desk):
                _run_steps(desk, (step,), (each,), half)
            half = None
    return steps


def _tidied(journal: Journal) -> tuple[Entry, ...]:
    """The unfinished rows of the journal, without those of runs that did nothing."""
    unfinished = journal.unfinished()
    idle = [each for each in unfinished if each.did_nothing]
    if idle:
        journal.remove(idle)
    return tuple(each for each in unfinished if not each.did_nothing)


def _ensure_own_tables(desk: Desk) -> None:
    versions, journal = desk.run.versions, desk.run.journal
    try:
        version_table.ensure(desk.run.connection, versions)
        desk.journal.ensure()
        desk.transactions.commit()
    except DBAPIError as problem:
        desk.transactions.rollback()
        tables = f"{versions.fullname}, {journal.fullname}"
        raise OwnTablesRefused(tables, server_words(problem)) from problem


@contextmanager
def _transaction(desk: Desk) -> Iterator[None]:
    """Committed at the end, rolled back by an error."""
    with desk.run.dialect.around(desk.run.connection):
        try:
            yield
            desk.transactions.commit()
        except DBAPIError as problem:
            desk.transactions.rollback()
            lost = problem.connection_invalidated
            error = CommitLost if lost else CommitRefused
            raise error(server_words(problem)) from problem
        except BaseException:
            desk.transactions.rollback()
            raise


def _run_steps(
    desk: Desk,
    steps: Sequence[Step],
    scripts: Sequence[Script | None],
    half: Entry | None,
) -> None:
    for step, each in zip(steps, scripts, strict=True):
        if each is None:
            _stamp(desk, step, half)
        elif half is not None and step.direction != half.stopped.direction:
            _undo(desk, step, each, half)
        else:
            run_step(desk, step, each, half)
        half = None


def _stamp(desk: Desk, step: Step, half: Entry | None) -> None:
    """Move the version table and run nothing; what was left half applied is given up.

    Raises StampRefused.
    """
    rows = ", ".join(step.rows_after) or "base"
    try:
        desk.versions.change(step.changes)
        if half is not None:
            desk.journal.finish_all()
        desk.journal.finished(Name(rows, step.direction, NO_SCRIPT))
    except DBAPIError as problem:
        raise StampRefused(server_words(problem)) from problem
    except version_table.RowLost as problem:
        words = f"the row {problem.row} was met {problem.found} times instead of once."
        raise StampRefused(words) from problem
    try:
        call_hooks(desk.run, step)
    except (CodeEnded, WorkNotDone) as problem:
        raise StampRefused(problem.in_short()) from problem


def _undo(desk: Desk, step: Step, loaded: Script, half: Entry) -> None:
    """Undo what ran of the half-applied revision, after an operation that was torn is whole."""
    stopped, run_ = half.stopped, desk.run
    names = stopped.direction + run_.suffix, step.direction + run_.suffix
    items = recorded_until_stopped(loaded, names[0], run_.dialect, run_.arguments)
    undoing = items_of(loaded, names[1], run_.dialect, run_.arguments)
    state = LiveState(run_.connection, run_.dialect)
    if not half.undoes and is_torn(stopped, items, state):
        finish_item(desk, loaded, stopped, items)
        stopped = half = half_applied(run_) or half
        state.forget()
    undo = undo_of(stopped, items, undoing, state, run_.doubt)
    undo_step(desk, step, loaded, half, undo)


def check_half(half: Entry | None, steps: Path) -> None:
    """A half-applied revision must be the first that is run, on or back; one that is being undone
    must be undone. Or a stamp says what the database stands on. Else OtherHalfApplied.
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
