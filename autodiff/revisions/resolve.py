"""Resolving addresses to revisions, by the graph and the database's rows."""

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
    """The rows of a database, and all revisions that are applied according to them."""

    rows: AppliedRows
    applied: frozenset[str]


def standing(graph: Graph, rows: Sequence[str]) -> Standing:
    """Return the rows and the applied revisions of a database. Raises ``DatabaseAhead``.

    A row that another one implies (a table edited by hand) is left out.
    """
    reached = frozenset(applied(graph, rows))
    return Standing(topmost(graph, rows, reached), reached)


def resolve(
    graph: Graph, address: str | Address, rows: Sequence[str] | None = None
) -> tuple[Header, ...]:
    """Return the revisions of an address: none for ``base``, several for ``heads``.

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
    """Return the ids of the revisions of an address, with its steps."""
    if not address.steps:
        return _absolute(graph, address, place)
    branch = branch_line(graph, address)
    start = walk_start(graph, address, place)
    end = walk(graph, start, address, branch)
    return () if end is None else (end,)


def branch_line(graph: Graph, address: Address) -> set[str] | None:
    """Return the revisions that ``branch@`` allows; None if the address has no branch."""
    if address.branch is None:
        return None
    return lineage(graph, find(graph, address.branch))


def walk_start(graph: Graph, address: Address, place: Standing) -> str | None:
    """Return the revision that the steps of an address count from; None for the base.

    Raises ``SeveralHeads`` and ``SeveralCurrent`` if there are several.
    """
    if address.symbol is None or address.symbol == "current":
        return _current(graph, address, place)
    start = _absolute(graph, address, place)
    if len(start) > 1:
        raise SeveralHeads(address.text, start)
    return start[0] if start else None


def find(graph: Graph, name: str, among: Collection[str] | None = None) -> str:
    """Return the id for an id, a label, or an unambiguous prefix of one.

    ``among`` restricts the revisions that a prefix may refer to. Raises ``UnknownRevision`` and
    ``AmbiguousRevision``.
    """
    if name in graph.headers:
        return name
    if name in graph.labels:
        return graph.labels[name]
    if name in graph.aliases:
        return graph.aliases[name]
    names = {**{one: one for one in graph.headers}, **graph.labels}
    matches = {text: one for text, one in names.items() if text.startswith(name)}
    if among is not None:
        matches = {text: one for text, one in matches.items() if one in among}
    if not matches:
        raise UnknownRevision(name, nearest(name, names))
    if len(set(matches.values())) > 1:
        raise AmbiguousRevision(name, tuple(sorted(matches)))
    return next(iter(matches.values()))


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
    revision = find(graph, symbol, branch)
    if branch is not None and revision not in branch:
        raise NotOnBranch(revision, str(address.branch))
    return (revision,)


def _only_head(address: Address, heads: AppliedRows) -> AppliedRows:
    if len(heads) > 1:
        raise SeveralHeads(address.text, heads)
    return heads


def _current(graph: Graph, address: Address, place: Standing) -> str | None:
    """Return the only current revision, on the branch if one is given; None for the base.

    On a branch whose rows are all implied by other lines, the topmost applied revisions count
    as current. Raises SeveralCurrent, BranchNotApplied, WalkTooFar.
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
