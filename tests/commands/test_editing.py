"""Opening revision files in an editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.commands.editing import editor
from autodiff.errors.writing import EditorFailed, EditorMissing
from tests.commands.lines import Lines, lines_in

WRITE = 'sh -c \'echo "# seen" >> "$0"\''


@pytest.fixture
def project(tmp_path: Path) -> Lines:
    made = lines_in(tmp_path)
    made.add("first", None)
    made.add("second", "first")
    return made


def test_the_file_of_an_address_is_opened(project: Lines) -> None:
    (path,) = api.edit(project.settings(), "head", {"EDITOR": WRITE})
    assert path == project.versions / "second.py"
    assert path.read_text().endswith("# seen\n")


def test_current_is_what_the_database_is_at(project: Lines) -> None:
    api.upgrade(project.settings(), "first")
    rows = api.rows_of(project.settings())
    (path,) = api.edit(project.settings(), "current", {"EDITOR": WRITE}, rows)
    assert path.name == "first.py"


def test_editor_goes_before_visual_and_both_before_what_is_installed() -> None:
    assert editor({"EDITOR": "a -w", "VISUAL": "b"}) == ("a", "-w")
    assert editor({"EDITOR": "", "VISUAL": "b"}) == ("b",)


def test_an_installed_one_is_found(tmp_path: Path) -> None:
    program = tmp_path / "vim"
    program.write_text("")
    program.chmod(0o755)
    assert editor({"PATH": str(tmp_path)}) == ("vim",)


def test_without_any_what_to_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(EditorMissing, match="Set EDITOR"):
        editor({"PATH": str(tmp_path)})


def test_an_editor_that_fails_or_is_missing_is_told(project: Lines) -> None:
    with pytest.raises(EditorFailed, match="false ended with 1"):
        api.edit(project.settings(), "head", {"EDITOR": "false"})
    with pytest.raises(EditorMissing, match="can be run: no-such-editor"):
        api.edit(project.settings(), "head", {"EDITOR": "no-such-editor"})
