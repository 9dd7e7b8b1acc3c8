"""The graph cases that a newcomer would get wrong, each by name."""

from __future__ import annotations

import pytest

from autodiff.errors.addresses import SeveralCurrent
from autodiff.revisions.current import current_revisions, heads_not_reached
from autodiff.revisions.path import downgrade_path, stamp_path, upgrade_path
from autodiff.revisions.version_rows import RowChanges

from .build import graph, last_rows, revision, said

BRANCHED = graph(
    revision("a"),
    revision("b", "a"),
    revision("c1", "b", label="c1branch"),
    revision("d1", "c1"),
    revision("c2", "b", label="c2branch"),
    revision("d2", "c2"),
)
MERGED = graph(*BRANCHED.written, revision("e", ("d1", "d2")), revision("f", "e"))


def test_case_1_a_row_made_implicit_comes_back_with_the_dependent_gone() -> None:
    here = graph(
        revision("b1"),
        revision("b2"),
        revision("bmerge", ("b1", "b2")),
        revision("d1", depends="b2"),
    )
    assert last_rows(upgrade_path(here, (), "d1")) == {"d1"}
    down = downgrade_path(here, ("d1",), "d1@base")
    assert said(down) == ["-d1"]
    assert last_rows(down) == {"b2"}
    assert down[0].changes == RowChanges(updates=(("d1", "b2"),))


def test_case_1_taking_down_a_merge_leaves_an_implied_parent_unlisted() -> None:
    here = graph(
        revision("b1"),
        revision("b2"),
        revision("bmerge", ("b1", "b2")),
        revision("d1", depends="b2"),
    )
    down = downgrade_path(here, ("bmerge", "d1"), "b1")
    assert said(down) == ["-bmerge"]
    assert last_rows(down) == {"b1", "d1"}


def test_case_2_half_of_a_crisscross_is_taken_down() -> None:
    here = graph(
        revision("a1"),
        revision("a2", "a1"),
        revision("b1"),
        revision("a3", "a2", depends="b1"),
        revision("b2", "b1", depends="a2"),
    )
    down = downgrade_path(here, ("a3", "b2"), "b1")
    assert said(down) == ["-b2"]
    assert last_rows(down) == {"a3"}
    assert down[0].changes == RowChanges(deletes=("b2",))


@pytest.mark.parametrize("target", ["a1", "b1"])
def test_case_3_down_to_a_merged_parent_undoes_only_the_merge(target: str) -> None:
    here = graph(
        revision("a1"),
        revision("b1", depends="a1"),
        revision("merge", ("a1", "b1")),
    )
    down = downgrade_path(here, ("merge",), target)
    assert said(down) == ["-merge"]
    assert last_rows(down) == {"b1"}


def test_case_4_a_dependency_that_an_ancestor_shares_does_not_come_back() -> None:
    here = graph(
        revision("a3"),
        revision("b1"),
        revision("b2", "b1", depends="a3"),
        revision("b3", "b2"),
        revision("b4", "b3", depends="a3"),
    )
    assert last_rows(downgrade_path(here, ("b4",), "b3")) == {"b3"}


def test_case_5_stamping_over_a_merge_deletes_the_other_branch_and_updates() -> None:
    stamp = stamp_path(MERGED, ("d1", "c2"), "c2branch@head")
    assert last_rows(stamp) == {"f"}
    assert stamp[0].changes == RowChanges(deletes=("d1",), updates=(("c2", "f"),))


def test_case_5_a_branch_may_start_at_a_merge_point() -> None:
    here = graph(
        *MERGED.written, revision("g", "e", label="newbranch"), revision("h", "g")
    )
    up = upgrade_path(here, ("f",), "newbranch@head")
    assert said(up) == ["+g", "+h"]
    assert last_rows(up) == {"f", "h"}


def test_case_6_relative_to_the_base_of_a_branch_only_that_branch_goes() -> None:
    down = downgrade_path(BRANCHED, ("d1", "d2"), "c2branch@base+2")
    assert said(down) == ["-d2", "-c2"]
    assert last_rows(down) == {"d1"}


def test_case_6_one_down_from_several_heads_asks_for_the_branch() -> None:
    with pytest.raises(SeveralCurrent, match=r"d1, d2.*Say from which one: d1@-1"):
        downgrade_path(BRANCHED, ("d1", "d2"), "-1")
    assert said(downgrade_path(BRANCHED, ("d1", "d2"), "d1@-1")) == ["-d1"]


def test_case_7_a_step_changes_as_few_rows_as_can_be_counted() -> None:
    merge, after = upgrade_path(MERGED, ("d1", "d2"), "head")
    assert merge.changes == RowChanges(deletes=("d1",), updates=(("d2", "e"),))
    assert after.changes == RowChanges(updates=(("e", "f"),))
    _, unmerge = downgrade_path(MERGED, ("f",), "d1")
    assert unmerge.changes == RowChanges(updates=(("e", "d2"),), inserts=("d1",))


def test_case_8_current_shows_the_line_that_a_row_implies() -> None:
    here = graph(
        revision("a1"),
        revision("a2", "a1"),
        revision("b1"),
        revision("b2", "b1", depends="a2"),
    )
    assert [one.revision for one in current_revisions(here, ("b2",))] == ["a2", "b2"]
    assert heads_not_reached(here, ("b2",)) == ()


def test_case_8_a_stale_branch_beside_a_current_one_is_out_of_date() -> None:
    assert [x.revision for x in heads_not_reached(BRANCHED, ("d1", "c2"))] == ["d2"]
