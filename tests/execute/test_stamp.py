"""Stamp as the way out of a half-applied revision, also where it moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autodiff import api
from autodiff.errors.addresses import DatabaseAhead
from autodiff.errors.running import (
    HalfAppliedUnknown,
    OtherHalfApplied,
    StatementFailed,
)
from autodiff.revisions.path import HalfApplied
from tests.execute.killed import KILLED, killed_at_each_moment
from tests.execute.project import Project

HALF = """
    op.create_table("t", sa.Column("id", sa.Integer))
    with op.autocommit_block():
        op.create_table("u", sa.Column("id", sa.Integer))
    op.execute("insert into nowhere values (1)")
    """
HALF_BACK = """
    with op.autocommit_block():
        op.drop_table("u")
    op.execute("delete from nowhere")
    op.drop_table("t")
    """
WHOLE = HALF.replace("into nowhere", "into t")
WHOLE_BACK = HALF_BACK.replace("from nowhere", "from t")

NOTHING_DONE = """
    with op.autocommit_block():
        op.execute("insert into nowhere values (1)")
    """
"""Refused by each database outside of any transaction: only there the journal hears of it."""


def _half_up(project: Project, body: str = HALF) -> None:
    """The database is at ``zero``; the upgrade to ``one`` was stopped in the middle."""
    project.write("zero", "pass", more='branch_labels = ("line",)')
    project.write("one", body, WHOLE_BACK, down="zero")
    with pytest.raises(StatementFailed):
        project.upgrade()


def _half_down(project: Project) -> None:
    """The database is at ``one``, the head; its downgrade was stopped in the middle."""
    project.write("zero", "pass", more='branch_labels = ("line",)')
    project.write("one", WHOLE, HALF_BACK, down="zero")
    project.upgrade()
    with pytest.raises(StatementFailed):
        project.downgrade("-1")


def _half(project: Project) -> Any:
    """What status says is half applied."""
    (page,) = api.status(project.settings)
    return page.half and (page.half.direction, page.half.revision)


def _stamp(project: Project, *addresses: str, purge: bool = False) -> Any:
    """What the stamp says that it forgot."""
    steps = api.stamp(project.settings, addresses, purge=purge)
    return [each.forgets for each in steps]


def _open(project: Project) -> list[Any]:
    return [each for each in project.journal() if not each[2]]


# --- the revision that the version table names ----------------------------------------------------


@pytest.mark.parametrize("purge", [False, True])
def test_it_is_forgotten_and_what_it_did_stays(project: Project, purge: bool) -> None:
    _half_up(project)
    assert _half(project) == ("upgrade", "one")
    assert _stamp(project, "zero", purge=purge) == [HalfApplied("upgrade", "one")]
    assert _half(project) is None
    assert project.rows() == ("zero",)
    assert project.tables() == {"t", "u"}
    assert _open(project) == []
    assert project.journal()[-1] == ("zero", "stamp", True)


def test_then_it_can_be_applied_from_its_beginning(project: Project) -> None:
    _half_up(project)
    project.stamp("current")
    project.tell("drop table t", "drop table u")
    project.write("one", WHOLE, WHOLE_BACK, down="zero")
    assert project.upgrade() == ["one"]
    assert project.downgrade("base") == ["one", "zero"]


CURRENT = {
    "zero": ("zero", "zer", "current", "line", "head-1", "line@head-1", "one-1"),
    "one": ("one", "on", "current", "head", "heads", "line@head", "zero+1"),
    "base": ("base", "current", "line@base", "zero-1", "head-2"),
}
"""What the version table says, and every way to say it."""


@pytest.mark.parametrize("purge", [False, True])
@pytest.mark.parametrize(
    ("at", "address"), [(at, each) for at, ways in CURRENT.items() for each in ways]
)
def test_however_it_is_spelled(
    at: str, address: str, purge: bool, project_on: type[Project], sqlite_url: str
) -> None:
    project = project_on(sqlite_url)
    if at == "one":
        _half_down(project)
    else:
        _half_up(project)
    if at == "base":
        project.tell("delete from autodiff_version")
    before = project.rows()
    (forgotten,) = _stamp(project, address, purge=purge)
    assert forgotten is not None
    assert (project.rows(), _half(project), _open(project)) == (before, None, [])


def test_a_downgrade_that_stopped(project: Project) -> None:
    _half_down(project)
    assert _stamp(project, "head") == [HalfApplied("downgrade", "one")]
    assert _half(project) is None
    assert (project.rows(), project.tables()) == (("one",), {"t"})


def test_of_several_lines(project_on: type[Project], sqlite_url: str) -> None:
    project = project_on(sqlite_url)
    project.write("side", "pass")
    project.write("zero", "pass")
    project.write("one", HALF, WHOLE_BACK, down="zero")
    project.upgrade("side")
    with pytest.raises(StatementFailed):
        project.upgrade("one")
    assert set(project.rows()) == {"side", "zero"}
    assert _stamp(project, "current") == [HalfApplied("upgrade", "one")]
    assert set(project.rows()) == {"side", "zero"}


def test_purge_with_current_keeps_what_is_current(project: Project) -> None:
    """It does not empty the version table."""
    _half_up(project)
    project.stamp("current", purge=True)
    assert project.rows() == ("zero",)
    project.stamp("+1", purge=True)
    assert project.rows() == ("one",)
    project.tell("insert into autodiff_version values ('unknown')")
    with pytest.raises(DatabaseAhead):
        project.stamp("current", purge=True)
    assert set(project.rows()) == {"one", "unknown"}


def test_twice_it_does_nothing(project: Project) -> None:
    _half_up(project)
    project.stamp("current")
    before = project.journal()
    assert _stamp(project, "current") == []
    assert project.journal() == before


def test_killed_at_each_moment_it_is_all_or_nothing(project: Project) -> None:
    _half_up(project)
    set_back = "update autodiff_journal set finished_at = null where revision = 'one'"
    moments = killed_at_each_moment(
        lambda: project.tell(
            "delete from autodiff_journal where direction = 'stamp'", set_back
        ),
        lambda: project.stamp("current"),
    )
    for _, exit_code in moments:
        assert exit_code in (0, KILLED)
        assert project.rows() == ("zero",)
        is_noted = ("zero", "stamp", True) in project.journal()
        assert is_noted is (_open(project) == [])
    assert is_noted


# --- without its file -----------------------------------------------------------------------------


def _delete(project: Project) -> None:
    (project.folder / "migrations/versions/one.py").unlink()


def _rename(project: Project) -> None:
    _delete(project)
    project.write("other", WHOLE, WHOLE_BACK, down="zero")


def _edit(project: Project) -> None:
    project.write("one", "pass", "pass", down="zero")


def _spoil(project: Project) -> None:
    project.write("one", "this is no Python", "pass", down="zero")


@pytest.mark.parametrize("change", [_delete, _rename, _edit, _spoil])
def test_whatever_became_of_its_file(
    change: Callable[[Project], None], project: Project
) -> None:
    _half_up(project)
    change(project)
    assert _stamp(project, "zero") == [HalfApplied("upgrade", "one")]
    assert (_half(project), project.rows()) == (None, ("zero",))


@pytest.mark.parametrize("change", [_delete, _rename])
def test_without_its_file_every_run_says_so(
    change: Callable[[Project], None], project_on: type[Project], sqlite_url: str
) -> None:
    project = project_on(sqlite_url)
    _half_up(project)
    change(project)
    for run in (project.upgrade, lambda: project.downgrade("base")):
        with pytest.raises(HalfAppliedUnknown, match="stopped after statement 2"):
            run()
    project.stamp("current")
    project.tell("drop table t", "drop table u")
    assert project.upgrade() == (["other"] if change is _rename else [])


def test_without_the_file_of_a_downgrade_a_purge_helps(project: Project) -> None:
    """The version table itself names a revision that is not there."""
    _half_down(project)
    _delete(project)
    with pytest.raises(DatabaseAhead, match="stamp --purge"):
        project.stamp("current")
    assert _stamp(project, "zero", purge=True) == [HalfApplied("downgrade", "one")]
    assert (_half(project), project.rows()) == (None, ("zero",))


@pytest.mark.parametrize(
    ("run", "at"),
    [
        (lambda project: project.upgrade("one"), "one"),
        (lambda project: project.downgrade("one@-1"), "zero"),
        (lambda project: project.stamp("current"), "zero"),
    ],
    ids=["finished", "undone", "forgotten"],
)
def test_one_that_was_squashed_meanwhile(
    run: Callable[[Project], Any],
    at: str,
    project_on: type[Project],
    sqlite_url: str,
) -> None:
    """A newer revision replaces it, and its own file is there still."""
    project = project_on(sqlite_url)
    _half_up(project)
    project.write("one", WHOLE, WHOLE_BACK, down="zero")
    project.write("two", "pass", down="one")
    project.write("all", "pass", down="zero", more='replaces = ("one", "two")')
    with pytest.raises(OtherHalfApplied, match="upgrade of all"):
        project.upgrade()
    run(project)
    assert (project.rows(), _half(project)) == ((at,), None)


# --- one of which nothing was done ----------------------------------------------------------------


def test_one_of_which_nothing_was_done_is_not_half_applied(project: Project) -> None:
    _half_up(project, NOTHING_DONE)
    assert _open(project) == [("one", "upgrade", False)]
    assert _half(project) is None
    project.write("side", "pass", down="zero")
    assert project.upgrade("side") == ["side"]
    assert _open(project) == []
    project.write("one", WHOLE, WHOLE_BACK, down="zero")
    assert project.upgrade("one") == ["one"]


def test_it_is_run_again_though_its_script_is_another(project: Project) -> None:
    _half_up(project, NOTHING_DONE)
    project.write("one", WHOLE, WHOLE_BACK, down="zero")
    assert project.upgrade() == ["one"]
    assert project.journal()[1:] == [("one", "upgrade", True)]


def test_a_downgrade_goes_on_from_where_the_database_is(project: Project) -> None:
    """Nothing of the revision is there to be undone."""
    _half_up(project, NOTHING_DONE)
    assert project.downgrade("-1") == ["zero"]
    assert (project.rows(), _open(project)) == ((), [])


@pytest.mark.parametrize("change", [None, _delete, _edit])
@pytest.mark.parametrize("purge", [False, True])
def test_a_stamp_leaves_nothing_of_it(
    purge: bool, change: Callable[[Project], None] | None, project: Project
) -> None:
    _half_up(project, NOTHING_DONE)
    if change is not None:
        change(project)
    assert [each for each in _stamp(project, "zero", purge=purge) if each] == []
    assert (project.rows(), _open(project)) == (("zero",), [])


def test_of_an_undoing_that_did_nothing_both_ways_lead_on(project: Project) -> None:
    _half_up(project)
    project.tell("alter table u rename to hidden")
    with pytest.raises(StatementFailed):
        project.downgrade("zero")
    project.tell("alter table hidden rename to u")
    assert _half(project) == ("upgrade", "one")
    project.write("one", WHOLE, WHOLE_BACK, down="zero")
    assert project.upgrade() == ["one"]
    assert _open(project) == []


# --- another stamp --------------------------------------------------------------------------------


def test_a_stamp_elsewhere_forgets_it_too(project: Project) -> None:
    _half_up(project)
    with pytest.raises(OtherHalfApplied, match="would leave it so"):
        project.upgrade("zero")
    assert _stamp(project, "one") == [HalfApplied("upgrade", "one")]
    assert (_half(project), project.rows()) == (None, ("one",))
