"""Walks: N revisions up or down a line."""

from __future__ import annotations

from collections.abc import Collection

from autodiff.errors.addresses import WalkAmbiguous, WalkTooFar
from autodiff.frozen import frozen
from autodiff.revisions.address import Address
from autodiff.revisions.graph import Graph


@frozen
class Walked:
    """The end of a walk (None: the base) and the number of its steps."""

    end: str | None
    steps: int


def walk(
    graph: Graph, start: str | None, address: Address, branch: Collection[str] | None
) -> str | None:
    """Return the revision that the steps of ``address`` lead to from ``start``; None for the base.

    ``branch`` restricts the revisions on the way up. Raises ``WalkTooFar`` if the graph ends
    before, and ``WalkAmbiguous`` at a fork (up) or a merge (down).
    """
    walked = walk_as_far(graph, start, address, branch)
    if walked.steps < abs(address.steps):
        wanted = abs(address.steps)
        raise WalkTooFar(address.text, wanted, walked.steps, start or "base")
    return walked.end


def walk_as_far(
    graph: Graph, start: str | None, address: Address, branch: Collection[str] | None
) -> Walked:
    """Walk from ``start`` as :func:`walk` does, but stop where the graph ends.

    Raises ``WalkAmbiguous``.
    """
    if address.steps > 0:
        return _up(graph, start, address, branch)
    return _down(graph, start, address)


def _up(
    graph: Graph, start: str | None, address: Address, branch: Collection[str] | None
) -> Walked:
    here = start
    for step in range(address.steps):
        choices = graph.bases if here is None else graph.children[here]
        if branch is not None:
            choices = tuple(one for one in choices if one in branch)
        if not choices:
            return Walked(here, step)
        here = _only(choices, here, address)
    return Walked(here, address.steps)


def _down(graph: Graph, start: str | None, address: Address) -> Walked:
    here = start
    for step in range(-address.steps):
        if here is None:
            return Walked(None, step)
        parents = graph.parents[here]
        here = _only(parents, here, address) if parents else None
    return Walked(here, -address.steps)


def _only(choices: tuple[str, ...], at: str | None, address: Address) -> str:
    if len(choices) > 1:
        raise WalkAmbiguous(address.text, at or "base", choices)
    return choices[0]
