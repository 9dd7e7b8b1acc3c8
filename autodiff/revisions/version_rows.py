"""Knows what the rows of the version table say, and how they move with each revision."""

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
    They are to be made in the order deletes, updates, inserts. ``all_deleted`` deletes whatever
    there is.
    """

    all_deleted: bool = False
    deletes: AppliedRows = ()
    updates: tuple[tuple[str, str], ...] = ()
    inserts: AppliedRows = ()


def check_rows(rows: Sequence[object]) -> AppliedRows:
    """The rows as ids; raises ``VersionRowsDamaged`` for what autodiff never writes."""
    ids = [row for row in rows if isinstance(row, str)]
    if len(ids) < len(rows):
        raise VersionRowsDamaged("a row holds no text; look at the driver's settings")
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise VersionRowsDamaged(f"{', '.join(twice)} is in it more than once")
    return tuple(ids)


def applied(graph: Graph, rows: Sequence[str]) -> set[str]:
    """All revisions that the rows stand for; raises ``DatabaseAhead``."""
    unknown = tuple(row for row in rows if row not in graph.headers)
    if unknown:
        raise DatabaseAhead(unknown)
    return closure(rows, graph.needs)


def topmost(graph: Graph, rows: Iterable[str], reached: Collection[str]) -> AppliedRows:
    """Those of the rows that no other of the ``reached`` revisions needs.

    Such a row is implied by the other and does not stand in the table.
    """
    return tuple(
        row for row in rows if not any(x in reached for x in graph.needed_by[row])
    )


def rows_after_upgrade(graph: Graph, rows: AppliedRows, revision: str) -> AppliedRows:
    """The rows once ``revision`` is applied on top: it stands for what it needs."""
    needs = graph.needs[revision]
    return _replaced(rows, [row for row in rows if row in needs], [revision])


def rows_after_downgrade(
    graph: Graph, rows: AppliedRows, revision: str, left: Collection[str]
) -> AppliedRows:
    """The rows once ``revision`` is undone and ``left`` are still applied.

    What it stood for comes back, unless something else still stands for it.
    """
    needs = dict.fromkeys(graph.needs[revision])
    return _replaced(rows, [revision], topmost(graph, needs, left))


def rows_if_run(
    graph: Graph, rows: AppliedRows, revision: str, direction: str
) -> AppliedRows:
    """The rows as they would be if a run of ``revision`` that was stopped had come to its end; as
    they are where it is unknown, or was applied (or undone) already.
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
    """What leads from one state of the version table to the other."""
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
    """The new rows where the first gone one stood, or at the end."""
    place = next((i for i, row in enumerate(rows) if row in gone), len(rows))
    kept_before = [row for row in rows[:place] if row not in gone]
    kept_after = [row for row in rows[place:] if row not in gone]
    return tuple(dict.fromkeys((*kept_before, *new, *kept_after)))
