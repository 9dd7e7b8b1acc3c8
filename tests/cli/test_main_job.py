"""The main job: changed models become a reviewed script and a migrated database, and back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from models_example import v1, v2
from models_example.rows import add_rows, count_rows
from tests.cli.program import Project

OWN_TABLES = {"autodiff_version", "autodiff_journal"}


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Project:
    """A project with the first models and nothing to edit."""
    project = Project(tmp_path)
    use_models(project, v1.__file__)
    options = ("--url", database_url, "--models", "models:Base")
    project.ok("init", *options, "migrations")
    return project


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    made = sa.create_engine(database_url, poolclass=sa.NullPool)
    yield made
    made.dispose()


def use_models(project: Project, file: str) -> None:
    shutil.copy(file, project.folder / "models.py")


def rows(engine: sa.Engine) -> dict[str, int]:
    found = count_rows(engine)
    return {name: count for name, count in found.items() if name not in OWN_TABLES}


def is_good_python(script: Path) -> None:
    """black leaves it alone, Python has no warning for it, ruff no unused import."""
    for command in (
        ("-m", "black", "--check", "--quiet"),
        ("-W", "error", "-m", "py_compile"),
        ("-m", "ruff", "check", "--isolated", "--quiet", "--select", "F,W,E4,E7,E9,I"),
    ):
        done = subprocess.run(
            [sys.executable, *command, str(script)],
            cwd=script.parent,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def is_clean(project: Project) -> None:
    ended = project.run("check")
    assert ended.out == "The database matches the models.\n"
    assert ended.code == 0


def test_from_changed_models_to_a_migrated_database(
    shop: Project, engine: sa.Engine
) -> None:
    shop.ok("generate", "-m", "First version")
    shop.ok("upgrade", "head")
    is_clean(shop)
    add_rows(engine)
    before = rows(engine)

    use_models(shop, v2.__file__)
    differences_are_told(shop)
    assert len(shop.revisions()) == 1

    shop.ok("generate", "-m", "Second version")
    for script in shop.revisions():
        is_good_python(script)
    shop.ok("upgrade", "head")
    is_clean(shop)
    assert kept(rows(engine), before) == {
        name: count for name, count in before.items() if name != "subscriptions"
    }

    shop.ok("downgrade", "-1")
    use_models(shop, v1.__file__)
    second_waits = shop.run("check")
    assert second_waits.code == 1
    assert "not up to date" in second_waits.err
    shop.revisions()[-1].rename(shop.folder / "second.py")
    is_clean(shop)
    assert rows(engine) == {**before, "subscriptions": 0}


def kept(found: dict[str, int], before: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in found.items() if name in before}


def differences_are_told(project: Project) -> None:
    """By ``check`` and ``diff``, in words, as SQL, as JSON."""
    ended = project.run("check")
    assert ended.code == 1
    for words in (
        "  create table reviews",
        "  drop table subscriptions",
        "  create column addresses.postcode",
        "  alter column products.price: type NUMERIC(8, 2) -> NUMERIC(12, 2)",
    ):
        assert words in ended.out
    diff = project.run("diff")
    assert diff.code == 1
    assert diff.out.splitlines() == ended.out.splitlines()[1:]
    sql = project.run("diff", "--sql")
    assert sql.code == 1
    assert "-- create table reviews\nCREATE TABLE " in sql.out
    found = json.loads(project.run("diff", "--json").out)
    (reviews,) = (each for each in found if each["operations"][0]["name"] == "reviews")
    assert reviews["operations"][0]["operation"] == "create"
    assert reviews["sql"][0].startswith("CREATE TABLE ")


def test_generate_writes_nothing_where_nothing_changed(shop: Project) -> None:
    shop.ok("generate", "-m", "First version")
    shop.ok("upgrade")
    before = shop.files()
    ended = shop.ok("generate", "-m", "Nothing")
    assert ended.out == ""
    assert "Nothing changed" in ended.paragraph
    assert shop.files() == before


def test_revision_autogenerate_is_the_same(shop: Project) -> None:
    def written(*command: str) -> str:
        place = ("-m", "First version", "--rev-id", "ae1027a6acf4")
        (path,) = shop.ok(*command, *place).out.split()
        text = Path(path).read_text()
        Path(path).unlink()
        return "".join(
            line for line in text.splitlines(True) if not line.startswith("Create Date")
        )

    assert written("generate") == written("revision", "--autogenerate")


def test_settings_in_a_pyproject_that_is_there(
    database_url: str, tmp_path: Path
) -> None:
    project = Project(tmp_path)
    own = '[project]\nname = "shop"  # ours\n\n[tool.black]\nline-length = 60\n'
    project.write("pyproject.toml", own)
    use_models(project, v1.__file__)
    options = ("--url", database_url, "--models", "models:Base")
    project.ok("init", "-t", "pyproject", *options, "migrations")
    assert (tmp_path / "pyproject.toml").read_text().startswith(own)
    project.ok("generate", "-m", "First version")
    project.ok("upgrade")
    is_clean(project)
    (script,) = project.revisions()
    assert max(map(len, script.read_text().splitlines())) < 88
    command = [sys.executable, "-m", "black", "--check", "--quiet", str(script)]
    assert subprocess.run(command, cwd=tmp_path).returncode == 0
