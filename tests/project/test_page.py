"""The page "From Python": its examples run as they stand there, and leave out no method."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import autodiff
from tests.cli.program import environment
from tests.package_source import CHECKOUT

PAGE = (CHECKOUT / "docs" / "python.md").read_text("utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# (\w+\.py)\n")


def public(class_: type) -> set[str]:
    names = (name for name, _ in inspect.getmembers(class_, inspect.isfunction))
    return {name for name in names if not name.startswith("_")}


def test_the_examples_run(tmp_path: Path) -> None:
    """A block is a file, named in its first line, or code: one process up to the next file, since
    a process keeps the models that it imported.
    """
    program: list[str] = []
    for block in BLOCK.findall(PAGE):
        file = FILE.match(block)
        if file is None:
            program.append(block)
            continue
        run("".join(program), tmp_path)
        program.clear()
        (tmp_path / file[1]).write_text(block)
    run("".join(program), tmp_path)
    assert {each.name for each in tmp_path.glob("*.db")} == {
        "shop.db",
        "other.db",
        "third.db",
    }


def run(program: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment({"PYTHONPATH": str(CHECKOUT)}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_every_method_has_its_example() -> None:
    code = "".join(BLOCK.findall(PAGE))
    used = set(re.findall(r"\.(\w+)[(,]", code))
    methods = public(autodiff.Project)
    assert {"upgrade", "generate", "current"} <= methods
    assert methods <= used
    assert {"open", "init", "templates"} <= used


def test_every_method_says_what_it_does() -> None:
    for name in public(autodiff.Project):
        assert inspect.getdoc(getattr(autodiff.Project, name)), name
