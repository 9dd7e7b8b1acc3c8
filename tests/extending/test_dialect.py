"""A dialect that a package brings: a relative of SQLite, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autodiff import api
from autodiff.commands.offline import upgrade_sql
from autodiff.dialects.registry import dialect_class, dialect_named
from autodiff.dialects.sqlite import SQLite
from autodiff.errors.packages import BroughtTwice, PackageBroken
from tests.commands.project import Project
from tests.extending.installed import installed

USERS = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), nullable=False, index={index}),
    sqlite_autoincrement=True)
"""


@pytest.fixture(autouse=True)
def bedrock(tmp_path: Path) -> Iterator[None]:
    """The package is installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    with installed("autodiff_bedrock", folder):
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, f"bedrock:///{tmp_path / 'shop.db'}")


def test_it_is_found_by_the_name_in_the_url() -> None:
    dialect = dialect_named("bedrock:///shop.db")
    assert type(dialect).__name__ == "Bedrock"
    assert isinstance(dialect, SQLite)


def test_scripts_go_there_and_back(project: Project) -> None:
    start = project.models(USERS.format(index=False))
    api.generate(start, "start")
    api.upgrade(start)
    project.send("insert into users (mail) values ('a@b')")

    settings = project.models(USERS.format(index=True))
    api.generate(settings, "index")
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert project.rows("select tbl, idx from sqlite_stat1") == [
        ("users", "ix_users_mail")
    ]
    api.downgrade(settings, "-1")
    api.upgrade(settings)
    assert project.rows("select mail from users") == [("a@b",)]


def test_sql_is_printed_in_its_ways(project: Project) -> None:
    settings = project.models(USERS.format(index=False))
    api.generate(settings, "start")
    printed = upgrade_sql(settings)
    assert "AUTOINCREMENT" in printed
    assert printed.startswith("BEGIN;")


def test_a_name_has_one_dialect() -> None:
    from autodiff.extending import register_dialect

    class Mine(SQLite):
        pass

    register_dialect("mine", Mine)
    register_dialect("mine", Mine)
    assert dialect_class("mine") is Mine
    with pytest.raises(BroughtTwice, match="two of the dialect mine"):
        register_dialect("mine", SQLite)


def test_a_package_that_cannot_be_imported_is_named(tmp_path: Path) -> None:
    entries = tmp_path / "site" / "autodiff_bedrock-1.0.dist-info" / "entry_points.txt"
    entries.write_text("[autodiff.dialects]\nlost = autodiff_lost:Lost\n")
    with pytest.raises(PackageBroken, match="autodiff-bedrock names lost in the entry"):
        dialect_class("lost")
