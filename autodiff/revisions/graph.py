"""The graph of revisions: which revision follows which, and which depends on which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from autodiff.errors.scripts import DuplicateBranchLabel, DuplicateRevision
from autodiff.revisions.header import Header
from autodiff.revisions.order import ParentEdges, topological_order

_Lists = dict[str, list[str]]


@dataclass(frozen=True, eq=False)
class Graph:
    """All revisions of a project, by id; never changed once built.

    ``parents``/``children`` are the lines drawn by ``down_revision``;
    ``needs``/``needed_by`` those of ``down_revision`` and ``depends_on`` together: a
    revision is applied only if all that it depends on is. ``labels`` maps a branch label to the revision
    that declares it. ``written`` are all headers as they were read, also those that a
    squashed revision replaces; ``aliases`` maps a name that is not shown because of that
    to the revision that stands for it (see ``squash``).
    """

    headers: Mapping[str, Header]
    labels: Mapping[str, str]
    parents: ParentEdges
    children: ParentEdges
    needs: ParentEdges
    needed_by: ParentEdges
    written: tuple[Header, ...]
    aliases: Mapping[str, str]

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Return the revisions that no revision follows."""
        return tuple(one for one in self.headers if not self.children[one])

    @cached_property
    def real_heads(self) -> tuple[str, ...]:
        """Return the heads that no revision depends on either: the targets of ``upgrade heads``."""
        return tuple(one for one in self.headers if not self.needed_by[one])

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """Return the revisions without a parent."""
        return tuple(one for one in self.headers if not self.parents[one])

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Return all revisions, each after those that it depends on, line by line.

        Raises ``MissingRevision`` or ``RevisionCycle``. Code that walks the graph asks for
        the order first; a single revision can be shown from a broken graph too.
        """
        return topological_order((*self.real_heads, *self.headers), self)

    @cached_property
    def branch_labels(self) -> Mapping[str, tuple[str, ...]]:
        """Return the labels of each revision: its own and its ancestors'; a label also applies
        to the revisions below, down to the next fork or merge."""
        return _spread_labels(self)

    def has_file(self, revision: str) -> bool:
        """Whether there is a file with this id, even if a squashed revision replaces it."""
        return any(one.revision == revision for one in self.written)

    def is_branch_point(self, revision: str) -> bool:
        """Whether several revisions follow this one."""
        return len(self.children[revision]) > 1

    def is_merge_point(self, revision: str) -> bool:
        """Whether this one follows several revisions."""
        return len(self.parents[revision]) > 1


def plain_graph(
    headers: Iterable[Header], written: tuple[Header, ...], aliases: Mapping[str, str]
) -> Graph:
    """Return the graph of exactly these headers; ``written`` and ``aliases`` are fields of it.

    Raises ``DuplicateRevision`` and ``DuplicateBranchLabel``. Missing revisions and cycles
    are detected by ``Graph.order``.
    """
    by_id = _by_id(headers)
    labels = _declared_labels(by_id)
    parents = {one: header.down_revisions for one, header in by_id.items()}
    needs = {one: _needs(header, by_id, labels) for one, header in by_id.items()}
    return Graph(
        by_id,
        labels,
        parents,
        _turned(parents),
        needs,
        _turned(needs),
        written,
        aliases,
    )


def closure(starts: Iterable[str], edges: ParentEdges) -> set[str]:
    """Return ``starts`` and all revisions that can be reached from them by ``edges``."""
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(edges[one])
    return reached


def lineage(graph: Graph, revision: str) -> set[str]:
    """Return the revision with all its ancestors and descendants."""
    above = closure((revision,), graph.children)
    return above | closure((revision,), graph.parents)


def _by_id(headers: Iterable[Header]) -> dict[str, Header]:
    by_id: dict[str, Header] = {}
    for header in sorted(headers, key=lambda one: (one.create_date, one.revision)):
        twin = by_id.setdefault(header.revision, header)
        if twin is not header:
            raise DuplicateRevision(header.revision, twin.path, header.path)
    return by_id


def _declared_labels(by_id: Mapping[str, Header]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for header in by_id.values():
        for label in header.branch_labels:
            taken = by_id.get(labels.get(label, label))
            if taken:
                raise DuplicateBranchLabel(label, taken.path, header.path)
            labels[label] = header.revision
    return labels


def _needs(
    header: Header, by_id: Mapping[str, Header], labels: Mapping[str, str]
) -> tuple[str, ...]:
    if not header.depends_on:
        return header.down_revisions
    depends = (_dependency(name, by_id, labels) for name in header.depends_on)
    return tuple(dict.fromkeys((*header.down_revisions, *depends)))


def _dependency(
    name: str, by_id: Mapping[str, Header], labels: Mapping[str, str]
) -> str:
    """Return the id for an id, a label or an unambiguous id prefix; else ``name`` unchanged."""
    if name in by_id:
        return name
    if name in labels:
        return labels[name]
    candidates = [one for one in by_id if one.startswith(name)]
    return candidates[0] if len(candidates) == 1 else name


def _turned(edges: ParentEdges) -> ParentEdges:
    """Return the edges in the opposite direction, without those to unknown revisions."""
    turned: _Lists = {one: [] for one in edges}
    for one, others in edges.items():
        for other in others:
            if other in turned:
                turned[other].append(one)
    return {one: tuple(others) for one, others in turned.items()}


def _spread_labels(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    if not graph.labels:
        return dict.fromkeys(graph.order, ())
    spread: dict[str, tuple[str, ...]] = {}
    for one in graph.order:
        inherited = (spread[parent] for parent in graph.parents[one])
        own = graph.headers[one].branch_labels
        spread[one] = tuple(dict.fromkeys((*own, *(x for xs in inherited for x in xs))))
    for label, one in graph.labels.items():
        for below in _own_line_below(graph, one):
            spread[below] = (*spread[below], label)
    return spread


def _own_line_below(graph: Graph, revision: str) -> Iterable[str]:
    parents = graph.parents[revision]
    while len(parents) == 1 and not graph.is_branch_point(parents[0]):
        below = parents[0]
        parents = graph.parents[below]
        if len(parents) > 1:
            return
        yield below
