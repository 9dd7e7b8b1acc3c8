"""Knows in which order revisions come, and says so when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from autodiff.errors.nearest import nearest
from autodiff.errors.scripts import MissingRevision, RevisionCycle, ScriptsBroken
from autodiff.revisions.header import Header

ParentEdges = Mapping[str, tuple[str, ...]]


class Needs(Protocol):
    """What of a graph the order depends on."""

    @property
    def headers(self) -> Mapping[str, Header]:
        """The revisions by id."""

    @property
    def needs(self) -> ParentEdges:
        """What each needs."""


def topological_order(starts: Iterable[str], graph: Needs) -> tuple[str, ...]:
    """The starts and all they need, each after what it needs; lines stay together.

    Depth first with a trail of its own instead of recursion, since ten thousand revisions
    in a row are deeper than Python's stack. Raises ``MissingRevision`` (a need without a
    file) and ``RevisionCycle``.
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
    """The error for a need of ``revision`` that no file has."""
    header = graph.headers[revision]
    follows = missing in header.down_revisions
    name = "down_revision" if follows else "depends_on"
    hint = nearest(missing, graph.headers, most=1)
    return MissingRevision(header.path, revision, name, missing, *hint)


def problems(graph: Needs) -> tuple[ScriptsBroken, ...]:
    """Everything that is wrong with the graph: each missing revision, else one cycle."""
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
