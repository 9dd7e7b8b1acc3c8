"""Heads, labels, and what is wrong with a graph."""

from __future__ import annotations

import pytest

from autodiff.errors.scripts import DuplicateBranchLabel, MissingRevision, RevisionCycle
from autodiff.revisions.graph import lineage
from autodiff.revisions.order import problems

from .build import graph, line, revision


def test_heads_bases_and_points() -> None:
    here = graph(
        revision("a"), revision("b", "a"), revision("c", "a"), revision("m", ("b", "c"))
    )
    assert (here.heads, here.bases) == (("m",), ("a",))
    assert here.is_branch_point("a") and here.is_merge_point("m")
    assert not here.is_branch_point("b") and not here.is_merge_point("b")


def test_a_head_that_another_line_needs_is_no_real_head() -> None:
    here = graph(revision("a"), revision("b", depends="a"))
    assert here.heads == ("a", "b")
    assert here.real_heads == ("b",)


@pytest.mark.parametrize("name", ["a1b2c3", "a1b", "lib"])
def test_a_dependency_may_be_an_id_its_start_or_a_label(name: str) -> None:
    here = graph(revision("a1b2c3", label="lib"), revision("x", depends=name))
    assert here.needs["x"] == ("a1b2c3",)


def test_lines_stay_together_in_the_order() -> None:
    here = graph(
        *line("a1", "a2", "a3"), *line("b1", "b2"), revision("z", ("a3", "b2"))
    )
    assert here.order == ("a1", "a2", "a3", "b1", "b2", "z")


def test_labels_go_up_to_all_and_down_to_the_fork() -> None:
    here = graph(
        revision("a"),
        revision("b", "a"),
        revision("c", "b"),
        revision("l", "c", label="left"),
        revision("m", "l"),
        revision("r", "b", label="right"),
        revision("z", ("m", "r")),
    )
    labels = here.branch_labels
    assert labels["a"] == labels["b"] == ()
    assert labels["c"] == labels["l"] == labels["m"] == ("left",)
    assert set(labels["z"]) == {"left", "right"}


def test_the_lineage_leaves_out_the_other_branch() -> None:
    here = graph(revision("a"), revision("b", "a"), revision("c", "a"))
    assert lineage(here, "b") == {"a", "b"}


def test_a_missing_revision_is_named_with_its_file_and_the_nearest_id() -> None:
    here = graph(revision("ae1027a6", ()), revision("b", "ae1027a7"))
    assert here.heads == ("ae1027a6", "b")
    with pytest.raises(
        MissingRevision,
        match=r"Revision b \(versions/b.py\) names 'ae1027a7' as its down_revision.*"
        "nearest is ae1027a6.*Restore",
    ):
        _ = here.order


def test_a_missing_dependency() -> None:
    with pytest.raises(MissingRevision, match="'gone' as its depends_on"):
        _ = graph(revision("b", depends="gone")).order


@pytest.mark.parametrize(
    ("headers", "circle"),
    [
        ((revision("a", "a"),), "a -> a"),
        ((revision("a", "b"), revision("b", "a")), "a -> b -> a"),
        ((revision("a"), revision("b", ("a", "d")), revision("c", "b"),
          revision("d", "c"), revision("e", "d")), "d -> c -> b -> d"),
        ((revision("a", depends="b"), revision("b", depends="a")), "a -> b -> a"),
    ],
)  # fmt: skip
def test_a_cycle_is_shown_as_a_path(headers: tuple, circle: str) -> None:  # type: ignore[type-arg]
    here = graph(*headers)
    with pytest.raises(RevisionCycle, match=circle):
        _ = here.order
    assert [type(one) for one in problems(here)] == [RevisionCycle]


def test_all_that_is_missing_is_listed() -> None:
    here = graph(revision("a", "x"), revision("b", ("a", "y")))
    assert [one.missing for one in problems(here)] == ["x", "y"]  # type: ignore[attr-defined]
    assert problems(graph(*line("a", "b"))) == ()


def test_a_label_belongs_to_one_revision() -> None:
    with pytest.raises(DuplicateBranchLabel, match="'x' in versions/b.py.*versions/a"):
        graph(revision("a", label="x"), revision("b", label="x"))
    with pytest.raises(DuplicateBranchLabel):
        graph(revision("a"), revision("b", label="a"))
