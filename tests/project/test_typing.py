"""Type checkers: what a user writes passes strictly, and what is misspelt does not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import autodiff

PROGRAM = """
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

import autodiff
from autodiff import op


def migrate(engine: sa.Engine, asynchronous: AsyncConnection) -> list[str]:
    project: autodiff.Project = autodiff.open(Path("autodiff.ini"), x={"a": "b"})
    project.upgrade(connection=engine)
    project.downgrade("-1", connection=asynchronous, in_doubt="again")
    with engine.begin() as connection:
        project.stamp("head", connection=connection)
    current: tuple[str, ...] = project.current().revisions
    written = project.generate(
        "More", renames={"a.b": "a.c"}, no_renames="all", fills={"a.d": "0"}
    )
    path: Path | None = written.path if written else None
    lines = project.diff(renames=[("a", "b")], no_renames=["c"]).lines
    messages = [entry.message for entry in project.history()]
    return [*current, str(path), *lines, *messages, autodiff.__version__]


def upgrade() -> None:
    op.add_column("users", sa.Column("mail", sa.String(50)))
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("name")
"""

MISSPELT = {
    "op.creat_table('t')": "creat_table",
    "with op.batch_alter_table('t') as batch_op: batch_op.drop_colum('n')": "drop_colum",
    "autodiff.opne()": "opne",
    "autodiff.open().upgrad('head')": "upgrad",
    "autodiff.open().upgrade('head', conection=None)": "conection",
}


def mypy(folder: Path, *files: Path) -> tuple[int, str]:
    """What mypy says of files outside of the checkout, by the package as it is installed."""
    cache = Path(autodiff.__file__).parents[1] / ".mypy_cache"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    done = subprocess.run(
        [*command, f"--cache-dir={cache / 'typing'}", *map(str, files)],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> autodiff.Project:
    """A project as ``init`` and ``generate`` leave it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "typed_shop.py").write_text(
        "import sqlalchemy as sa\nmetadata = sa.MetaData()\n"
        "sa.Table('t', metadata, sa.Column('id', sa.Integer, primary_key=True))\n"
    )
    return autodiff.init(
        "migrations", url="sqlite:///shop.db", models="typed_shop:metadata"
    )


def test_a_generated_script_and_env_py_pass(
    started: autodiff.Project, tmp_path: Path
) -> None:
    written = started.generate("First version")
    assert written is not None
    env = tmp_path / "migrations" / "env.py"
    assert mypy(tmp_path, written.path, env) == (
        0,
        "Success: no issues found in 2 source files\n",
    )


def test_a_program_that_uses_the_api_passes(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    assert mypy(tmp_path, file) == (0, "Success: no issues found in 1 source file\n")


def test_what_is_misspelt_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "misspelt.py"
    head = ["import autodiff", "from autodiff import op"]
    file.write_text("\n".join([*head, *MISSPELT]) + "\n")
    code, said = mypy(tmp_path, file)
    assert code == 1
    errors = [line for line in said.splitlines() if ": error: " in line]
    for number, name in enumerate(MISSPELT.values(), len(head) + 1):
        assert any(
            line.startswith(f"misspelt.py:{number}:") and f'"{name}"' in line
            for line in (each.replace(f"{tmp_path}/", "") for each in errors)
        ), said


@pytest.mark.skipif(shutil.which("pyright") is None, reason="pyright is not installed")
def test_pyright_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "misspelt.py").write_text(
        "from autodiff import op\nop.creat_table('t')\n"
    )
    done = subprocess.run(
        ["pyright", "--pythonpath", sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "creat_table" in done.stdout
    assert "program.py:" not in done.stdout


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {"autodiff/py.typed", "autodiff/__init__.pyi"} <= set(names)
