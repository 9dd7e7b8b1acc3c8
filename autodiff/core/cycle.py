"""Cycles: the strongly connected groups of a graph, found without recursion."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Set
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def cycles(followers: Mapping[Node, Set[Node]]) -> list[list[Node]]:
    """Groups of two or more nodes that all reach each other (Tarjan 1972, with an own stack).

    ``followers`` names every node. Groups and their members come in the order of ``followers``.
    """
    return [group for group in _components(followers) if len(group) > 1]


def _components(followers: Mapping[Node, Set[Node]]) -> list[list[Node]]:
    position = {node: number for number, node in enumerate(followers)}
    low: dict[Node, int] = {}
    index: dict[Node, int] = {}
    open_nodes: list[Node] = []
    is_open: set[Node] = set()
    groups: list[list[Node]] = []
    for root in followers:
        work = (
            []
            if root in index
            else [(root, iter(sorted(followers[root], key=position.__getitem__)))]
        )
        while work:
            node, rest = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                open_nodes.append(node)
                is_open.add(node)
            for follower in rest:
                if follower not in index:
                    work.append(
                        (
                            follower,
                            iter(sorted(followers[follower], key=position.__getitem__)),
                        )
                    )
                    break
                if follower in is_open:
                    low[node] = min(low[node], index[follower])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    cut = open_nodes.index(node)
                    group = open_nodes[cut:]
                    del open_nodes[cut:]
                    is_open.difference_update(group)
                    groups.append(sorted(group, key=position.__getitem__))
    return sorted(groups, key=lambda group: position[group[0]])
