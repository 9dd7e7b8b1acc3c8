"""Knows what a database stands on, and which heads it has not reached."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.revisions.graph import Graph
from autodiff.revisions.header import Header
from autodiff.revisions.history import HistoryEntry, describe
from autodiff.revisions.resolve import standing
from autodiff.revisions.squash import seen_from
from autodiff.revisions.version_rows import check_rows


def current_revisions(graph: Graph, rows: Sequence[str]) -> tuple[Header, ...]:
    """The topmost applied revision of each line, oldest first.

    That is what the rows name, and what they imply through ``depends_on`` on lines
    that have no row of their own. Raises ``DatabaseAhead``, ``VersionRowsDamaged``.
    """
    graph, logical = seen_from(graph, check_rows(rows))
    applied = standing(graph, logical).applied
    return tuple(
        graph.headers[one]
        for one in graph.order
        if one in applied and applied.isdisjoint(graph.children[one])
    )


def current_entries(graph: Graph, rows: Sequence[str]) -> tuple[HistoryEntry, ...]:
    """The same as lists show them, also inside a range that a squashed revision replaces."""
    seen, logical = seen_from(graph, check_rows(rows))
    found = current_revisions(graph, rows)
    return tuple(describe(seen, each.revision, logical) for each in found)


def heads_not_reached(graph: Graph, rows: Sequence[str]) -> tuple[Header, ...]:
    """The heads that are not applied: empty when the database is up to date."""
    graph, logical = seen_from(graph, check_rows(rows))
    applied = standing(graph, logical).applied
    return tuple(graph.headers[one] for one in graph.heads if one not in applied)
