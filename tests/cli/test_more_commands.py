"""The commands around the history, each once as a user types it."""

from __future__ import annotations

import json

from tests.cli.program import Project


def test_merge_edit_and_ensure_version(project: Project) -> None:
    for name in ("a", "b"):
        project.ok("revision", "-m", name, "--head", "ae10", "--splice")
    merged = project.ok("merge", "heads", "-m", "Both", "--rev-id", "cc1027a6acf4")
    assert merged.out.strip().endswith("cc1027a6acf4_both.py")
    assert "nothing in common" in merged.err
    edited = project.ok("edit", "head", EDITOR="echo opened")
    assert "cc1027a6acf4_both.py" in edited.out
    assert "there already" in project.ok("ensure_version").err
    assert "CREATE TABLE" in project.ok("ensure-version", "--sql").out


def test_merge_for_programs(project: Project) -> None:
    for name in ("a", "b"):
        project.ok("revision", "-m", name, "--head", "base", "--splice")
    facts = json.loads(project.ok("merge", "heads", "--splice", "--json").out)
    assert (facts["overlaps"], facts["unknown"]) == ([], [])
    assert project.run("merge", "head").code == 2
