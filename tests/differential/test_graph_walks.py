"""Random walks over random graphs end as with the reference tool, or as we list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from autodiff.errors import AutodiffError
from autodiff.revisions.graph import Graph
from autodiff.revisions.path import Steps, downgrade_path, stamp_path, upgrade_path

from .graph_differences import DIFFERENCES, Case
from .graph_oracle import Oracle, Outcome
from .graph_samples import random_address, random_sample

WALKS = 700
COMMANDS = ("upgrade", "upgrade", "downgrade", "downgrade", "stamp")


def _path(graph: Graph, command: str, rows: tuple[str, ...], address: str) -> Steps:
    if command == "upgrade":
        return upgrade_path(graph, rows, address)
    if command == "downgrade":
        return downgrade_path(graph, rows, address)
    return stamp_path(graph, rows, address.split(","))


def _ours(graph: Graph, command: str, rows: tuple[str, ...], address: str) -> Outcome:
    try:
        path = _path(graph, command, rows, address)
    except AutodiffError as error:
        return Outcome(None, f"{type(error).__name__}: {error}")
    return Outcome(frozenset(path[-1].rows_after if path else rows))


def _walk(seed: int) -> Iterator[Case]:
    random = Random(seed)
    sample = random_sample(random)
    oracle = Oracle(sample.headers)
    rows: tuple[str, ...] = ()
    for _ in range(8):
        command = random.choice(COMMANDS)
        address = random_address(random, command, sample.graph)
        ours = _ours(sample.graph, command, rows, address)
        theirs = oracle.run(command, rows, address)
        yield Case(sample.graph, command, rows, address, theirs, ours)
        rows = rows if ours.rows is None else tuple(sorted(ours.rows))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for seed in range(WALKS) for case in _walk(seed)]


@pytest.fixture(scope="module")
def different(cases: list[Case]) -> list[Case]:
    return [case for case in cases if case.ours.rows != case.theirs.rows]


def test_every_difference_is_listed(different: list[Case]) -> None:
    unlisted = [
        (case.command, case.rows, case.address, case.theirs, case.ours)
        for case in different
        if not any(one.holds(case) for one in DIFFERENCES)
    ]
    assert unlisted == []


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: one.name)
def test_every_listed_difference_is_met(
    different: list[Case], difference: object
) -> None:
    assert any(
        next((one for one in DIFFERENCES if one.holds(case)), None) is difference
        for case in different
    )


def test_there_are_enough_walks(cases: list[Case]) -> None:
    """A walk goes on from where the last command led; each begins at an empty database."""
    assert WALKS >= 500
    assert len(cases) >= 500 * 8


def test_the_walks_are_worth_something(
    cases: list[Case], different: list[Case]
) -> None:
    """Most commands succeed, in each direction, and differences are the exception."""
    moved = Counter(
        case.command
        for case in cases
        if case.ours.rows is not None and case.ours.rows != frozenset(case.rows)
    )
    assert all(moved[command] > 300 for command in COMMANDS)
    assert len(different) < len(cases) / 20
