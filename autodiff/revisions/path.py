"""The steps from the current revisions to an address, and the rows after each step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from autodiff.errors.addresses import (
    DowngradeUnclear,
    NotApplied,
    WalkTooFar,
    WrongDirection,
)
from autodiff.frozen import frozen
from autodiff.revisions.address import Address, parse_address
from autodiff.revisions.graph import Graph, closure
from autodiff.revisions.header import Header
from autodiff.revisions.resolve import (
    Standing,
    branch_line,
    find,
    named,
    standing,
    walk_start,
)
from autodiff.revisions.squash import seen_from
from autodiff.revisions.version_rows import (
    AppliedRows,
    RowChanges,
    check_rows,
    row_changes,
    rows_after_downgrade,
    rows_after_upgrade,
    topmost,
)
from autodiff.revisions.walk import walk_as_far

Direction = Literal["upgrade", "downgrade", "stamp"]


@frozen
class HalfApplied:
    """A revision whose run in ``direction`` was stopped in the middle."""

    direction: str
    revision: str


@frozen
class Step:
    """One revision in one direction, or a stamp, with the version table before and after it.

    ``header`` is None for a stamp, which runs no revision; a stamp that ``purges``
    deletes all rows first. ``forgets`` is the half-applied revision that the stamp marks as finished.
    """

    header: Header | None
    direction: Direction
    rows_before: AppliedRows
    rows_after: AppliedRows
    purges: bool = False
    forgets: HalfApplied | None = None

    @property
    def revision(self) -> str | None:
        """Return the id of the revision; None for a stamp."""
        return self.header.revision if self.header else None

    @property
    def message(self) -> str:
        """Return what the revision is about; "" for a stamp."""
        return self.header.doc if self.header else ""

    @property
    def changes(self) -> RowChanges:
        """Return the fewest changes of the version table for the step."""
        if self.purges:
            return RowChanges(all_deleted=True, inserts=self.rows_after)
        return row_changes(self.rows_before, self.rows_after)


Steps = tuple[Step, ...]


def upgrade_path(graph: Graph, rows: Sequence[str], address: str | Address) -> Steps:
    """Return the steps up to an address; empty if it is reached already.

    Revisions that the targets depend on are included, on any branch. Raises the errors
    of addresses, ``DatabaseAhead``, ``VersionRowsDamaged`` and a broken graph's.
    """
    target = _parsed(address)
    stored = check_rows(rows)
    graph, logical = _seen(graph, stored, target)
    place = standing(graph, logical)
    if target.symbol is None and target.steps < 0:
        raise WrongDirection(target.text, "upgrade", "downgrade")
    wanted = closure(named(graph, target, place), graph.needs) - place.applied
    return _upgrades(graph, stored, place, wanted)


def downgrade_path(graph: Graph, rows: Sequence[str], address: str | Address) -> Steps:
    """Return the steps down to an address, which itself stays applied.

    They undo the revisions after the target and all that depend on these; with ``branch@``
    only along that branch. Raises as ``upgrade_path`` does, and ``NotApplied``.
    """
    target = _parsed(address)
    stored = check_rows(rows)
    graph, logical = _seen(graph, stored, target)
    place = standing(graph, logical)
    undone = _undone(graph, target, place)
    return _downgrades(graph, stored, place, undone)


def stamp_path(
    graph: Graph,
    rows: Sequence[str],
    addresses: str | Address | Sequence[str | Address],
    *,
    purge: bool = False,
) -> Steps:
    """Return one step that records the addresses as applied; empty if the rows already do.

    A row above or below a target is replaced by it; a row on another line stays. With ``purge`` all
    rows are deleted, and may be damaged or unknown unless an address counts from them.
    """
    if isinstance(addresses, str | Address):
        addresses = (addresses,)
    targets = [_parsed(one) for one in addresses]
    if purge:
        counted = any(counts_from_current(one) for one in targets)
        _, after = _stamped(graph, check_rows(rows) if counted else (), targets)
        return (Step(None, "stamp", tuple(map(str, rows)), after, purges=True),)
    stored = check_rows(rows)
    before, after = _stamped(graph, stored, targets, keep=True)
    if set(after) == set(before):
        return ()
    return (Step(None, "stamp", stored, after),)


def counts_from_current(address: Address) -> bool:
    """Whether an address can be resolved only with the rows of a database."""
    return address.symbol is None or address.symbol == "current"


def _seen(
    graph: Graph, stored: AppliedRows, *targets: Address
) -> tuple[Graph, AppliedRows]:
    """Return the result of ``seen_from``. Raises MissingRevision or RevisionCycle if the graph has
    no order.
    """
    seen, logical = seen_from(graph, stored, *targets)
    _ = seen.order
    return seen, logical


def _parsed(address: str | Address) -> Address:
    return parse_address(address) if isinstance(address, str) else address


def _upgrades(
    graph: Graph, stored: AppliedRows, place: Standing, wanted: Collection[str]
) -> Steps:
    steps = []
    before, rows = stored, place.rows
    for one in (one for one in graph.order if one in wanted):
        rows = rows_after_upgrade(graph, rows, one)
        steps.append(Step(graph.headers[one], "upgrade", before, rows))
        before = rows
    return tuple(steps)


def _downgrades(
    graph: Graph, stored: AppliedRows, place: Standing, undone: Collection[str]
) -> Steps:
    steps = []
    before, rows, left = stored, place.rows, set(place.applied)
    for one in (one for one in reversed(graph.order) if one in undone):
        left.discard(one)
        rows = rows_after_downgrade(graph, rows, one, left)
        steps.append(Step(graph.headers[one], "downgrade", before, rows))
        before = rows
    return tuple(steps)


def _undone(graph: Graph, target: Address, place: Standing) -> set[str]:
    from_current = counts_from_current(target)
    if from_current and target.steps > 0:
        raise WrongDirection(target.text, "downgrade", "upgrade")
    lowest: AppliedRows
    if from_current and target.steps:
        lowest = (_lowest_undone(graph, target, place),)
    else:
        lowest = _followers(graph, target, place)
    return closure(lowest, graph.needed_by) & place.applied


def _lowest_undone(graph: Graph, target: Address, place: Standing) -> str:
    """Return the last of the N revisions that ``-N`` undoes, counted from the current one.

    Only the steps to that revision must be unambiguous: a merge can be undone with ``-1``.
    """
    start = walk_start(graph, target, place)
    shorter = replace(target, steps=target.steps + 1)
    walked = walk_as_far(graph, start, shorter, None)
    if walked.end is None:
        wanted = -target.steps
        raise WalkTooFar(target.text, wanted, walked.steps, start or "base")
    return walked.end


def _followers(graph: Graph, target: Address, place: Standing) -> AppliedRows:
    """Return the children of the target, on its branch if one is given. Raises NotApplied."""
    branch = branch_line(graph, target)
    stays = _only_target(graph, target, place)
    if stays is not None and stays not in place.applied:
        raise NotApplied(target.text, stays, place.rows)
    followers = graph.bases if stays is None else graph.children[stays]
    return tuple(one for one in followers if branch is None or one in branch)


def _only_target(graph: Graph, target: Address, place: Standing) -> str | None:
    targets = named(graph, target, place)
    if len(targets) > 1:
        raise DowngradeUnclear(target.text, targets)
    return targets[0] if targets else None


def _stamped(
    graph: Graph, stored: AppliedRows, targets: Sequence[Address], *, keep: bool = False
) -> tuple[AppliedRows, AppliedRows]:
    """Return the rows as ``graph`` names them, and the rows after a stamp of ``targets``.

    ``stored`` are the rows in the database; with ``keep``, rows on other lines stay.
    """
    graph, logical = _seen(graph, stored, *targets)
    place = standing(graph, logical)
    gone: set[str] = set()
    new: dict[str, None] = {}
    for target in targets:
        ids = named(graph, target, place)
        new.update(dict.fromkeys(ids))
        gone |= _related(graph, ids or _base_of(graph, target))
    kept = [row for row in place.rows if keep and row not in gone]
    rows = dict.fromkeys((*kept, *new))
    return logical, topmost(graph, rows, closure(rows, graph.needs))


def _base_of(graph: Graph, target: Address) -> AppliedRows:
    """Return the revisions that a stamp of ``base`` removes: all, or the branch."""
    if target.branch is None:
        return tuple(graph.headers)
    return (find(graph, target.branch),)


def _related(graph: Graph, revisions: AppliedRows) -> set[str]:
    return closure(revisions, graph.needs) | closure(revisions, graph.needed_by)
