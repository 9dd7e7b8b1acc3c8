"""What tests of running ask for: a project on each database, or on any number of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.execute.project import Project


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """On a fresh empty database; the test runs once for each of the three."""
    return Project(tmp_path, database_url)


@pytest.fixture
def project_on(tmp_path: Path) -> Callable[[str], Project]:
    """A project on the database of a URL."""
    return lambda url: Project(tmp_path, url)
