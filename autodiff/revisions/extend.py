"""The allowed parents, dependencies and names of a new revision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autodiff.errors.addresses import AddressMalformed
from autodiff.errors.writing import NameIllegal, NameTaken, NotAHead
from autodiff.revisions.graph import Graph
from autodiff.revisions.header import illegal_id, illegal_label
from autodiff.revisions.resolve import find, resolve


def parents_for_new(
    graph: Graph, addresses: Sequence[str] = ("head",), splice: bool = False
) -> tuple[str, ...]:
    """Return the ``down_revision`` of a new revision on these addresses; empty for ``base``.

    Several addresses make a merge. Raises ``SeveralHeads``, ``NotAHead`` (unless
    ``splice``: a new line may start there) and the errors of addresses.
    """
    parents = [header.revision for text in addresses for header in resolve(graph, text)]
    twice = next((parent for parent in parents if parents.count(parent) > 1), None)
    if twice:
        raise AddressMalformed(" ".join(addresses), f"{twice} is named twice")
    for parent in parents:
        if graph.children[parent] and not splice:
            raise NotAHead(parent, graph.children[parent])
    return tuple(parents)


def dependencies_for_new(graph: Graph, names: Sequence[str]) -> tuple[str, ...]:
    """Return the ``depends_on`` of a new revision: full ids, but a label stays a label."""
    return tuple(name if name in graph.labels else find(graph, name) for name in names)


def check_new_names(graph: Graph, revision: str | None, label: str | None) -> None:
    """Raise ``NameIllegal`` or ``NameTaken`` for an id or a branch label that a new revision must
    not have, since no command could read the project with it.
    """
    _check_name(graph, revision, illegal_id)
    _check_name(graph, label, illegal_label)
    if label is not None and label == revision:
        raise NameIllegal(label, "it is the id of the revision")


def _check_name(graph: Graph, name: str | None, illegal: Callable[[str], str]) -> None:
    if name is None:
        return
    reason = illegal(name)
    if reason:
        raise NameIllegal(name, reason)
    owner = graph.labels.get(name) or graph.aliases.get(name, name)
    if owner in graph.headers:
        raise NameTaken(name, graph.headers[owner].path)
