"""The current revisions of a database, and the heads that it has not reached."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.revisions.graph import Graph
from autodiff.revisions.header import Header
from autodiff.revisions.history import HistoryEntry, describe
from autodiff.revisions.resolve import standing
from autodiff.revisions.squash import seen_from
from autodiff.revisions.version_rows import check_rows


def current_revisions(graph: Graph, rows: Sequence[str]) -> tuple[Header, ...]:
    """Return the topmost applied revision of each line, oldest first.

    These are the revisions in ``rows``, and those that they imply through ``depends_on`` on
    lines without a row of their own. Raises ``DatabaseAhead``, ``VersionRowsDamaged``.
    """
    graph, logical = seen_from(graph, check_rows(rows))
    applied = standing(graph, logical).applied
    return tuple(
        graph.headers[one]
        for one in graph.order
        if one in applied and applied.isdisjoint(graph.children[one])
    )


def current_entries(graph: Graph, rows: Sequence[str]) -> tuple[HistoryEntry, ...]:
    """Return the current revisions as list entries, also within a range that was squashed."""
    seen, logical = seen_from(graph, check_rows(rows))
    headers = current_revisions(graph, rows)
    return tuple(describe(seen, header.revision, logical) for header in headers)


def heads_not_reached(graph: Graph, rows: Sequence[str]) -> tuple[Header, ...]:
    """Return the heads that are not applied; empty if the database is up to date."""
    graph, logical = seen_from(graph, check_rows(rows))
    applied = standing(graph, logical).applied
    return tuple(graph.headers[one] for one in graph.heads if one not in applied)
