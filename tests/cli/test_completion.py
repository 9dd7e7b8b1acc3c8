"""Completion, as bash asks for it when the tabulator key is pressed."""

from __future__ import annotations

import subprocess

import pytest
from click.shell_completion import BashComplete

from autodiff.cli.program import program
from tests.cli.program import AUTODIFF, Project, environment

ASK = """
eval "$(_AUTODIFF_COMPLETE=bash_source autodiff)"
COMP_WORDS=({words}) COMP_CWORD={place}
_autodiff_completion autodiff
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def offered(project: Project, *words: str) -> list[str]:
    """What bash offers behind ``autodiff`` and these words, the last of which is begun."""
    quoted = " ".join(f"'{word}'" for word in ("autodiff", *words))
    path = f"{AUTODIFF.parent}:{environment({})['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", ASK.format(words=quoted, place=len(words))],
        cwd=project.folder,
        env=environment({"PATH": path}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes(project: Project) -> None:
    assert offered(project, "up") == ["upgrade"]
    assert offered(project, "upgrade", "ae") == ["ae1027a6acf4"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("upgrade", "--d"), ["--dry-run"]),
        (("-c", "autodiff.ini", "stamp", "h"), ["head", "heads"]),
        (("-c", "nothing.ini", "show", "b"), ["base"]),
        (("rebase", "ae10", "ae"), ["ae1027a6acf4"]),
    ],
)
def test_what_is_offered(
    project: Project,
    words: tuple[str, ...],
    wanted: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project.folder)
    shell = BashComplete(program, {}, "autodiff", "_AUTODIFF_COMPLETE")
    found = shell.get_completions(list(words[:-1]), words[-1])
    assert [each.value for each in found] == wanted
