"""Heads, branch points, history and single revisions, from the files alone."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.commands.project import graph_of
from autodiff.revisions.history import HistoryEntry
from autodiff.revisions.history import describe as describe_revision
from autodiff.revisions.history import history as history_of
from autodiff.revisions.resolve import resolve
from autodiff.settings import Settings


def heads(
    settings: Settings, *, resolve_dependencies: bool = False
) -> tuple[HistoryEntry, ...]:
    """Return the revisions that nothing follows; with ``resolve_dependencies`` without those that
    another revision depends on.
    """
    graph = graph_of(settings)
    names = graph.real_heads if resolve_dependencies else graph.heads
    return tuple(describe_revision(graph, one) for one in names)


def branches(settings: Settings) -> tuple[HistoryEntry, ...]:
    """Return the revisions that more than one revision follows."""
    graph = graph_of(settings)
    return tuple(
        describe_revision(graph, one)
        for one in graph.order
        if graph.is_branch_point(one)
    )


def history(
    settings: Settings, range_: str | None = None, rows: Sequence[str] = ()
) -> tuple[HistoryEntry, ...]:
    """Return the revisions of a range, newest first; ``rows`` are the database's, where the range
    or the marks need them.
    """
    return history_of(graph_of(settings), range_, rows)


def show(
    settings: Settings, address: str, rows: Sequence[str] | None = None
) -> tuple[HistoryEntry, ...]:
    """Return the revisions that an address names.

    ``rows`` are the database's current revisions, which ``current`` means; None where no database
    was asked: then relative addresses count from the heads.
    """
    graph = graph_of(settings)
    return tuple(
        describe_revision(graph, one.revision, rows or ())
        for one in resolve(graph, address, rows)
    )


def names_current(address: str) -> bool:
    """Whether an address names the database's current revision."""
    return "current" in address


def counts_from_database(range_: str | None) -> bool:
    """Whether a range depends on what is applied."""
    ends = (range_ or "").split(":")
    return any(end[:1] in ("+", "-") or end == "current" for end in ends)
