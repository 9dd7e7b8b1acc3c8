"""What users may type for a revision, and what they hear when it means none."""

from __future__ import annotations

import pytest

from autodiff.errors import AutodiffError
from autodiff.errors.addresses import (
    AddressMalformed,
    AmbiguousRevision,
    BranchNotApplied,
    NotOnBranch,
    RangeMalformed,
    SeveralHeads,
    UnknownRevision,
    WalkAmbiguous,
)
from autodiff.revisions.address import Address, parse_address, parse_range
from autodiff.revisions.path import downgrade_path, upgrade_path
from autodiff.revisions.resolve import resolve

from .build import graph, revision

HERE = graph(
    revision("ae1027a6acf0"),
    revision("ae7711111111", "ae1027a6acf0", label="left"),
    revision("b22222222222", "ae7711111111"),
    revision("c33333333333", "ae1027a6acf0", label="my-right"),
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("head", ("", "head", 0)),
        ("ae10", ("", "ae10", 0)),
        ("+2", ("", "", 2)),
        ("-1", ("", "", -1)),
        ("ae10+2", ("", "ae10", 2)),
        ("label@head", ("label", "head", 0)),
        ("label@+2", ("label", "", 2)),
        ("label@head-1", ("label", "head", -1)),
        ("my-label", ("", "my-label", 0)),
        ("my-label@my-label-2", ("my-label", "my-label", -2)),
        (" head ", ("", "head", 0)),
    ],
)
def test_the_grammar(text: str, address: tuple[str, str, int]) -> None:
    branch, symbol, steps = address
    expected = Address(text.strip(), branch or None, symbol or None, steps)
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "@", "a@", "@a", "a@b@c", "+", "-", "+x", "+0", "a-0", "a:b", "--1"],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(AddressMalformed, match="look like head, heads"):
        parse_address(text)


@pytest.mark.parametrize("text", ["a", "a:b:c", ""])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(RangeMalformed, match="ae10:head"):
        parse_range(text)


def test_an_end_of_a_range_that_is_no_address() -> None:
    with pytest.raises(AddressMalformed):
        parse_range("@:b")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("base", ""),
        ("heads", "b22222222222 c33333333333"),
        ("b2", "b22222222222"),
        ("b", "b22222222222"),
        ("left", "ae7711111111"),
        ("my-right", "c33333333333"),
        ("my-r", "c33333333333"),
        ("left@head", "b22222222222"),
        ("lef@head", "b22222222222"),
        ("left@heads", "b22222222222"),
        ("c333@head", "c33333333333"),
        ("my-right@ae1", "ae1027a6acf0"),
        ("left@base", ""),
        ("left@base+1", "ae1027a6acf0"),
        ("left@head-1", "ae7711111111"),
        ("ae10-1", ""),
        ("ae77+1", "b22222222222"),
        ("current", "c33333333333"),
        ("current-1", "ae1027a6acf0"),
        ("-1", "ae1027a6acf0"),
        ("left@-1", ""),
        ("left@current", ""),
        ("left@+1", "ae7711111111"),
    ],
)
def test_what_an_address_means(text: str, found: str) -> None:
    rows = ("c33333333333",)
    assert [one.revision for one in resolve(HERE, text, rows)] == found.split()


def test_a_start_of_several_is_fine_where_the_branch_leaves_one() -> None:
    assert resolve(HERE, "my-right@ae")[0].revision == "ae1027a6acf0"


def test_without_a_database_relative_means_from_the_heads() -> None:
    assert resolve(HERE, "left@-1")[0].revision == "ae7711111111"
    assert len(resolve(HERE, "current")) == 2
    with pytest.raises(SeveralHeads, match="'-1' is not clear"):
        resolve(HERE, "-1")


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("ae", AmbiguousRevision, "ae1027a6acf0, ae7711111111"),
        ("ae1027a6acff", UnknownRevision, "did you mean ae1027a6acf0"),
        ("zzz", UnknownRevision, "no revision or branch label 'zzz'"),
        ("zzz@head", UnknownRevision, "zzz"),
        ("left@c3333", UnknownRevision, "c3333"),
        ("left@c33333333333", NotOnBranch, "not on the branch 'left'"),
        ("head", SeveralHeads, "autodiff merge b22222222222 c33333333333"),
        ("ae10@head", SeveralHeads, "ae10@head"),
        ("ae10+1", WalkAmbiguous, "parts into ae7711111111, c33333333333"),
    ],
)
def test_what_an_address_cannot_mean(
    text: str, error: type[AutodiffError], says: str
) -> None:
    with pytest.raises(error, match=says) as raised:
        resolve(HERE, text)
    assert raised.value.exit_code == 2


def test_a_branch_that_has_not_begun_cannot_go_down() -> None:
    here = graph(revision("a"), revision("b", label="other"))
    with pytest.raises(BranchNotApplied, match="nothing of branch 'other'"):
        downgrade_path(here, ("a",), "other@-1")


def test_an_empty_project_has_nothing_to_do() -> None:
    for address in ("head", "heads", "base"):
        assert upgrade_path(graph(), (), address) == ()
