"""The status of a database and its scripts, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autodiff.commands.comparing import Comparing
from autodiff.commands.database import NO_OPTIONS, Options, on_database
from autodiff.commands.declaring import has_models
from autodiff.commands.project import graph_of
from autodiff.commands.proposing import Due, due
from autodiff.compare.candidates import Candidate
from autodiff.connect.database import shown_url
from autodiff.core.operation import AnyOperation
from autodiff.environment import EnvironmentOptions
from autodiff.errors import AutodiffError
from autodiff.execute.edited_script import edited
from autodiff.execute.journal import JournalEntry
from autodiff.execute.runner import Run, applied, half_applied
from autodiff.frozen import frozen
from autodiff.revisions import next_steps
from autodiff.revisions.current import current_entries
from autodiff.revisions.graph import Graph
from autodiff.revisions.header import Header
from autodiff.revisions.history import HistoryEntry, describe
from autodiff.revisions.next_steps import NextStep
from autodiff.revisions.path import HalfApplied, upgrade_path
from autodiff.revisions.resolve import standing
from autodiff.revisions.squash import seen_from
from autodiff.revisions.version_rows import AppliedRows, check_rows
from autodiff.settings import Settings


@frozen
class Status:
    """The status of one database. ``half`` is a revision that a run left half applied.

    ``differences`` are the operations that bring it to the models; where they cannot be told, they
    are None and ``not_compared`` says why; ``problem`` is the error, where that is the reason. Of
    ``next_steps`` the first is the usual one, the others are alternatives to it. ``candidates`` are
    those of the differences that may be renames.
    """

    database: str
    current: tuple[HistoryEntry, ...]
    pending: tuple[Header, ...]
    half: JournalEntry | None
    edited: tuple[Header, ...]
    differences: tuple[AnyOperation, ...] | None
    not_compared: str = ""
    problem: AutodiffError | None = None
    heads: tuple[HistoryEntry, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def status(settings: Settings, wishes: Options = NO_OPTIONS) -> tuple[Status, ...]:
    """Return a page for each database that env.py gives; changes nothing. Raises what is wrong with
    the models.
    """
    databases = pages(settings, wishes)
    for page in databases:
        if page.problem is not None:
            raise page.problem
    return databases


def pages(settings: Settings, wishes: Options = NO_OPTIONS) -> tuple[Status, ...]:
    """Return the same pages, with what is wrong with the models as their ``problem``."""
    graph = graph_of(settings)
    pages: list[Status] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        pages.append(_status(run_, graph, Comparing(run_, settings, options)))

    on_database(settings, work, wishes)
    return tuple(pages)


def _status(run_: Run, graph: Graph, job: Comparing) -> Status:
    rows = applied(run_)
    pending = _pending(graph, rows)
    half = half_applied(run_)
    result: Due | None = None
    reason, problem = _why_not_compared(job, bool(pending), half), None
    if not reason:
        try:
            result = due(job)
        except AutodiffError as error:
            problem, reason = error, error.headline()
    return Status(
        shown_url(run_.connection.engine.url),
        current_entries(graph, rows),
        pending,
        half,
        edited(run_, _applied_headers(graph, rows)),
        None if result is None else result.operations,
        reason,
        problem,
        tuple(describe(graph, one, rows) for one in graph.heads),
        tuple(
            _next_steps(graph, half, pending, job, bool(result and result.operations))
        ),
        () if result is None else result.candidates,
    )


def _next_steps(
    graph: Graph,
    half: JournalEntry | None,
    pending: Sequence[Header],
    job: Comparing,
    differs: bool,
) -> Iterator[NextStep]:
    if half is not None:
        stopped = HalfApplied(half.direction, half.revision)
        undoing = half.undoes is not None
        yield from next_steps.out_of(stopped, graph, undoing=undoing)
    elif not graph.headers:
        first = has_models(job.settings, job.options)
        yield next_steps.FIRST if first else next_steps.FIRST_BY_HAND
    elif len(graph.heads) > 1:
        yield next_steps.join(graph.heads)
        if pending:
            yield next_steps.APPLY_ALL
    elif pending:
        yield next_steps.APPLY
    elif differs:
        yield next_steps.DIFFERENCES


def _pending(graph: Graph, rows: AppliedRows) -> tuple[Header, ...]:
    steps = upgrade_path(graph, rows, "heads") if graph.headers else ()
    return tuple(step.header for step in steps if step.header is not None)


def _applied_headers(graph: Graph, rows: AppliedRows) -> tuple[Header, ...]:
    seen, logical = seen_from(graph, check_rows(rows))
    done = standing(seen, logical).applied
    return tuple(seen.headers[one] for one in seen.order if one in done)


def _why_not_compared(job: Comparing, pending: bool, half: JournalEntry | None) -> str:
    if not has_models(job.settings, job.options):
        return "the setting models is empty"
    if half is not None:
        return "a revision is half applied"
    return "revisions are pending" if pending else ""
