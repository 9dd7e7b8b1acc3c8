"""The main job on SQLite, step by step, each with the command that does it: ``make demo``.

All happens in the folder ``demo/`` of the current folder, which is made anew. Whoever types
the printed commands there, one after the other, gets the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = "demo"


@dataclass(frozen=True, slots=True)
class Step:
    """One shell command, what it is for, and the exit code that is right for it."""

    purpose: str
    command: str
    exit_code: int = 0


STEPS = (
    Step("The shop opens with these models", "cp ../models_example/v1.py models.py"),
    Step(
        "Set up a project; nothing has to be edited afterwards",
        "autodiff init --url sqlite:///shop.db --models models:Base migrations",
    ),
    Step(
        "Write the first revision: all that the models declare",
        'autodiff generate -m "First version"',
    ),
    Step("Run it", "autodiff upgrade head"),
    Step(
        "Business begins: rows come in",
        "PYTHONPATH=.. python -m models_example.rows add sqlite:///shop.db",
    ),
    Step(
        "A year later the models have changed", "cp ../models_example/v2.py models.py"
    ),
    Step("Do models and database agree? (exit code 1: no)", "autodiff check", 1),
    Step("The same as SQL, nothing is written", "autodiff diff --sql", 1),
    Step(
        "Write the second revision, tried on a scratch database first",
        'autodiff generate --verify -m "Second version"',
    ),
    Step("Read it before it runs", "cat migrations/versions/*_second_version.py"),
    Step("Run it", "autodiff upgrade head"),
    Step("Now they agree", "autodiff check"),
    Step("Where the database is", "autodiff current"),
    Step("How it came there", "autodiff history"),
    Step("Back to the first version", "autodiff downgrade -1"),
    Step("And up again", "autodiff upgrade head"),
    Step(
        "The rows of all tables that stay are there; what version 2 drops is gone with "
        "the upgrade: the rows of subscriptions, the values of customers.salutation",
        "PYTHONPATH=.. python -m models_example.rows count sqlite:///shop.db",
    ),
)


def main() -> int:
    """Walk through the steps; 0, or 3 at the first that does not end as it should."""
    folder = _fresh_folder(Path.cwd() / FOLDER)
    _say(f"$ mkdir {FOLDER} && cd {FOLDER}")
    for number, step in enumerate(STEPS, start=1):
        _say(f"\n# {number}. {step.purpose}\n$ {step.command}")
        code = _run(step.command, folder)
        if code != step.exit_code:
            _say(f"\nThis should have ended with {step.exit_code}, not with {code}.")
            return 3
    _say(f"\nAll {len(STEPS)} steps done; look around in {FOLDER}/.")
    return 0


def _fresh_folder(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    return folder


def _say(text: str) -> None:
    """Flushed, so that it stands before the output of the command that follows."""
    print(text, flush=True)


def _run(command: str, folder: Path) -> int:
    """The exit code of a shell command, its output going where ours goes."""
    return subprocess.run(
        command, shell=True, cwd=folder, env=_environment()
    ).returncode


def _environment() -> dict[str, str]:
    """Ours, with this interpreter's programs first and no settings from outside."""
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join([programs, os.environ.get("PATH", os.defpath)])
    own = {n: v for n, v in os.environ.items() if not n.startswith("AUTODIFF_")}
    return {**own, "PATH": path}


if __name__ == "__main__":
    sys.exit(main())
