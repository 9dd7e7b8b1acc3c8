"""The SQL that a command would send: ``--sql``, which asks no database, and ``--dry-run``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.commands.database import NO_OPTIONS, Options, on_database, own_tables
from autodiff.commands.dry_run_findings import Foreseen
from autodiff.commands.project import graph_of
from autodiff.commands.recording import items_of
from autodiff.commands.running import down_to, up_to
from autodiff.connect.database import parsed_url, shown_url
from autodiff.core.dialect import Dialect
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.statement import Statement
from autodiff.dialects.registry import dialect_named
from autodiff.environment import Environment, EnvironmentOptions, run_environment
from autodiff.errors.running import RangeNeeded
from autodiff.execute import script
from autodiff.execute.journal import JournalEntry, journal_table
from autodiff.execute.offline import Offline, follow
from autodiff.execute.printing import OfflinePrinter, called
from autodiff.execute.remaining import remaining
from autodiff.execute.runner import Plan, Run, applied, check_half, half_applied
from autodiff.execute.script import Script
from autodiff.execute.version_table import version_table
from autodiff.frozen import frozen
from autodiff.lint.finding import Finding
from autodiff.revisions.address import parse_address
from autodiff.revisions.graph import Graph, closure
from autodiff.revisions.path import (
    Step,
    Steps,
    counts_from_current,
    downgrade_path,
    stamp_path,
    upgrade_path,
)
from autodiff.revisions.version_rows import AppliedRows
from autodiff.settings import Settings
from autodiff.settings.masking import masked


@frozen
class Preview:
    """A step that would run, the SQL that it would send, the database that would get it, and what
    that takes from its rows.
    """

    step: Step
    statements: tuple[Statement, ...]
    database: str = ""
    losses: tuple[Finding, ...] = ()


def upgrade_sql(
    settings: Settings,
    address: str = "head",
    wishes: Options = NO_OPTIONS,
) -> str:
    """Return the SQL of an upgrade: for ``a:b`` from a to b, for ``b`` from base.

    Raises the errors of addresses, and PrintingFailed.
    """
    start, end = _range(address)
    return _printed(settings, start or "base", partial(_upgrade, end), wishes)


def downgrade_sql(
    settings: Settings,
    address: str,
    wishes: Options = NO_OPTIONS,
) -> str:
    """Return the SQL of a downgrade ``a:b``, from a down to b; raises RangeNeeded without a start."""
    start, end = _range(address)
    if start is None:
        raise RangeNeeded(address, "downgrade")
    return _printed(settings, start, partial(_downgrade, end), wishes)


def stamp_sql(
    settings: Settings,
    addresses: Sequence[str],
    wishes: Options = NO_OPTIONS,
    *,
    purge: bool = False,
) -> str:
    """Return the SQL of a stamp; the first address may be ``a:b``, from a to b. With ``purge`` all
    rows of the version table are deleted first. Raises RangeNeeded where an address counts from the
    database's current revision and no start is given.
    """
    start, first = _range(addresses[0])
    targets = (first, *addresses[1:])
    counted = [x for x in targets if counts_from_current(parse_address(x))]
    if start is None and counted:
        raise RangeNeeded(counted[0], "stamp")
    plan = partial(_stamp, targets, purge)
    return _printed(settings, start or "base", plan, wishes)


def ensure_version_sql(settings: Settings, wishes: Options = NO_OPTIONS) -> str:
    """Return the SQL that creates the version table and the journal."""
    return _printed(settings, "base", lambda graph, rows: (), wishes)


def upgrade_preview(
    settings: Settings, address: str = "head", wishes: Options = NO_OPTIONS
) -> tuple[Preview, ...]:
    """Return what ``upgrade`` would do on the database as it is; changes nothing."""
    graph = graph_of(settings)
    return _previews(settings, up_to(graph, address), wishes)


def downgrade_preview(
    settings: Settings, address: str, wishes: Options = NO_OPTIONS
) -> tuple[Preview, ...]:
    """Return what ``downgrade`` would do on the database as it is; changes nothing."""
    graph = graph_of(settings)
    return _previews(settings, down_to(graph, address), wishes)


# --- paths ----------------------------------------------------------------------------------------

GraphPlan = Callable[[Graph, AppliedRows], Steps]


def _upgrade(address: str, graph: Graph, rows: AppliedRows) -> Steps:
    return upgrade_path(graph, rows, address)


def _downgrade(address: str, graph: Graph, rows: AppliedRows) -> Steps:
    return downgrade_path(graph, rows, address)


def _stamp(
    addresses: Sequence[str], purge: bool, graph: Graph, rows: AppliedRows
) -> Steps:
    """Return the steps of a stamp; one without a move still ends what was half applied."""
    path = stamp_path(graph, rows, addresses, purge=purge)
    return path or (Step(None, "stamp", rows, rows),)


def _range(address: str) -> tuple[str | None, str]:
    """Split ``a:b``; the start is None where there is no colon."""
    start, colon, end = address.partition(":")
    return (start or "base", end or "head") if colon else (None, address)


def _rows_at(graph: Graph, address: str) -> AppliedRows:
    """Return the version rows of a database that is at an address."""
    path = stamp_path(graph, (), address)
    return path[-1].rows_after if path else ()


# --- printing -------------------------------------------------------------------------------------


def _printed(settings: Settings, start: str, plan: GraphPlan, wishes: Options) -> str:
    graph = graph_of(settings)
    rows = _rows_at(graph, start)
    path = plan(graph, rows)
    texts: list[tuple[str, str]] = []

    def work(_: Connection | None, options: EnvironmentOptions) -> None:
        url = options.url or settings.database_url()
        dialect = dialect_named(str(parsed_url(url).drivername))
        state = history(graph, rows, dialect, options.suffix, options.arguments)
        printer = OfflinePrinter(
            dialect,
            version_table(settings.version_table, settings.version_table_schema),
            journal_table(
                settings.journal_table, dialect, settings.version_table_schema
            ),
            suffix=options.suffix,
            arguments=options.arguments,
            per_revision=settings.transaction_per_revision,
        )
        text = printer.printed(path, state, from_base=not rows)
        texts.append((masked(url), text))

    run_environment(
        Environment(
            settings, work, offline=True, x_arguments=wishes.x_arguments, tag=wishes.tag
        )
    )
    if len(texts) == 1:
        return texts[0][1]
    return "".join(f"-- Database: {url}\n\n{text}" for url, text in texts)


def history(
    graph: Graph,
    rows: AppliedRows,
    dialect: Dialect,
    suffix: str = "",
    arguments: Mapping[str, Any] = MappingProxyType({}),
) -> Replay:
    """Return the schema of a database with these ``rows``: the operations of their revisions,
    replayed from base. ``suffix`` and ``arguments`` are those of the scripts' functions.

    The effect of a script's own SQL is not included, nor what follows a look at live data in it.
    Raises ScriptNotRecorded.
    """
    state = Replay(Schema())
    done = closure(rows, graph.needs)
    for revision in graph.order if done else ():
        if revision in done:
            header = graph.headers[revision]
            for item in items_of(header, f"upgrade{suffix}", dialect, arguments):
                follow(state, item)
    return state


# --- previews -------------------------------------------------------------------------------------


def _previews(settings: Settings, plan: Plan, wishes: Options) -> tuple[Preview, ...]:
    previews: list[Preview] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        half = half_applied(run_)
        path = plan(applied(run_), half)
        check_half(half, path)
        scripts = [script.loaded_for(step, run_.suffix) for step in path]
        schema = _live(run_, settings) if path else Schema()
        connection, dialect = run_.connection, run_.dialect
        state = Foreseen(schema, dialect, connection, look=wishes.rows)
        for step, loaded in zip(path, scripts, strict=True):
            assert loaded is not None
            previews.append(_preview(run_, step, loaded, state, half))
            half = None
        run_.end_reading()

    on_database(settings, work, wishes)
    return tuple(previews)


def _live(run_: Run, settings: Settings) -> Schema:
    """Return the whole live schema, with which a preview starts."""
    names = ("", *settings.namespaces) if run_.dialect.has_namespaces else ("",)
    scope = Scope(names, own=own_tables(settings))
    schema = run_.dialect.live(run_.connection, scope)
    run_.end_reading()
    return schema


def _preview(
    run_: Run, step: Step, loaded: Script, state: Foreseen, half: JournalEntry | None
) -> Preview:
    """Return one step's preview; ``half`` is where an earlier run of the step's revision stopped.
    ``state`` is the schema that the steps before it leave; it is moved on by this step.
    """
    header, sent = loaded.header, list[Statement]()
    state.begin(step, run_.suffix, run_.arguments)
    function = script.function_of(loaded, step.direction + run_.suffix)
    if half is None:
        migration = Offline(run_.dialect, state, sent.append)
    else:
        migration = remaining(run_, step, loaded, half, state, sent.append)
    called(function, migration, dict(run_.arguments), header.revision, header.path)
    database = shown_url(run_.connection.engine.url)
    return Preview(step, tuple(sent), database, state.noted())
