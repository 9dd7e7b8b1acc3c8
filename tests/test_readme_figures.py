"""The figures in the README are those of the last ``make compare``."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_readme_shows_the_last_comparison() -> None:
    table = [
        line
        for line in (ROOT / "docs" / "compare.md").read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    assert len(table) == 8
    assert "\n".join(table) in (ROOT / "README.md").read_text("utf-8")
