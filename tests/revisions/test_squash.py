"""A squashed revision stands for its range; a database inside the range goes on."""

from __future__ import annotations

import pytest

from autodiff.errors.addresses import (
    DatabaseAhead,
    DatabaseInsideSquash,
    UnknownRevision,
)
from autodiff.errors.scripts import SquashImpossible, SquashIncomplete
from autodiff.revisions.current import (
    current_entries,
    current_revisions,
    heads_not_reached,
)
from autodiff.revisions.header import Header
from autodiff.revisions.history import history
from autodiff.revisions.path import downgrade_path, stamp_path, upgrade_path
from autodiff.revisions.resolve import resolve
from autodiff.revisions.version_rows import RowChanges

from .build import graph, last_rows, line, revision, said

SQUASH = revision("s", "p", replaces=("a", "b", "c"))
FULL = graph(*line("p", "a", "b", "c", "d"), SQUASH)
SHORT = graph(revision("p"), SQUASH, revision("d", "s"))


@pytest.mark.parametrize("here", [FULL, SHORT], ids=["with files", "files gone"])
def test_outside_the_range_the_squash_is_all_there_is(here: object) -> None:
    assert isinstance(here, type(FULL))
    assert here.order == ("p", "s", "d")
    assert said(upgrade_path(here, (), "head")) == ["+p", "+s", "+d"]
    assert said(upgrade_path(here, ("p",), "+1")) == ["+s"]
    assert said(downgrade_path(here, ("d",), "p")) == ["-d", "-s"]


@pytest.mark.parametrize("here", [FULL, SHORT], ids=["with files", "files gone"])
def test_the_end_of_the_range_counts_as_the_squash(here: object) -> None:
    assert isinstance(here, type(FULL))
    (step,) = upgrade_path(here, ("c",), "head")
    assert said((step,)) == ["+d"]
    assert step.changes == RowChanges(updates=(("c", "d"),))
    assert upgrade_path(here, ("c",), "s") == ()
    assert [one.revision for one in current_revisions(here, ("c",))] == ["s"]
    (shown,) = current_entries(here, ("c",))
    assert (shown.header.revision, shown.is_current) == ("s", True)
    assert [one.revision for one in resolve(here, "current", ("c",))] == ["s"]
    assert [one.revision for one in heads_not_reached(here, ("c",))] == ["d"]
    (back,) = downgrade_path(here, ("c",), "p")
    assert back.changes == RowChanges(updates=(("c", "p"),))


@pytest.mark.parametrize(("row", "left"), [("a", ["+b", "+c"]), ("b", ["+c"])])
def test_inside_the_range_the_single_revisions_run(row: str, left: list[str]) -> None:
    up = upgrade_path(FULL, (row,), "head")
    assert said(up) == [*left, "+d"]
    assert last_rows(up) == {"d"}
    assert said(upgrade_path(FULL, (row,), "+1")) == left[:1]
    assert last_rows(upgrade_path(FULL, (row,), "s")) == {"c"}
    assert [one.header.revision for one in current_entries(FULL, (row,))] == [row]


def test_a_database_may_go_back_into_the_range() -> None:
    assert said(downgrade_path(FULL, ("d",), "b")) == ["-d", "-c"]
    assert said(downgrade_path(FULL, ("s",), "b")) == ["-c"]
    assert said(upgrade_path(FULL, (), "b")) == ["+p", "+a", "+b"]
    assert last_rows(stamp_path(FULL, ("s",), "a")) == {"a"}


def test_inside_the_range_with_the_files_gone() -> None:
    with pytest.raises(DatabaseInsideSquash, match="at b, inside the range that s"):
        upgrade_path(SHORT, ("b",), "head")
    with pytest.raises(UnknownRevision):
        downgrade_path(SHORT, ("d",), "b")
    with pytest.raises(DatabaseAhead):
        upgrade_path(SHORT, ("zzz",), "head")


def test_a_squash_of_everything() -> None:
    here = graph(*line("a", "b", "c"), revision("s", replaces=("a", "b", "c")))
    assert said(upgrade_path(here, (), "head")) == ["+s"]
    assert upgrade_path(here, ("c",), "head") == ()
    assert said(upgrade_path(here, ("a",), "head")) == ["+b", "+c"]


def test_a_squash_of_a_squash() -> None:
    here = graph(*FULL.written, revision("t", "p", replaces=("s", "d")))
    assert here.order == ("p", "t")
    assert said(upgrade_path(here, ("b",), "head")) == ["+c", "+d"]
    assert said(upgrade_path(here, ("c",), "head")) == ["+d"]
    assert upgrade_path(here, ("d",), "head") == ()


def test_a_line_that_leaves_the_range_in_the_middle_is_named() -> None:
    with pytest.raises(SquashIncomplete, match="x .*refers to b.*that s replaces"):
        graph(*FULL.written, revision("x", "b"))


@pytest.mark.parametrize(
    "headers",
    [
        (revision("s", replaces=("s",)),),
        (revision("s", replaces=("a", "t")), revision("t", replaces="s")),
    ],
)
def test_a_squash_cannot_replace_itself(headers: tuple[Header, ...]) -> None:
    with pytest.raises(SquashImpossible, match="replace itself"):
        graph(*headers)


def test_two_squashes_cannot_replace_the_same() -> None:
    with pytest.raises(SquashImpossible, match="versions/t.py.*s replaces b already"):
        graph(*FULL.written, revision("t", "a", replaces=("b",)))


def test_history_shows_what_the_database_can_see() -> None:
    assert [one.header.revision for one in history(FULL)] == ["d", "s", "p"]
    inside = history(FULL, "p:current", ("b",))
    assert [one.header.revision for one in inside] == ["b", "a", "p"]
