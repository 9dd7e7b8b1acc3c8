"""The page in docs is the one that the table of keys gives."""

from __future__ import annotations

from pathlib import Path

from autodiff.settings.reference import settings_page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_is_up_to_date() -> None:
    hint = "run: python -m autodiff.settings.reference > docs/settings.md"
    assert PAGE.read_text(encoding="utf-8") == settings_page(), hint
