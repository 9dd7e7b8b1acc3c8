"""Knows which revisions an address means, given the graph and the database's rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from autodiff.errors.addresses import (
    AmbiguousRevision,
    BranchNotApplied,
    NotOnBranch,
    SeveralCurrent,
    SeveralHeads,
    UnknownRevision,
    WalkTooFar,
)
from autodiff.errors.nearest import nearest
from autodiff.frozen import frozen
from autodiff.revisions.address import Address, parse_address
from autodiff.revisions.graph import Graph, lineage
from autodiff.revisions.header import Header
from autodiff.revisions.squash import seen_from
from autodiff.revisions.version_rows import AppliedRows, applied, check_rows, topmost
from autodiff.revisions.walk import walk


@frozen
class Standing:
    """Where a database stands: its rows, and all that they stand for."""

    rows: AppliedRows
    applied: frozenset[str]


def standing(graph: Graph, rows: Sequence[str]) -> Standing:
    """Where a database with these rows stands; raises ``DatabaseAhead``.

    A row that another one implies (a table edited by hand) says nothing and is left out.
    """
    reached = frozenset(applied(graph, rows))
    return Standing(topmost(graph, rows, reached), reached)


def resolve(
    graph: Graph, address: str | Address, rows: Sequence[str] | None = None
) -> tuple[Header, ...]:
    """The revisions that an address names: none for ``base``, several for ``heads``.

    ``rows`` are the database's; without them (no database is asked) ``current`` and
    relative addresses count from the heads. Raises the errors of addresses, and
    ``DatabaseAhead``.
    """
    parsed = parse_address(address) if isinstance(address, str) else address
    if rows is None:
        parsed, rows = _from_heads(parsed), ()
    graph, logical = seen_from(graph, check_rows(rows), parsed)
    targets = named(graph, parsed, standing(graph, logical))
    return tuple(graph.headers[one] for one in targets)


def _from_heads(address: Address) -> Address:
    if address.symbol not in (None, "current"):
        return address
    return replace(address, symbol="head" if address.steps else "heads")


def named(graph: Graph, address: Address, place: Standing) -> AppliedRows:
    """The ids that an address names."""
    if not address.steps:
        return _absolute(graph, address, place)
    branch = branch_line(graph, address)
    start = walk_start(graph, address, place)
    end = walk(graph, start, address, branch)
    return () if end is None else (end,)


def branch_line(graph: Graph, address: Address) -> set[str] | None:
    """The revisions to which ``branch@`` restricts; None where it is not written."""
    if address.branch is None:
        return None
    return lineage(graph, find(graph, address.branch))


def walk_start(graph: Graph, address: Address, place: Standing) -> str | None:
    """The one revision that the steps of an address count from; None for the base."""
    if address.symbol is None or address.symbol == "current":
        return _current(graph, address, place)
    start = _absolute(graph, address, place)
    if len(start) > 1:
        raise SeveralHeads(address.text, start)
    return start[0] if start else None


def find(graph: Graph, name: str, among: Collection[str] | None = None) -> str:
    """The id that is meant by an id, a label, or the start of just one of them.

    ``among`` restricts what a start may stand for. Raises ``UnknownRevision`` and
    ``AmbiguousRevision``.
    """
    if name in graph.headers:
        return name
    if name in graph.labels:
        return graph.labels[name]
    if name in graph.aliases:
        return graph.aliases[name]
    names = {**{one: one for one in graph.headers}, **graph.labels}
    found = {text: one for text, one in names.items() if text.startswith(name)}
    if among is not None:
        found = {text: one for text, one in found.items() if one in among}
    if not found:
        raise UnknownRevision(name, nearest(name, names))
    if len(set(found.values())) > 1:
        raise AmbiguousRevision(name, tuple(sorted(found)))
    return next(iter(found.values()))


def _absolute(graph: Graph, address: Address, place: Standing) -> AppliedRows:
    branch = branch_line(graph, address)
    symbol = address.symbol
    if symbol is None or symbol == "current":
        return _on(branch, place.rows)
    if symbol == "base":
        return ()
    if symbol == "heads":
        return graph.real_heads if branch is None else _on(branch, graph.heads)
    if symbol == "head":
        return _only_head(address, _on(branch, graph.heads))
    found = find(graph, symbol, branch)
    if branch is not None and found not in branch:
        raise NotOnBranch(found, str(address.branch))
    return (found,)


def _only_head(address: Address, heads: AppliedRows) -> AppliedRows:
    if len(heads) > 1:
        raise SeveralHeads(address.text, heads)
    return heads


def _current(graph: Graph, address: Address, place: Standing) -> str | None:
    """The one current revision, on the branch if one is given.

    A branch whose rows are all implied by other lines is entered at its topmost applied
    revisions.
    """
    branch = branch_line(graph, address)
    rows = _on(branch, place.rows)
    if branch is not None and not rows:
        rows = _tips(graph, branch & place.applied)
    if len(rows) > 1:
        raise SeveralCurrent(address.text, rows)
    if rows:
        return rows[0]
    if address.steps < 0 and address.branch:
        raise BranchNotApplied(address.text, address.branch)
    if address.steps < 0:
        raise WalkTooFar(address.text, -address.steps, 0, "base")
    return None


def _tips(graph: Graph, revisions: set[str]) -> AppliedRows:
    return tuple(
        sorted(one for one in revisions if revisions.isdisjoint(graph.children[one]))
    )


def _on(branch: set[str] | None, revisions: Iterable[str]) -> AppliedRows:
    return tuple(one for one in revisions if branch is None or one in branch)
