"""Projects to run commands in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Project

MODELS = '''
"""Models of a test."""

import sqlalchemy as sa
from sqlalchemy import orm


class Base(orm.DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(50))
'''


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A folder with nothing in it."""
    return Project(tmp_path)


@pytest.fixture(scope="session")
def _applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("project"))
    project.write("models.py", MODELS)
    options = ("--url", "sqlite:///shop.db", "--models", "models:Base")
    project.ok("init", *options, "migrations")
    project.ok("generate", "-m", "Create users", "--rev-id", "ae1027a6acf4")
    project.ok("upgrade", "head")
    return project.folder


@pytest.fixture
def project(_applied: Path, tmp_path: Path) -> Project:
    """A project on SQLite with models, one revision, and a database that is at it."""
    folder = tmp_path / "project"
    shutil.copytree(_applied, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return Project(folder)
