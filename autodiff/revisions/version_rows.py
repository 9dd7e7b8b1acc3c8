"""The rows of the version table: which revisions they imply, and their changes by each step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from autodiff.errors.addresses import DatabaseAhead, VersionRowsDamaged
from autodiff.frozen import frozen
from autodiff.revisions.graph import Graph, closure

AppliedRows = tuple[str, ...]


@frozen
class RowChanges:
    """The fewest changes of the version table between two states of it.

    Each delete and each update must match exactly one row; at most one row is updated.
    The order is deletes, updates, inserts. ``all_deleted`` deletes all rows first.
    """

    all_deleted: bool = False
    deletes: AppliedRows = ()
    updates: tuple[tuple[str, str], ...] = ()
    inserts: AppliedRows = ()


def check_rows(rows: Sequence[object]) -> AppliedRows:
    """Return the rows as ids. Raises ``VersionRowsDamaged`` for rows that are not text or not unique."""
    ids = [row for row in rows if isinstance(row, str)]
    if len(ids) < len(rows):
        raise VersionRowsDamaged("a row holds no text; look at the driver's settings")
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise VersionRowsDamaged(f"{', '.join(twice)} is in it more than once")
    return tuple(ids)


def applied(graph: Graph, rows: Sequence[str]) -> set[str]:
    """Return all revisions that are applied according to the rows. Raises ``DatabaseAhead``."""
    unknown = tuple(row for row in rows if row not in graph.headers)
    if unknown:
        raise DatabaseAhead(unknown)
    return closure(rows, graph.needs)


def topmost(graph: Graph, rows: Iterable[str], reached: Collection[str]) -> AppliedRows:
    """Return the rows without those that another of the ``reached`` revisions depends on.

    Such a row is implied by the other one and is not in the table.
    """
    return tuple(
        row for row in rows if not any(x in reached for x in graph.needed_by[row])
    )


def rows_after_upgrade(graph: Graph, rows: AppliedRows, revision: str) -> AppliedRows:
    """Return the rows after the upgrade to ``revision``, whose row replaces those it depends on."""
    needs = graph.needs[revision]
    return _replaced(rows, [row for row in rows if row in needs], [revision])


def rows_after_downgrade(
    graph: Graph, rows: AppliedRows, revision: str, left: Collection[str]
) -> AppliedRows:
    """Return the rows once ``revision`` is undone and ``left`` are still applied.

    The revisions that it depends on get a row again, unless another one in ``left`` implies them.
    """
    needs = dict.fromkeys(graph.needs[revision])
    return _replaced(rows, [revision], topmost(graph, needs, left))


def rows_if_run(
    graph: Graph, rows: AppliedRows, revision: str, direction: str
) -> AppliedRows:
    """Return the rows as if a run of ``revision`` in ``direction`` had finished.

    Return ``rows`` unchanged if the graph has no such revision, or it is applied (or undone)
    already. Raises ``DatabaseAhead``.
    """
    reached = applied(graph, rows)
    if revision not in graph.headers or (revision in reached) == (
        direction == "upgrade"
    ):
        return rows
    if direction == "upgrade":
        return rows_after_upgrade(graph, rows, revision)
    return rows_after_downgrade(graph, rows, revision, reached - {revision})


def row_changes(before: AppliedRows, after: AppliedRows) -> RowChanges:
    """Return the changes that turn the rows ``before`` into ``after``."""
    gone = [row for row in before if row not in after]
    new = [row for row in after if row not in before]
    if gone and new:
        moved = ((gone[-1], new[-1]),)
        return RowChanges(
            deletes=tuple(gone[:-1]), updates=moved, inserts=tuple(new[:-1])
        )
    return RowChanges(deletes=tuple(gone), inserts=tuple(new))


def _replaced(
    rows: AppliedRows, gone: Collection[str], new: Iterable[str]
) -> AppliedRows:
    """Return ``rows`` with ``new`` at the place of the first of ``gone``, or at the end."""
    place = next((i for i, row in enumerate(rows) if row in gone), len(rows))
    kept_before = [row for row in rows[:place] if row not in gone]
    kept_after = [row for row in rows[place:] if row not in gone]
    return tuple(dict.fromkeys((*kept_before, *new, *kept_after)))
