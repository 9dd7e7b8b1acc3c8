"""Upgrade, downgrade and stamp on graphs of every shape."""

from __future__ import annotations

from random import Random

import pytest

from autodiff.errors.addresses import (
    DatabaseAhead,
    NotApplied,
    SeveralHeads,
    VersionRowsDamaged,
    WalkTooFar,
    WrongDirection,
)
from autodiff.revisions.graph import closure
from autodiff.revisions.path import Step, downgrade_path, stamp_path, upgrade_path
from autodiff.revisions.version_rows import RowChanges, topmost

from ..differential.graph_samples import random_sample
from .build import graph, last_rows, line, revision, said

LINE = graph(*line("a1", "b2", "c3", "d4"))
FORKED = graph(
    revision("a1"),
    revision("b2", "a1", label="left"),
    revision("c3", "a1", label="right"),
)


def test_up_and_down_a_line() -> None:
    assert said(upgrade_path(LINE, (), "head")) == ["+a1", "+b2", "+c3", "+d4"]
    assert said(upgrade_path(LINE, ("b2",), "+1")) == ["+c3"]
    assert said(downgrade_path(LINE, ("d4",), "-1")) == ["-d4"]
    assert said(downgrade_path(LINE, ("d4",), "a1")) == ["-d4", "-c3", "-b2"]
    assert said(downgrade_path(LINE, ("b2",), "base")) == ["-b2", "-a1"]


def test_a_step_says_what_the_table_holds_around_it() -> None:
    first, second = upgrade_path(LINE, (), "b2")
    assert first == Step(LINE.headers["a1"], "upgrade", (), ("a1",))
    assert first.changes == RowChanges(inserts=("a1",))
    assert second.changes == RowChanges(updates=(("a1", "b2"),))


@pytest.mark.parametrize("address", ["d4", "head", "heads", "b2", "base", "a1"])
def test_an_upgrade_to_what_is_reached_is_nothing(address: str) -> None:
    assert upgrade_path(LINE, ("d4",), address) == ()


@pytest.mark.parametrize(
    ("rows", "address", "steps"),
    [
        ((), "heads", ["+a1", "+b2", "+c3"]),
        ((), "left@head", ["+a1", "+b2"]),
        (("b2",), "right@+1", ["+c3"]),
        ((), "right@+2", ["+a1", "+c3"]),
        ((), "left@base+2", ["+a1", "+b2"]),
    ],
)
def test_addresses_on_a_fork(
    rows: tuple[str, ...], address: str, steps: list[str]
) -> None:
    assert said(upgrade_path(FORKED, rows, address)) == steps


def test_head_with_several_heads_says_how_to_join_them() -> None:
    with pytest.raises(SeveralHeads, match=r"b2, c3.*autodiff merge b2 c3"):
        upgrade_path(FORKED, (), "head")


def test_a_walk_too_far_says_how_many_there_are() -> None:
    with pytest.raises(WalkTooFar, match="9 revisions wanted.*only 2 from b2"):
        upgrade_path(LINE, ("b2",), "+9")
    with pytest.raises(WalkTooFar, match="5 revisions wanted.*only 2 from b2"):
        downgrade_path(LINE, ("b2",), "-5")
    with pytest.raises(WalkTooFar, match="there is none from base"):
        downgrade_path(LINE, (), "-1")


def test_directions_are_not_guessed() -> None:
    with pytest.raises(WrongDirection, match="autodiff downgrade -1"):
        upgrade_path(LINE, ("d4",), "-1")
    with pytest.raises(WrongDirection, match=r"autodiff upgrade \+1"):
        downgrade_path(LINE, ("d4",), "+1")


def test_a_downgrade_to_what_is_not_applied_is_refused() -> None:
    with pytest.raises(NotApplied, match="d4 is not applied.*revision is b2"):
        downgrade_path(LINE, ("b2",), "d4")


@pytest.mark.parametrize("move", [upgrade_path, downgrade_path, stamp_path])
def test_a_database_ahead_is_its_own_refusal(move: object) -> None:
    with pytest.raises(DatabaseAhead, match="ahead of these scripts.*at deadbeef") as e:
        move(LINE, ("deadbeef",), "a1")  # type: ignore[operator]
    assert e.value.exit_code == 1


@pytest.mark.parametrize("rows", [("a1", "a1"), (7,)])
def test_damaged_rows_are_reported(rows: tuple[str, ...]) -> None:
    with pytest.raises(VersionRowsDamaged):
        upgrade_path(LINE, rows, "head")


def test_a_row_that_another_implies_goes_with_the_next_step() -> None:
    (step,) = upgrade_path(LINE, ("a1", "c3"), "head")
    assert step.changes == RowChanges(deletes=("a1",), updates=(("c3", "d4"),))


def test_minus_one_undoes_a_merge() -> None:
    merged = graph(*FORKED.written, revision("m", ("b2", "c3")))
    assert last_rows(downgrade_path(merged, ("m",), "-1")) == {"b2", "c3"}


def test_stamp_runs_nothing() -> None:
    (step,) = stamp_path(LINE, (), "head")
    assert (step.header, step.direction) == (None, "stamp")
    assert stamp_path(LINE, ("d4",), "head") == ()
    assert last_rows(stamp_path(LINE, ("d4",), "-2")) == {"b2"}
    assert last_rows(stamp_path(LINE, ("d4",), "base")) == set()


def test_stamp_leaves_the_other_line_and_takes_several() -> None:
    assert last_rows(stamp_path(FORKED, ("b2",), "c3")) == {"b2", "c3"}
    assert last_rows(stamp_path(FORKED, (), ["b2", "c3"])) == {"b2", "c3"}
    assert last_rows(stamp_path(FORKED, ("b2", "c3"), "left@base")) == {"c3"}


def test_ten_thousand_revisions_in_a_row() -> None:
    long = graph(*line(*(f"r{n:05}" for n in range(10_000))))
    assert len(upgrade_path(long, (), "head")) == 10_000
    assert len(downgrade_path(long, ("r09999",), "base")) == 10_000


@pytest.mark.parametrize("seed", range(60))
def test_rows_are_always_the_topmost_of_what_is_applied(seed: int) -> None:
    """And no step runs before what it needs; and down is up backwards."""
    here = random_sample(Random(seed)).graph
    up = upgrade_path(here, (), "heads")
    done: set[str] = set()
    for step in up:
        assert step.header
        assert done.issuperset(here.needs[step.header.revision])
        done.add(step.header.revision)
        assert closure(step.rows_after, here.needs) == done
        assert topmost(here, step.rows_after, done) == step.rows_after
    down = downgrade_path(here, up[-1].rows_after, "base")
    assert said(down) == [one.replace("+", "-") for one in reversed(said(up))]
    assert down[-1].rows_after == ()


@pytest.mark.parametrize("seed", range(60))
def test_the_changes_of_a_step_lead_from_before_to_after(seed: int) -> None:
    here = random_sample(Random(seed)).graph
    up = upgrade_path(here, (), "heads")
    for step in (*up, *downgrade_path(here, up[-1].rows_after, "base")):
        rows = set(step.rows_before)
        assert rows.issuperset(step.changes.deletes)
        rows.difference_update(step.changes.deletes)
        for old, new in step.changes.updates:
            assert old in rows and new not in rows
            rows.symmetric_difference_update((old, new))
        assert rows.isdisjoint(step.changes.inserts)
        assert rows | set(step.changes.inserts) == set(step.rows_after)
