"""The revisions of a range, newest first, with the place of each in the graph."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.errors.addresses import EndMisplaced, RangeNotOnLine, SeveralHeads
from autodiff.frozen import frozen
from autodiff.revisions.address import Address, AddressRange, parse_range
from autodiff.revisions.graph import Graph, closure
from autodiff.revisions.header import Header
from autodiff.revisions.resolve import Standing, branch_line, named, standing
from autodiff.revisions.squash import seen_from
from autodiff.revisions.version_rows import AppliedRows, check_rows
from autodiff.revisions.walk import walk_as_far


@frozen
class HistoryEntry:
    """One revision as a list of them shows it."""

    header: Header
    branch_labels: tuple[str, ...]
    children: tuple[str, ...]
    is_head: bool
    is_base: bool
    is_branch_point: bool
    is_merge_point: bool
    is_current: bool

    @property
    def revision(self) -> str:
        """Return its id."""
        return self.header.revision

    @property
    def message(self) -> str:
        """Return what the revision is about."""
        return self.header.doc

    @property
    def path(self) -> str:
        """Return where its file is."""
        return self.header.path


def history(
    graph: Graph, text: str | None = None, rows: Sequence[str] = ()
) -> tuple[HistoryEntry, ...]:
    """Return the revisions of a range such as ``ae10:head``, newest first, both ends included.

    Without a range: all. A relative end counts from the other end (``-3:current``,
    ``ae10:+2``) and stops where the graph ends; a missing start is the base, a missing end
    all heads. ``rows`` are the database's, for ``current`` and to mark current revisions.
    Raises the errors of addresses, ``RangeNotOnLine`` and ``DatabaseAhead``.
    """
    wanted = parse_range(text) if text else AddressRange("")
    ends = [one for one in (wanted.start, wanted.end) if one]
    graph, logical = seen_from(graph, check_rows(rows), *ends)
    place = standing(graph, logical)
    covered = _covered(graph, wanted, place)
    return tuple(
        describe(graph, one, logical) for one in reversed(graph.order) if one in covered
    )


def describe(graph: Graph, revision: str, rows: Sequence[str] = ()) -> HistoryEntry:
    """Return the list entry of one revision; it is current if it is in ``rows``."""
    return HistoryEntry(
        header=graph.headers[revision],
        branch_labels=graph.branch_labels[revision],
        children=graph.children[revision],
        is_head=not graph.children[revision],
        is_base=not graph.parents[revision],
        is_branch_point=graph.is_branch_point(revision),
        is_merge_point=graph.is_merge_point(revision),
        is_current=revision in rows,
    )


def _covered(graph: Graph, wanted: AddressRange, place: Standing) -> set[str]:
    start, end = _ends(graph, wanted, place)
    below_end = closure(end, graph.needs)
    if not start:
        return below_end
    line = closure(start, graph.children)
    if not below_end.issuperset(start) or line.isdisjoint(end):
        raise RangeNotOnLine(", ".join(start), ", ".join(end) or "base")
    return below_end & line


def _ends(
    graph: Graph, wanted: AddressRange, place: Standing
) -> tuple[AppliedRows, AppliedRows]:
    start, end = wanted.start, wanted.end
    if end and _is_relative(end):
        from_start = named(graph, _absolute_start(start), place) if start else ()
        return from_start, _moved(graph, from_start, end, upwards=True)
    to_end = _absolute_end(graph, end, place)
    if start and _is_relative(start):
        return _moved(graph, to_end, start, upwards=False), to_end
    return (named(graph, start, place) if start else ()), to_end


def _absolute_start(start: Address) -> Address:
    """Return ``start``. Raises EndMisplaced if it is relative, as the end of the range is."""
    if _is_relative(start):
        raise EndMisplaced(start.text)
    return start


def _absolute_end(graph: Graph, end: Address | None, place: Standing) -> AppliedRows:
    """Return the ids of ``end``; without it all heads, also those that others depend on."""
    if end is None or end.text == "heads":
        return graph.heads
    return named(graph, end, place)


def _is_relative(address: Address) -> bool:
    return address.symbol is None


def _moved(
    graph: Graph, origin: AppliedRows, address: Address, upwards: bool
) -> AppliedRows:
    if (address.steps > 0) is not upwards:
        raise EndMisplaced(address.text)
    if len(origin) > 1:
        raise SeveralHeads(address.text, origin)
    start = origin[0] if origin else None
    walked = walk_as_far(graph, start, address, branch_line(graph, address))
    return () if walked.end is None else (walked.end,)
