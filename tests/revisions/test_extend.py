"""What a new revision may follow, and depend on."""

from __future__ import annotations

import pytest

from autodiff.errors.addresses import AddressMalformed, SeveralHeads, UnknownRevision
from autodiff.errors.writing import NotAHead
from autodiff.revisions.extend import dependencies_for_new, parents_for_new

from .build import graph, revision

FORKED = graph(
    revision("a111"),
    revision("b222", "a111", label="left"),
    revision("c333", "a111"),
)


def test_the_only_head_is_followed() -> None:
    assert parents_for_new(graph(revision("a"))) == ("a",)
    assert parents_for_new(graph()) == ()
    assert parents_for_new(FORKED, ("base",)) == ()


def test_several_make_a_merge() -> None:
    assert parents_for_new(FORKED, ("left@head", "c333")) == ("b222", "c333")
    assert parents_for_new(FORKED, ("heads",)) == ("b222", "c333")


def test_what_is_unclear_or_no_head_is_refused() -> None:
    with pytest.raises(SeveralHeads):
        parents_for_new(FORKED)
    with pytest.raises(NotAHead, match="b222, c333 follows it already.*--splice"):
        parents_for_new(FORKED, ("a111",))
    assert parents_for_new(FORKED, ("a111",), splice=True) == ("a111",)
    with pytest.raises(AddressMalformed, match="b222 is named twice"):
        parents_for_new(FORKED, ("b222", "left"))


def test_dependencies_are_written_in_full_and_labels_stay() -> None:
    assert dependencies_for_new(FORKED, ("a1", "left")) == ("a111", "left")
    with pytest.raises(UnknownRevision):
        dependencies_for_new(FORKED, ("zzz",))
