"""A dozen scripts as people read them, word for word; each is well formed, and runs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autodiff import api
from tests.accepted import needs_sqlalchemy
from tests.cases.witness import witness
from tests.cli.golden import check_golden
from tests.commands.project import Project
from tests.scripts import on_mariadb, on_postgresql, on_sqlite
from tests.scripts.case import Case

GOLDEN = Path(__file__).with_name("golden")

SHOP = Case(
    "shop_on_sqlite",
    "sqlite",
    "Second version",
    before="from models_example.v1 import Base\nmetadata = Base.metadata",
    after="from models_example.v2 import Base\nmetadata = Base.metadata",
)
CASES = (
    SHOP,
    replace(SHOP, name="shop_on_postgresql", database="postgresql"),
    on_mariadb.FIRST,
    on_sqlite.FILL,
    on_mariadb.RENAMED,
    on_postgresql.ENUM_LABELS,
    on_postgresql.USING,
    on_mariadb.BATCH,
    on_postgresql.CIRCLE,
    on_sqlite.OWN_TYPES,
    on_postgresql.POSTGRESQL_THINGS,
    on_mariadb.MYSQL_THINGS,
    on_sqlite.UNNAMED,
)


def _parameter(case: Case) -> object:
    marks = [getattr(pytest.mark, case.database)] if case.database != "sqlite" else []
    if case.name == "shop_on_postgresql":
        marks.append(needs_sqlalchemy("2.1", "an enum's repr has create_type"))
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_script(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    project = Project(tmp_path, request.getfixturevalue(f"{case.database}_url"))
    if case.before:
        old = project.models(case.before)
        api.generate(old, "Before", api.GraphPosition(rev_id="a001"))
        api.upgrade(old)
    settings = project.models(case.after)
    wishes = api.Options(renames=case.renames, fills=case.fills)
    place = api.GraphPosition(rev_id="a002")
    written = api.generate(settings, case.message, place, wishes)
    assert written is not None
    check_golden(f"{case.name}.py.txt", written.path.read_text("utf-8"), within=GOLDEN)
    _is_well_formed(written.path)
    _runs(project, settings)


def _is_well_formed(script: Path) -> None:
    """Formatters and linters have nothing to say."""
    rules = ("--isolated", "--no-cache", "--select", "F,I,E4,E7,E9")
    for tool in (
        ("black", "--check", "--quiet"),
        ("ruff", "check", "--quiet", *rules),
        ("py_compile",),
    ):
        command = [sys.executable, "-W", "error", "-m", *tool, str(script)]
        ended = subprocess.run(
            command, cwd=script.parent, capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr


def _runs(project: Project, settings: api.Settings) -> None:
    """Up gives what the models say; down and up again change nothing of that."""
    before = _witness(project)
    api.upgrade(settings)
    assert api.differences(settings) == ()
    after = _witness(project)
    api.downgrade(settings, "-1")
    assert _witness(project) == before
    api.upgrade(settings)
    assert _witness(project) == after


def _witness(project: Project) -> list[str]:
    """The catalog's own words, less autodiff's own tables."""
    found: list[str] = []
    project.on_database(lambda connection: found.extend(witness(connection)))
    return [line for line in found if "autodiff" not in line]


def test_every_golden_file_is_read() -> None:
    """A golden file that no test reads says nothing."""
    names = {path.name for path in GOLDEN.iterdir()}
    assert names == {f"{case.name}.py.txt" for case in CASES}
