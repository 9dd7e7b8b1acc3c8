"""Each fault that a random pair ever found, in its smallest form: there and back by its script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.accepted import needs
from tests.pairs.autodiff_tool import Autodiff
from tests.pairs.found import FOUND, Found
from tests.pairs.hunt import report
from tests.pairs.place import Place, place
from tests.pairs.travel import travel
from tests.servers.server import Server

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


def of(database: str) -> pytest.MarkDecorator:
    """The faults that are held on a database."""
    here = [
        pytest.param(each, id=each.name, marks=_needed(each))
        for each in FOUND
        if database in each.databases
    ]
    return pytest.mark.parametrize("fault", here)


def _needed(fault: Found) -> list[pytest.MarkDecorator]:
    """What the release of SQLAlchemy must take of its tables' options."""
    tables = (*fault.before.tables, *fault.after.tables)
    names = {name for tab in tables for name, _ in tab.options}
    return [needs(sa.Table, name) for name in sorted(names)]


def there_and_back(here: Place, fault: Found) -> None:
    outcome = travel(here, fault.before, fault.after, Autodiff())
    assert not outcome.failures, report(fault.before, fault.after, outcome)


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Place]:
    with place("sqlite", "") as here:
        yield here


@pytest.fixture(scope="module")
def postgresql(postgresql_server: Server) -> Iterator[Place]:
    with postgresql_server.new_database() as url, place("postgresql", url) as here:
        yield here


@pytest.fixture(scope="module")
def mariadb(mariadb_server: Server) -> Iterator[Place]:
    with mariadb_server.new_database() as url, place("mysql", url) as here:
        yield here


@of("sqlite")
def test_on_sqlite(sqlite: Place, fault: Found) -> None:
    there_and_back(sqlite, fault)


@of("postgresql")
def test_on_postgresql(postgresql: Place, fault: Found) -> None:
    there_and_back(postgresql, fault)


@of("mysql")
def test_on_mariadb(mariadb: Place, fault: Found) -> None:
    there_and_back(mariadb, fault)
