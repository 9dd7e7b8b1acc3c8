"""Opening a project: where its settings are looked for, and what stays unloaded until then."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import autodiff
from autodiff.errors.models import NotAtHead
from autodiff.errors.settings import SettingsFileMissing, SettingsMissing
from tests.commands.lines import Lines, lines_in

TABLE = "op.create_table('t', sa.Column('id', sa.Integer))"


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Two revisions."""
    made = lines_in(tmp_path)
    made.add("one", None, TABLE, "op.drop_table('t')")
    made.add("two", "one")
    made.settings("[archive]\nscript_location = migrations\nurl = sqlite:///old.db")
    return made


@pytest.mark.parametrize("place", ["file", "path", "folder", "nothing"])
def test_a_file_a_folder_or_nothing(
    lines: Lines, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(lines.folder)
    ini = lines.folder / "autodiff.ini"
    places: dict[str, str | Path] = {
        "file": "autodiff.ini",
        "path": ini,
        "folder": lines.folder,
    }
    project = autodiff.open(places.get(place))
    assert project.settings.source == ini
    assert [entry.revision for entry in project.heads()] == ["two"]


def test_pyproject(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[tool.autodiff]\nscript_location = "migrations"\n')
    assert autodiff.open(file).settings == autodiff.open(tmp_path).settings


def test_nothing_is_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsMissing):
        autodiff.open(tmp_path)
    with pytest.raises(SettingsFileMissing):
        autodiff.open(tmp_path / "autodiff.ini")


def test_the_variable_counts_where_no_place_is_named(
    lines: Lines, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "autodiff.ini").write_text("[autodiff]\nscript_location = elsewhere\n")
    environ = {"AUTODIFF_CONFIG": str(other / "autodiff.ini")}
    assert autodiff.open(environ=environ).settings.here == other
    assert autodiff.open(lines.folder, environ=environ).settings.here == lines.folder


def test_section_and_url(lines: Lines) -> None:
    archive = autodiff.open(lines.folder, section="archive", environ={})
    assert archive.settings.url == "sqlite:///old.db"
    named = autodiff.open(lines.folder, url="sqlite:///new.db", environ={})
    assert named.settings.url == "sqlite:///new.db"


@pytest.mark.parametrize("x", [{"tenant": "blue"}, ["tenant=blue"], "tenant=blue"])
def test_env_py_is_told(lines: Lines, x: dict[str, str] | list[str] | str) -> None:
    (lines.folder / "migrations" / "env.py").write_text(
        "from autodiff import context\n"
        "assert context.x_arguments() == {'tenant': 'blue'}\n"
        "with context.connect() as connection:\n    context.run(connection)\n"
    )
    project = autodiff.open(lines.folder, x=x)
    assert len(project.upgrade()) == 2
    assert "CREATE TABLE t" in project.upgrade_sql()
    assert project.current().revisions == ("two",)


def test_what_the_results_say(lines: Lines) -> None:
    project = autodiff.open(lines.folder)
    assert project.current().missing == ("two",)
    steps = project.upgrade("one")
    assert [(step.revision, step.message) for step in steps] == [("one", "About one")]
    with pytest.raises(NotAtHead):
        project.check()
    (stamped,) = project.stamp("base", purge=True)
    assert (stamped.revision, stamped.message) == (None, "")
    assert [entry.is_current for entry in project.history("-1:two")] == [False, False]


def test_the_password_is_not_shown(lines: Lines) -> None:
    environ = {"SECRET": "abc123", **os.environ}
    project = autodiff.open(
        lines.folder, url="postgresql://me:abc123@host/db", environ=environ
    )
    assert "abc123" not in repr(project)


def test_two_threads_upgrade_two_databases(tmp_path: Path) -> None:
    projects = []
    for name in ("left", "right"):
        made = lines_in(tmp_path / name)
        for number in range(20):
            down = f"{name}{number - 1}" if number else None
            made.add(
                f"{name}{number}", down, f"op.execute('create table t{number}(i)')"
            )
        made.settings()
        projects.append(autodiff.open(made.folder))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(autodiff.Project.upgrade, projects))
    assert [len(steps) for steps in done] == [20, 20]
    assert [each.current().revisions for each in projects] == [
        ("left19",),
        ("right19",),
    ]


def test_the_package_is_light_until_a_project_is_opened() -> None:
    code = (
        "import sys, autodiff\n"
        "assert {'open', 'init', 'Project', '__version__'} <= set(dir(autodiff))\n"
        "assert not hasattr(autodiff, 'opne')\n"
        "print(any(name in sys.modules for name in ('sqlalchemy', 'autodiff.project')))\n"
        "from autodiff import op\n"
        "autodiff.open\n"
        "print('sqlalchemy' in sys.modules, op.add_column.__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True", "add_column"]
