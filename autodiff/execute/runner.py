"""The runner: the steps to an address, one migrator at a time, one transaction a revision."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.errors import AutodiffError, LockBusy, OtherHalfApplied, ScriptFailed
from autodiff.execute import script, version_table
from autodiff.execute.current import in_force
from autodiff.execute.doubt import Doubt
from autodiff.execute.journal import Entry, Journal
from autodiff.execute.online import Online
from autodiff.execute.progress import Progress
from autodiff.revisions.path import Path, Step
from autodiff.revisions.rows import Rows

LOG = logging.getLogger("autodiff")

Plan = Callable[[Rows], Path]
"""From the applied rows to the steps."""

Function = Callable[..., Any]

OnApply = Callable[[Connection, Step], None]


@dataclass(frozen=True)
class Run:
    """How steps are run: on which connection, with which tables, in whose transaction."""

    connection: Connection
    dialect: Dialect
    versions: sa.Table
    journal: sa.Table
    lock_timeout: float = 60.0
    owns_transaction: bool = True
    doubt: Doubt = "ask"
    on_apply: Sequence[OnApply] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)


def run(run_: Run, plan: Plan) -> Path:
    """Carry out ``plan`` for what is applied; the steps that were made.

    The lock is taken only where there is something to do, and what is applied is read again
    once it is held. Raises LockBusy and all that a revision may raise.
    """
    if not plan(applied(run_)) and _half_applied(run_) is None:
        return ()
    engine, name = run_.connection.engine, f"autodiff {run_.versions.fullname}"
    with run_.dialect.locked(engine, name, run_.lock_timeout) as had:
        if not had:
            raise LockBusy(run_.lock_timeout)
        return _run_locked(run_, plan)


def applied(run_: Run) -> Rows:
    """The rows of the version table."""
    rows = version_table.read(run_.connection, run_.versions)
    _commit(run_)
    return rows


def _run_locked(run_: Run, plan: Plan) -> Path:
    version_table.ensure(run_.connection, run_.versions)
    journal = Journal(run_.connection, run_.journal)
    journal.ensure()
    _commit(run_)
    steps = plan(applied(run_))
    half = journal.unfinished()
    _commit(run_)
    _check_half(half, steps)
    functions = [_function(step) for step in steps]
    for number, (step, function) in enumerate(zip(steps, functions, strict=True)):
        _run_step(run_, journal, step, function, half if number == 0 else None)
    return steps


def _function(step: Step) -> Function | None:
    """The script's function for a step; all are had before the first runs, so that a file that
    cannot be imported stops the command while nothing is done.
    """
    if step.header is None:
        return None
    return script.function_of(script.loaded(step.header), step.header, step.direction)


def _half_applied(run_: Run) -> Entry | None:
    if not version_table.exists(run_.connection, run_.journal):
        return None
    half = Journal(run_.connection, run_.journal).unfinished()
    _commit(run_)
    return half


def _check_half(half: Entry | None, steps: Path) -> None:
    """A half-applied revision must be the first that is run, in the same direction."""
    if half is None:
        return
    first = steps[0] if steps else None
    header = first.header if first else None
    if first is None or header is None:
        raise OtherHalfApplied(half.revision, half.direction, "nothing")
    if (header.revision, first.direction) != (half.revision, half.direction):
        wanted = f"the {first.direction} of {header.revision}"
        raise OtherHalfApplied(half.revision, half.direction, wanted)


def _run_step(
    run_: Run,
    journal: Journal,
    step: Step,
    function: Function | None,
    half: Entry | None,
) -> None:
    if step.header is None or function is None:
        version_table.change(run_.connection, run_.versions, step.changes)
        _after(run_, step)
        return
    LOG.info("Running %s", step_line(step))
    name = (step.header.revision, step.direction, script.checksum(step.header.path))
    with run_.dialect.around(run_.connection):
        progress = Progress(
            run_.connection,
            journal,
            name,
            transactional=run_.dialect.transactional_ddl,
            owns=run_.owns_transaction,
            resumed=half,
        )
        online = Online(run_.connection, run_.dialect, progress, half, run_.doubt)
        try:
            with in_force(online):
                _call(function, step, run_.arguments)
            version_table.change(run_.connection, run_.versions, step.changes)
            progress.finish()
            _after(run_, step)
        except BaseException:
            if run_.owns_transaction:
                run_.connection.rollback()
            raise


def _call(
    function: Function, step: Step, arguments: Mapping[str, Any]
) -> None:
    header = step.header
    assert header is not None
    try:
        function(**arguments)
    except AutodiffError:
        raise
    except Exception as problem:
        said = script.said(problem, header.path)
        raise ScriptFailed(header.revision, header.path, said) from problem


def _after(run_: Run, step: Step) -> None:
    for each in run_.on_apply:
        each(run_.connection, step)
    _commit(run_)


def _commit(run_: Run) -> None:
    if run_.owns_transaction:
        run_.connection.commit()


def step_line(step: Step) -> str:
    """``upgrade a -> b, message`` as logs and dry runs show it."""
    header = step.header
    if header is None:
        return f"stamp {_joined(step.rows_before)} -> {_joined(step.rows_after)}"
    ends = [_joined(header.down_revisions), header.revision]
    if step.direction == "downgrade":
        ends.reverse()
    return f"{step.direction} {ends[0]} -> {ends[1]}, {header.doc}"


def _joined(rows: Sequence[str]) -> str:
    return ", ".join(rows)
