"""The choice between a squashed revision and the range of revisions that it replaces.

A revision with ``replaces = ("a", "b", "c")`` does at once what a, b and c did. It is used
for every database that has none or all of them applied (a row ``c`` counts as the squashed
one). For a database inside the range the graph has a, b and c themselves, while their files
exist; so too if an address refers to a revision inside. ``replaces`` lists the range from the
oldest to the newest, as one line; the ``down_revision`` of revisions after it may be the last
one or the squashed one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from autodiff.errors.addresses import DatabaseInsideSquash
from autodiff.errors.scripts import SquashImpossible, SquashIncomplete
from autodiff.revisions.address import Address
from autodiff.revisions.graph import Graph, closure, plain_graph
from autodiff.revisions.header import Header

_Squashes = Mapping[str, tuple[str, ...]]
_Aliases = Mapping[str, str]


def build_graph(headers: Iterable[Header]) -> Graph:
    """Return the graph of ``headers``, with squashed revisions in place of those they replace.

    Raises ``DuplicateRevision``, ``DuplicateBranchLabel``, ``SquashIncomplete`` and
    ``SquashImpossible``; a missing or circular reference is found when the graph is
    walked (``Graph.order``).
    """
    written = tuple(headers)
    _check_squashes(written)
    return _view(written, opened=())


def seen_from(
    graph: Graph, rows: tuple[str, ...], *addresses: Address
) -> tuple[Graph, tuple[str, ...]]:
    """Return the graph for a database with ``rows`` and the ``addresses``, and the rows in it.

    A range is not squashed if the database or an address is inside it. Raises
    ``DatabaseInsideSquash`` if the files of such a range are missing.
    """
    squashes = _squashes(graph.written)
    if not squashes:
        return graph, rows
    _refuse_lost(rows, squashes, graph)
    opened = _to_open(graph.written, squashes, rows, addresses)
    seen = _view(graph.written, opened) if opened else graph
    aliases = _aliases(squashes, opened)
    return seen, tuple(dict.fromkeys(_final(row, aliases) for row in rows))


def _squashes(written: Iterable[Header]) -> _Squashes:
    return {one.revision: one.replaces for one in written if one.replaces}


def _check_squashes(written: tuple[Header, ...]) -> None:
    """Raise SquashImpossible if several revisions replace the same one, or one replaces itself."""
    owner: dict[str, str] = {}
    for header in (one for one in written if one.replaces):
        for one in header.replaces:
            if owner.setdefault(one, header.revision) != header.revision:
                reason = f"{owner[one]} replaces {one} already"
                raise SquashImpossible(header.revision, header.path, reason)
    for header in (one for one in written if one.replaces):
        above = header.revision
        for _ in owner:
            above = owner.get(above, "")
            if above == header.revision:
                reason = "it would replace itself"
                raise SquashImpossible(header.revision, header.path, reason)


def _view(written: tuple[Header, ...], opened: Collection[str]) -> Graph:
    """Return the graph without the ``opened`` squashes and without the revisions others replace."""
    squashes = _squashes(written)
    hidden = {
        one: squash
        for squash, replaced in squashes.items()
        if squash not in opened
        for one in replaced
    }
    hidden.update((squash, squash) for squash in opened)
    aliases = _aliases(squashes, opened)
    shown = (one for one in written if one.revision not in hidden)
    renamed = (_renamed(one, aliases, hidden) for one in shown)
    return plain_graph(renamed, written, {one: _final(one, aliases) for one in aliases})


def _aliases(squashes: _Squashes, opened: Collection[str]) -> _Aliases:
    """Return which id stands for which: a squash for the last of its range; reversed if ``opened``."""
    return dict(
        (squash, replaced[-1]) if squash in opened else (replaced[-1], squash)
        for squash, replaced in squashes.items()
    )


def _final(name: str, aliases: _Aliases) -> str:
    while name in aliases:
        name = aliases[name]
    return name


def _renamed(header: Header, aliases: _Aliases, hidden: Mapping[str, str]) -> Header:
    if not any(x in hidden for x in (*header.down_revisions, *header.depends_on)):
        return header
    down = tuple(_final(one, aliases) for one in header.down_revisions)
    depends = tuple(_final(one, aliases) for one in header.depends_on)
    inside = next((one for one in (*down, *depends) if one in hidden), None)
    if inside is not None:
        raise SquashIncomplete(header.revision, header.path, inside, hidden[inside])
    return replace(header, down_revisions=down, depends_on=depends)


def _refuse_lost(rows: tuple[str, ...], squashes: _Squashes, graph: Graph) -> None:
    present = {one.revision for one in graph.written}
    for squash, replaced in squashes.items():
        for row in rows:
            if row in replaced[:-1] and not present.issuperset(replaced):
                raise DatabaseInsideSquash(row, squash)


def _to_open(
    written: tuple[Header, ...],
    squashes: _Squashes,
    rows: tuple[str, ...],
    addresses: tuple[Address, ...],
) -> set[str]:
    present = {one.revision for one in written}
    openable = {one for one, replaced in squashes.items() if present >= {*replaced}}
    if not openable:
        return set()
    singly = _view(written, openable)
    aliases = _aliases(squashes, openable)
    final = (_final(row, aliases) for row in rows)
    reached = closure((row for row in final if row in singly.headers), singly.needs)
    return {
        squash
        for squash in openable
        if _is_inside(_singles(squash, squashes, openable), reached)
        or any(
            _names_inside(address, squashes[squash], present) for address in addresses
        )
    }


def _singles(squash: str, squashes: _Squashes, openable: set[str]) -> set[str]:
    """Return the plain revisions that a squash replaces, also through other squashes."""
    if squash not in openable:
        return {squash}
    return set().union(*(_singles(x, squashes, openable) for x in squashes[squash]))


def _is_inside(replaced: set[str], reached: set[str]) -> bool:
    return bool(replaced & reached) and not replaced <= reached


def _names_inside(
    address: Address, replaced: tuple[str, ...], present: set[str]
) -> bool:
    """Whether an address refers to a replaced revision, by its id or an unambiguous prefix."""
    names = [name for name in (address.symbol, address.branch) if name]
    return any(
        name in replaced
        or {one for one in present if one.startswith(name)} <= {*replaced}
        and any(one.startswith(name) for one in replaced)
        for name in names
    )
