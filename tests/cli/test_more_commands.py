"""The commands around the history, each once as a user types it."""

from __future__ import annotations

import json

from tests.cli.program import Project


def test_merge_edit_and_ensure_version(project: Project) -> None:
    for name in ("a", "b"):
        project.ok("revision", "-m", name, "--head", "ae10", "--splice")
    merged = project.ok("merge", "heads", "-m", "Both", "--rev-id", "cc1027a6acf4")
    assert merged.out.strip().endswith("cc1027a6acf4_both.py")
    assert "no object in common" in merged.err
    edited = project.ok("edit", "head", EDITOR="echo opened")
    assert "cc1027a6acf4_both.py" in edited.out
    assert "exist already" in project.ok("ensure_version").err
    assert "CREATE TABLE" in project.ok("ensure-version", "--sql").out


def test_merge_for_programs(project: Project) -> None:
    for name in ("a", "b"):
        project.ok("revision", "-m", name, "--head", "base", "--splice")
    facts = json.loads(project.ok("merge", "heads", "--splice", "--json").out)
    assert (facts["overlaps"], facts["unknown"]) == ([], [])
    assert project.run("merge", "head").code == 2


def test_status(project: Project) -> None:
    found = project.ok("status").out
    assert "Database: sqlite:///shop.db" in found
    assert "Pending: nothing" in found
    assert "Differences to the models: none" in found
    (page,) = json.loads(project.ok("status", "--json").out)
    assert page["current"][0]["revision"] == "ae1027a6acf4"
    assert (page["pending"], page["edited"], page["differences"]) == ([], [], [])


def test_rebase_and_squash(project: Project) -> None:
    project.ok("revision", "-m", "a", "--rev-id", "aa")
    project.ok("revision", "-m", "b", "--rev-id", "bb", "--head", "ae10", "--splice")
    assert "bb follows aa now." in project.ok("rebase", "bb", "aa").err
    assert project.run("rebase", "ae10", "bb").code in (1, 2)
    squashed = project.ok("squash", "base:bb", "-m", "One", "--rev-id", "cc")
    assert squashed.out.strip().endswith("cc_one.py")
    assert "replaces 3 revisions" in squashed.err
    project.ok("upgrade")
    assert "cc (head)" in project.ok("current").out
