"""``make demo``: the whole walk through the example, with each step's command shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from models_example.demo import STEPS
from tests.cli.program import CHECKOUT, environment


def test_the_demo(tmp_path: Path) -> None:
    """In a folder beside a copy of the example, as in the checkout."""
    (tmp_path / "models_example").symlink_to(CHECKOUT / "models_example")
    done = subprocess.run(
        [sys.executable, "-m", "models_example.demo"],
        cwd=tmp_path,
        env=environment({}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    place = 0
    for step in STEPS:
        place = done.stdout.index(f"$ {step.command}\n", place)
    assert done.stdout.rstrip().endswith(
        f"All {len(STEPS)} steps done; look around in demo/."
    )
    assert "The database is as the models say." in done.stdout
    script = next((tmp_path / "demo/migrations/versions").glob("*_second_version.py"))
    assert script.read_text() in done.stdout
