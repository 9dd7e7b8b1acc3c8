"""Knows what a new revision may follow."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.errors import AddressMalformed, NotAHead

from .graph import Graph
from .resolve import find, resolve


def parents_for_new(
    graph: Graph, addresses: Sequence[str] = ("head",), splice: bool = False
) -> tuple[str, ...]:
    """The ``down_revision`` of a new revision on these addresses; none on ``base``.

    Several addresses make a merge. Raises ``SeveralHeads``, ``NotAHead`` (unless
    ``splice``: a new line may start there) and the errors of addresses.
    """
    found = [one.revision for text in addresses for one in resolve(graph, text)]
    twice = next((one for one in found if found.count(one) > 1), None)
    if twice:
        raise AddressMalformed(" ".join(addresses), f"{twice} is named twice")
    for one in found:
        if graph.children[one] and not splice:
            raise NotAHead(one, graph.children[one])
    return tuple(found)


def dependencies_for_new(graph: Graph, names: Sequence[str]) -> tuple[str, ...]:
    """The ``depends_on`` of a new revision: full ids, but a label stays a label."""
    return tuple(name if name in graph.labels else find(graph, name) for name in names)
