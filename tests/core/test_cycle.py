"""Cycles: exactly the groups whose members reach each other, however deep the graph is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from autodiff.core.cycle import cycles

nodes = st.integers(0, 7)
graphs = st.lists(st.sets(nodes), min_size=8, max_size=8).map(
    lambda followers: dict(enumerate(followers))
)


def _reached(graph: dict[int, set[int]], start: int) -> set[int]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        for each in graph[waiting.pop()] - seen:
            seen.add(each)
            waiting.append(each)
    return seen


@given(graphs)
def test_members_of_a_group_reach_each_other(graph: dict[int, set[int]]) -> None:
    reached = {node: _reached(graph, node) for node in graph}
    groups = {
        frozenset({node, *(each for each in reached[node] if node in reached[each])})
        for node in graph
    }
    wanted = sorted(sorted(group) for group in groups if len(group) > 1)
    assert cycles(graph) == wanted


def test_a_chain_far_deeper_than_the_stack_of_calls() -> None:
    size = 100_000
    chain = {node: {node + 1} for node in range(size)} | {size: set()}
    assert cycles(chain) == []
    assert cycles(chain | {size: {0}}) == [list(range(size + 1))]
