"""The order of revisions by what they depend on, and the errors of a graph that has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from autodiff.errors.nearest import nearest
from autodiff.errors.scripts import MissingRevision, RevisionCycle, ScriptsBroken
from autodiff.revisions.header import Header

ParentEdges = Mapping[str, tuple[str, ...]]


class Needs(Protocol):
    """The part of a graph that the order depends on."""

    @property
    def headers(self) -> Mapping[str, Header]:
        """Return the headers of all revisions by id."""

    @property
    def needs(self) -> ParentEdges:
        """Return, by id, the revisions that a revision depends on."""


def topological_order(starts: Iterable[str], graph: Needs) -> tuple[str, ...]:
    """Return ``starts`` and all that they depend on, dependencies first; lines stay together.

    Depth first with a trail of its own instead of recursion, since ten thousand revisions
    in a row are deeper than Python's stack. Raises ``MissingRevision`` (a dependency
    without a file) and ``RevisionCycle``.
    """
    done: dict[str, None] = {}
    for start in starts:
        if start not in done:
            _visit(start, graph, done)
    return tuple(done)


def _visit(start: str, graph: Needs, done: dict[str, None]) -> None:
    needs = graph.needs
    trail: dict[str, Iterator[str]] = {start: iter(needs[start])}
    while trail:
        here = next(reversed(trail))
        for need in trail[here]:
            if need not in done:
                break
        else:
            trail.popitem()  # ``del`` would leave gaps, which ``reversed`` goes over each time
            done[here] = None
            continue
        if need in trail:
            raise _cycle([*trail], need, graph)
        if need not in needs:
            raise missing_revision(here, need, graph)
        trail[need] = iter(needs[need])


def _cycle(trail: list[str], back_to: str, graph: Needs) -> RevisionCycle:
    circle = [*trail[trail.index(back_to) :], back_to]
    paths = tuple(graph.headers[one].path for one in circle[:-1])
    return RevisionCycle(tuple(circle), paths)


def missing_revision(revision: str, missing: str, graph: Needs) -> MissingRevision:
    """Return the error for a revision that ``revision`` depends on and no file has."""
    header = graph.headers[revision]
    follows = missing in header.down_revisions
    name = "down_revision" if follows else "depends_on"
    hint = nearest(missing, graph.headers, most=1)
    return MissingRevision(header.path, revision, name, missing, *hint)


def problems(graph: Needs) -> tuple[ScriptsBroken, ...]:
    """Return the errors of the graph: one for every missing revision, else one cycle."""
    missing = tuple(
        missing_revision(one, need, graph)
        for one, needs in graph.needs.items()
        for need in needs
        if need not in graph.needs
    )
    if missing:
        return missing
    try:
        topological_order(graph.headers, graph)
    except RevisionCycle as error:
        return (error,)
    return ()
