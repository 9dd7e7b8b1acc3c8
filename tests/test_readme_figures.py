"""The figures in the README are those of the last ``make compare`` and ``make bench``."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


def _lines(page: str) -> list[str]:
    return (ROOT / page).read_text("utf-8").splitlines()


def test_the_readme_shows_the_last_comparison() -> None:
    table = [line for line in _lines("docs/compare.md") if line.startswith("|")]
    assert len(table) == 8
    assert "\n".join(table) in (ROOT / "README.md").read_text("utf-8")


def test_the_readme_shows_figures_of_the_last_benchmarks() -> None:
    shown = _lines("README.md")
    begin, end = (
        shown.index(f"<!-- {words} -->")
        for words in ("figures of make bench", "end of figures")
    )
    figures = [line for line in shown[begin + 1 : end] if line]
    assert len(figures) > 10
    assert set(figures) <= set(_lines("docs/benchmarks.md"))
