"""``make demo``: the whole walk through the example, with each step's command shown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from models_example.demo import STEPS, Step
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
    assert "The database matches the models." in done.stdout
    script = next((tmp_path / "demo/migrations/versions").glob("*_second_version.py"))
    assert script.read_text() in done.stdout
    check_what_is_lost(done.stdout, done.stderr)


def check_what_is_lost(shown: str, told: str) -> None:
    """The last step names what `generate` said would be lost; all other rows are there."""
    (added,) = (each for each in STEPS if "models_example.rows add" in each.command)
    before, after = counts(shown, added), counts(shown, STEPS[-1])
    gone = before.keys() - after.keys()
    assert gone == {"subscriptions"}
    assert {name: after[name] for name in before.keys() - gone} == {
        name: rows for name, rows in before.items() if name not in gone
    }
    lost = re.findall(r"Data loss \(.*?\): (?:table|values of) (\S+)", told)
    assert set(lost) == {"subscriptions", "customers.salutation"}
    for name in lost:
        assert f" of {name}" in STEPS[-1].purpose


def counts(shown: str, step: Step) -> dict[str, int]:
    """The rows by table that a step's command printed; not those of autodiff itself."""
    text = shown.rpartition(f"$ {step.command}\n")[2].partition("\n\n")[0]
    found = re.findall(r"^ *(\d+) (\w+)$", text, re.MULTILINE)
    return {name: int(rows) for rows, name in found if not name.startswith("autodiff")}
