"""What a test can ask for: fresh empty databases and the servers they live on.

``postgresql_url``, ``mariadb_url``, ``sqlite_url``: a fresh empty database as a URL;
``database_url``: the test runs once for each of the three; ``new_database``: the same, but
a function that makes any number of them (for hypothesis: one for each example);
``postgresql_server``, ``mariadb_server``: the servers themselves, with their client tools.
Nothing starts unless a test asks. Without servers: ``-m "not postgresql and not mariadb"``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.mariadb import MARIADB
from tests.servers.postgresql import POSTGRESQL
from tests.servers.programs import ProgramsMissing
from tests.servers.run import Run, begin_run, end_run
from tests.servers.server import Recipe, Server
from tests.servers.start import server

NewDatabase = Callable[[], AbstractContextManager[str]]

RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run; a worker of pytest-xdist joins that of its controller."""
    joined = getattr(config, "workerinput", None)
    config.stash[RUN] = Run(Path(joined["servers"])) if joined else begin_run()
    # PyMySQL reads the machine's certificates for each connection (20 to 45 ms where
    # SSL_CERT_FILE names a bundle); these servers have none.
    os.environ.update(SSL_CERT_FILE=os.devnull, SSL_CERT_DIR=os.devnull)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["servers"] = str(node.config.stash[RUN].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    end_run(config.stash[RUN])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server by the fixtures it asks for."""
    for item in items:
        for recipe in (POSTGRESQL, MARIADB):
            if f"{recipe.name}_server" in getattr(item, "fixturenames", ()):
                item.add_marker(recipe.name)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for note in sorted(config.stash[RUN].folder.glob("*.missing")):
        reporter = terminalreporter
        text = f"NOT TESTED on {note.stem}: {note.read_text()}"
        reporter.write_line(text, red=True, bold=True)


def _server(recipe: Recipe, config: pytest.Config) -> Server:
    try:
        return server(recipe, config.stash[RUN])
    except ProgramsMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs {recipe.name}: {missing}", pytrace=False)
        pytest.skip(f"{recipe.name}: {missing}")


@pytest.fixture(scope="session")
def postgresql_server(pytestconfig: pytest.Config) -> Server:
    """The run's PostgreSQL."""
    return _server(POSTGRESQL, pytestconfig)


@pytest.fixture(scope="session")
def mariadb_server(pytestconfig: pytest.Config) -> Server:
    """The run's MariaDB; root has an empty password over TCP."""
    return _server(MARIADB, pytestconfig)


@contextmanager
def _new_sqlite_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="autodiff-") as folder:
        yield f"sqlite:///{folder}/database.db"


@pytest.fixture(
    scope="session",
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgresql),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ],
)
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """``with new_database() as url:`` gives a fresh one; once for each database."""
    if request.param == "sqlite":
        return _new_sqlite_database
    running: Server = request.getfixturevalue(f"{request.param}_server")
    return running.new_database


@pytest.fixture
def database_url(new_database: NewDatabase) -> Iterator[str]:
    """The URL of a fresh empty database; once for each database."""
    with new_database() as url:
        yield url


@pytest.fixture
def sqlite_url() -> Iterator[str]:
    """The URL of a fresh empty database."""
    with _new_sqlite_database() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """The URL of a fresh empty database."""
    with postgresql_server.new_database() as url:
        yield url


@pytest.fixture
def mariadb_url(mariadb_server: Server) -> Iterator[str]:
    """The URL of a fresh empty database."""
    with mariadb_server.new_database() as url:
        yield url
