"""The newcomer's walk on each database, by each form of URL, from the checkout and the wheel."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from tests.cli.program import Project
from tests.cli.walk import walk


def without_driver(url: str, database: str) -> str:
    parsed = make_url(url).set(drivername=database, host="localhost")
    return parsed.render_as_string(hide_password=False)


def test_the_walk(database_url: str, tmp_path: Path) -> None:
    walk(Project(tmp_path), database_url)


def test_the_walk_with_a_plain_mysql_url(mariadb_url: str, tmp_path: Path) -> None:
    """``mysql://root:@localhost/database_name``, whichever driver is installed."""
    url = without_driver(mariadb_url, "mysql")
    assert url.startswith("mysql://root:@localhost:")
    walk(Project(tmp_path), url)


def test_the_walk_with_a_plain_postgresql_url(
    postgresql_url: str, tmp_path: Path
) -> None:
    walk(Project(tmp_path), without_driver(postgresql_url, "postgresql"))


def test_the_walk_from_the_wheel(
    installed_autodiff: Path, database_url: str, tmp_path: Path
) -> None:
    walk(Project(tmp_path, installed_autodiff), database_url)
