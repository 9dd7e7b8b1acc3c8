"""The tour of the README: every command in it, in its order, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from autodiff.cli.program import SECTIONS
from tests.cli.program import AUTODIFF, CHECKOUT, environment

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")


def run(command: str, folder: Path) -> str:
    path = os.pathsep.join([str(AUTODIFF.parent), os.environ["PATH"]])
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment({"PATH": path}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_tour(tmp_path: Path) -> None:
    """A Python block is a file, named in its first line; a console block is typed in."""
    shown: dict[str, str] = {}
    for language, text in BLOCK.findall(README):
        if language == "python":
            name = text.splitlines()[0].removeprefix("# ")
            (tmp_path / name).write_text(text)
        else:
            for command in text.splitlines():
                command = command.removeprefix("$ ")
                shown[command] = run(command, tmp_path)
    assert "create column customers.mail" in shown["autodiff check || true"]
    assert "matches the models" in shown["autodiff check"]
    assert "Mail addresses" in shown["autodiff current"]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        *sorted(
            path.relative_to(CHECKOUT).as_posix()
            for path in (CHECKOUT / "docs").glob("*.md")
        ),
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    file = CHECKOUT / page
    for target in LINK.findall(file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_every_command_has_its_line_in_the_docs() -> None:
    page = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z-]+)", page))
    assert {each.name for part in SECTIONS.values() for each in part} <= named
