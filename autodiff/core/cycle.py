"""Cycles: the strongly connected groups of a graph, computed without recursion."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Set
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


def cycles(followers: Mapping[Node, Set[Node]]) -> list[list[Node]]:
    """Return the groups of two or more nodes that all reach each other (Tarjan 1972, with an
    explicit stack).

    ``followers`` has an entry for every node. Groups and their members come in the order of
    ``followers``.
    """
    position = {node: number for number, node in enumerate(followers)}
    search = _Search(followers)
    groups = [
        sorted(group, key=position.__getitem__)
        for node in followers
        for group in search.groups_from(node)
        if len(group) > 1
    ]
    return sorted(groups, key=lambda group: position[group[0]])


class _Search(Generic[Node]):
    """A depth-first search: when each node was met, and the earliest open node that it reaches."""

    def __init__(self, followers: Mapping[Node, Set[Node]]) -> None:
        self._followers = followers
        self._met: dict[Node, int] = {}
        self._reaches: dict[Node, int] = {}
        self._open: dict[Node, None] = {}

    def groups_from(self, root: Node) -> Iterator[list[Node]]:
        """Yield the groups that are complete once everything reachable from ``root`` was met."""
        trail = [] if root in self._met else [self._entered(root)]
        while trail:
            node, rest = trail[-1]
            fresh = self._next_fresh(node, rest)
            if fresh is not None:
                trail.append(self._entered(fresh))
                continue
            trail.pop()
            if trail:
                self._reach(trail[-1][0], self._reaches[node])
            if self._reaches[node] == self._met[node]:
                yield self._closed(node)

    def _entered(self, node: Node) -> tuple[Node, Iterator[Node]]:
        self._met[node] = self._reaches[node] = len(self._met)
        self._open[node] = None
        return node, iter(self._followers[node])

    def _next_fresh(self, node: Node, rest: Iterator[Node]) -> Node | None:
        """Return the next follower that was not met, or None; open followers passed on the way are
        recorded as reached.
        """
        for follower in rest:
            if follower not in self._met:
                return follower
            if follower in self._open:
                self._reach(node, self._met[follower])
        return None

    def _reach(self, node: Node, number: int) -> None:
        self._reaches[node] = min(self._reaches[node], number)

    def _closed(self, node: Node) -> list[Node]:
        """Take the open nodes from ``node`` on, which form one group."""
        group = []
        while node in self._open:
            group.append(self._open.popitem()[0])
        return group
