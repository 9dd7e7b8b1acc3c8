"""Drivers: which one a URL gets that names none, by what the database's package states."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import ClassVar

import pytest

from autodiff.connect import database
from autodiff.connect.database import parsed_url
from autodiff.dialects.packages import register_dialect
from autodiff.dialects.postgresql import PostgreSQL
from autodiff.errors.database import DriverMissing
from tests.extending.installed import nothing_registered

Installing = Callable[..., None]


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Installing:
    """Make Python find these modules and no others."""

    def install(*modules: str) -> None:
        monkeypatch.setattr(
            database, "find_spec", lambda name: name if name in modules else None
        )

    return install


@pytest.mark.parametrize(
    ("name", "installed", "chosen"),
    [
        ("postgresql", ("asyncpg", "psycopg", "psycopg2"), "postgresql+psycopg"),
        ("postgresql", ("asyncpg", "pg8000"), "postgresql+pg8000"),
        ("mysql", ("mysql", "mariadb", "pymysql"), "mysql+pymysql"),
        ("mysql", ("mysql", "mariadb"), "mysql+mysqlconnector"),
        ("mariadb", ("mysql", "mariadb"), "mariadb+mariadbconnector"),
        ("mariadb", ("MySQLdb", "mariadb"), "mariadb+mysqldb"),
        ("mssql", (), "mssql"),
        ("oracle", (), "oracle"),
        ("unheard", (), "unheard"),
    ],
)
def test_the_first_that_is_installed_is_used(
    name: str, installed: tuple[str, ...], chosen: str, only: Installing
) -> None:
    only(*installed)
    assert parsed_url(f"{name}://host/shop").drivername == chosen


def test_a_driver_that_the_url_names_is_kept(only: Installing) -> None:
    only("psycopg")
    assert parsed_url("postgresql+asyncpg://host").drivername == "postgresql+asyncpg"


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("postgresql", "psycopg or psycopg2 or pg8000 or asyncpg"),
        ("mysql", "MySQLdb or pymysql or mysql.connector"),
        ("mariadb", "MySQLdb or pymysql or mariadb"),
    ],
)
def test_all_of_them_are_named_where_none_is(
    name: str, modules: str, only: Installing
) -> None:
    only()
    with pytest.raises(DriverMissing, match=modules):
        parsed_url(f"{name}://host")


class Cockroach(PostgreSQL):
    """A relative that states no driver."""


class Crate(PostgreSQL):
    """A relative that does."""

    drivers: ClassVar[Mapping[str, str]] = {"crate": "wire"}


def test_a_relative_has_only_drivers_of_its_own(only: Installing) -> None:
    only("psycopg", "crate")
    with nothing_registered():
        register_dialect("cockroach", Cockroach)
        register_dialect("crate", Crate)
        assert parsed_url("cockroach://host").drivername == "cockroach"
        assert parsed_url("crate://host").drivername == "crate+wire"


LOOK = """
import sys
from autodiff.connect import database
database.find_spec = lambda name: name
database.parsed_url("postgresql://host/shop")
from sqlalchemy.dialects import __all__ as names
print(*(name for name in names if f"sqlalchemy.dialects.{name}" in sys.modules))
"""


def test_no_other_dialect_of_sqlalchemy_is_imported_for_it() -> None:
    command = [sys.executable, "-c", LOOK]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["postgresql"]
