"""docs/extending.md: its code is that of the examples, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.extending.installed import PACKAGES
from tests.extending.test_kind import ENVIRONMENT

PAGE = Path(__file__).parents[2] / "docs" / "extending.md"
BLOCKS = re.findall(r"```(?:python|toml)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
FILES = [
    each.read_text("utf-8")
    for pattern in ("*.py", "pyproject.toml")
    for each in PACKAGES.rglob(pattern)
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
def test_a_piece_of_code_is_a_piece_of_an_example(block: str) -> None:
    assert any(block in text for text in (*FILES, ENVIRONMENT))


def test_all_three_are_shown() -> None:
    assert len(BLOCKS) > 15
