"""Addresses and names as they are typed, on a history with two lines."""

from __future__ import annotations

import pytest

from tests.cli.program import Project
from tests.cli.refusal import refused


@pytest.fixture
def lines(project: Project) -> Project:
    """Two lines, ``left`` and ``right``, on the base; the database stands on neither."""
    for name in ("left", "right"):
        options = ("--head", "ae10", "--splice", "--branch-label", name)
        project.ok("revision", "-m", name, "--rev-id", f"{name}1", *options)
    return project


# --- names of new revisions -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ae1027a6acf4", "left", "left1"])
@pytest.mark.parametrize("option", ["--rev-id", "--branch-label"])
def test_a_name_that_is_taken_writes_no_file(
    lines: Project, option: str, name: str
) -> None:
    """With two files of one name no command could read the project any more."""
    text = refused(lines, "revision", "-m", "x", "--head", "base", option, name, code=2)
    assert f"The name '{name}' is taken already" in text


@pytest.mark.parametrize("name", ["a@b", "a+1", "a:b", "head", "current"])
@pytest.mark.parametrize("option", ["--rev-id", "--branch-label"])
def test_a_name_that_no_address_could_say_writes_no_file(
    project: Project, option: str, name: str
) -> None:
    text = refused(project, "revision", "-m", "x", option, name, code=2)
    assert f"cannot be called '{name}'" in text


def test_a_merge_does_not_take_the_id_of_another(lines: Project) -> None:
    text = refused(lines, "merge", "heads", "--rev-id", "left1", code=2)
    assert "'left1' is taken already" in text


def test_a_folder_where_no_command_would_look(project: Project) -> None:
    options = ("-m", "x", "--version-path", "elsewhere")
    text = refused(project, "revision", *options, code=2)
    assert "is not among the version locations" in text


# --- what the database stands on ------------------------------------------------------------------


@pytest.mark.parametrize("address", ["current", "left@current"])
def test_current_of_an_empty_database_is_no_head(lines: Project, address: str) -> None:
    ended = lines.ok("--url", "sqlite:///empty.db", "show", address)
    assert ended.out == ""
    assert f"'{address}' is before all revisions" in ended.err


def test_steps_from_current_ask_the_database(lines: Project) -> None:
    lines.ok("upgrade", "left1")
    assert "Revision: ae1027a6acf4" in lines.ok("show", "current-1").out
    assert "Revision: left1" in lines.ok("show", "left@current").out


def test_no_revision_to_edit_before_the_first(project: Project) -> None:
    ended = project.ok("--url", "sqlite:///empty.db", "edit", "current", EDITOR="echo")
    assert "no file was opened" in ended.err


def test_show_base_does_not_say_that_there_are_no_revisions(project: Project) -> None:
    assert "before all revisions" in project.ok("show", "base").err


def test_the_advice_on_several_heads_is_a_command_that_works(lines: Project) -> None:
    assert "Run: autodiff upgrade heads" in lines.ok("current").err
    lines.ok("upgrade", "heads")
    assert "Not applied yet" not in lines.ok("current").err


def test_a_downgrade_to_several_revisions(lines: Project) -> None:
    text = refused(lines, "downgrade", "heads", code=2)
    assert "'heads' names several revisions, left1, right1" in text


# --- ranges ---------------------------------------------------------------------------------------


def test_an_empty_range_does_not_say_that_there_are_no_revisions(
    project: Project,
) -> None:
    options = ("--url", "sqlite:///empty.db", "history", "-r", "-2:current")
    assert "No revisions in the range -2:current." in project.ok(*options).err


@pytest.mark.parametrize("text", ["ae10", "a:b:c"])
def test_what_is_no_range(project: Project, text: str) -> None:
    said = refused(project, "history", "-r", text, code=2)
    assert f"'{text}' is not a range." in said


@pytest.mark.parametrize("text", ["+1:head", "ae10:-1"])
def test_an_end_that_leads_out_of_the_range(project: Project, text: str) -> None:
    said = refused(project, "history", "-r", text, code=2)
    assert "A start counts down from the end" in said


def test_a_range_online_is_told_where_ranges_go(project: Project) -> None:
    text = refused(project, "upgrade", "base:ae10", code=2)
    assert "a range goes with history -r, squash and --sql only" in text
