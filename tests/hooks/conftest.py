"""The fixture of the hooks' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hooks.project import HOOKS, HookedProject


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Iterator[HookedProject]:
    """Empty; once for each database."""
    yield HookedProject(tmp_path, database_url)
    HOOKS.clear()
