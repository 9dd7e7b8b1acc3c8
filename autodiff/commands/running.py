"""Upgrade, downgrade, stamp, and what is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autodiff.commands.database import NO_OPTIONS, Options, on_database
from autodiff.commands.project import graph_of
from autodiff.connect.database import shown_url
from autodiff.environment import EnvironmentOptions
from autodiff.errors.running import HalfAppliedUnknown
from autodiff.execute.edited_script import edited
from autodiff.execute.journal import JournalEntry
from autodiff.execute.runner import LOG, Plan, Run, applied, run
from autodiff.revisions.address import parse_address
from autodiff.revisions.current import current_entries, heads_not_reached
from autodiff.revisions.graph import Graph, closure
from autodiff.revisions.header import Header
from autodiff.revisions.path import (
    HalfApplied,
    Step,
    Steps,
    downgrade_path,
    stamp_path,
    upgrade_path,
)
from autodiff.revisions.squash import seen_from
from autodiff.revisions.standing_report import DatabaseStanding
from autodiff.revisions.version_rows import AppliedRows, check_rows, rows_if_run
from autodiff.settings import Settings


def upgrade(
    settings: Settings, address: str = "head", wishes: Options = NO_OPTIONS
) -> Steps:
    """Apply revisions up to ``address`` and return the steps that ran."""
    graph = graph_of(settings)
    return _run(settings, graph, up_to(graph, address), wishes)


def downgrade(settings: Settings, address: str, wishes: Options = NO_OPTIONS) -> Steps:
    """Undo revisions down to ``address``, which stays applied, and return the steps that ran."""
    graph = graph_of(settings)
    return _run(settings, graph, down_to(graph, address), wishes)


def stamp(
    settings: Settings,
    addresses: Sequence[str],
    *,
    purge: bool = False,
    wishes: Options = NO_OPTIONS,
) -> Steps:
    """Record ``addresses`` as applied and run nothing; with ``purge`` all other revisions are
    removed from the version table first. Return the steps that were recorded.

    A half-applied revision is forgotten, also where the version table stays as it is.
    """
    graph = graph_of(settings)

    def plan(rows: AppliedRows, half: JournalEntry | None) -> Steps:
        path = stamp_path(graph, rows, addresses, purge=purge)
        if half is None:
            return path
        step = path[0] if path else Step(None, "stamp", rows, rows)
        forgotten = HalfApplied(half.stopped.direction, half.revision)
        return (replace(step, forgets=forgotten),)

    return _run(settings, graph, plan, wishes)


def standing(settings: Settings, wishes: Options = NO_OPTIONS) -> DatabaseStanding:
    """Return the current revisions of the database and the heads it lacks; of several databases,
    those of any.
    """
    return standing_of(standings(settings, wishes))


def standing_of(found: tuple[DatabaseStanding, ...]) -> DatabaseStanding:
    """Return the standing of one database; of several, the union of theirs."""
    if len(found) == 1:
        return found[0]
    entries = {x.header.revision: x for each in found for x in each.entries}
    missing = dict.fromkeys(x for each in found for x in each.missing)
    several = any(each.several_heads for each in found)
    none = all(each.no_revisions for each in found)
    return DatabaseStanding(
        tuple(entries.values()), tuple(missing), several, no_revisions=none
    )


def standings(
    settings: Settings, wishes: Options = NO_OPTIONS
) -> tuple[DatabaseStanding, ...]:
    """Return for each database that env.py gives its current revisions and the heads it lacks."""
    graph = graph_of(settings)
    standings: list[DatabaseStanding] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        name = shown_url(run_.connection.engine.url)
        standings.append(_standing(graph, applied(run_), name))

    on_database(settings, work, wishes)
    return tuple(standings)


def _standing(graph: Graph, rows: AppliedRows, database: str) -> DatabaseStanding:
    entries = current_entries(graph, rows)
    missing = (each.revision for each in heads_not_reached(graph, rows))
    several = len(graph.heads) > 1
    return DatabaseStanding(
        entries, tuple(missing), several, database, not graph.headers
    )


def rows_of(settings: Settings, wishes: Options = NO_OPTIONS) -> AppliedRows:
    """Return the rows of the version table; those of all databases, where there are several."""
    rows: list[str] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        rows.extend(applied(run_))

    on_database(settings, work, wishes)
    return tuple(dict.fromkeys(rows))


def edited_scripts(
    settings: Settings, wishes: Options = NO_OPTIONS
) -> tuple[Header, ...]:
    """Return the applied revisions whose files were edited since."""
    graph = graph_of(settings)
    headers: list[Header] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        headers.extend(edited(run_, _applied_headers(graph, applied(run_))))

    on_database(settings, work, wishes)
    return tuple(dict.fromkeys(headers))


def _applied_headers(graph: Graph, rows: AppliedRows) -> list[Header]:
    present = [row for row in rows if row in graph.headers]
    return [graph.headers[each] for each in sorted(closure(present, graph.needs))]


def up_to(graph: Graph, address: str) -> Plan:
    """Return a plan of the steps up to ``address``, from where a half-applied downgrade would have
    ended.
    """

    def plan(rows: AppliedRows, half: JournalEntry | None) -> Steps:
        start = _if_run(graph, rows, half, "downgrade")
        return _checked(graph, half, upgrade_path(graph, start, address))

    return plan


def down_to(graph: Graph, address: str) -> Plan:
    """Return a plan of the steps down to ``address``, from where a half-applied upgrade would have
    ended.
    """

    def plan(rows: AppliedRows, half: JournalEntry | None) -> Steps:
        start = _if_run(graph, rows, half, "upgrade")
        return _checked(graph, half, downgrade_path(graph, start, address))

    return plan


def _checked(graph: Graph, half: JournalEntry | None, path: Steps) -> Steps:
    """Return ``path``; raises HalfAppliedUnknown where the half-applied revision ``half`` has no
    file.
    """
    if half is not None and not graph.has_file(half.revision):
        stopped = half.stopped
        raise HalfAppliedUnknown(
            half.revision, stopped.direction, stopped.position.sent
        )
    return path


def _if_run(
    graph: Graph, rows: AppliedRows, half: JournalEntry | None, direction: str
) -> AppliedRows:
    """Return the rows from which to go back: a revision whose run in ``direction`` was stopped is
    undone first, even if a squashed revision replaces it by now. Without such a ``half``, return
    ``rows``.
    """
    if half is None or half.stopped.direction != direction:
        return rows
    if half.revision not in graph.headers and graph.has_file(half.revision):
        inside = parse_address(half.revision)
        graph, rows = seen_from(graph, check_rows(rows), inside)
    return rows_if_run(graph, rows, half.revision, direction)


def _run(settings: Settings, graph: Graph, plan: Plan, wishes: Options) -> Steps:
    done: list[Steps] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        before: list[AppliedRows] = []

        def noted(rows: AppliedRows, half: JournalEntry | None) -> Steps:
            before.append(rows)
            return plan(rows, half)

        done.append(run(run_, noted))
        if done[-1]:
            _warn_of_edited(run_, _applied_headers(graph, before[-1]))

    on_database(settings, work, wishes)
    return tuple(step for path in done for step in path)


def _warn_of_edited(run_: Run, headers: list[Header]) -> None:
    for header in edited(run_, headers):
        LOG.warning(
            "Revision %s (%s) was edited after it was applied; the database has what it "
            "said before.",
            header.revision,
            header.path,
        )
