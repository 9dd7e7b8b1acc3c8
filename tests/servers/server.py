"""What a throw-away server is: how one sort is prepared, run and asked; one that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

Programs = dict[str, Path]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one sort of server is prepared and run; a plain table of functions."""

    name: str
    package: str
    account: str
    """The account it runs under when we are root: no server likes to run as root."""
    scheme: str
    """SQLAlchemy's name for the dialect and driver."""
    login: str
    """User (and password) as they stand in a URL."""
    stop_signal: int
    """Ends it at once: the data is thrown away, nothing need be flushed."""
    prepare: Callable[[Programs, Path], list[str]]
    """Command that fills an empty data folder."""
    serve: Callable[[Programs, Path, int], list[str]]
    """Command that serves a data folder on a port."""
    client: Callable[[Programs, str, int], list[str]]
    """Command line of a client tool, up to the database's name."""
    is_up: Callable[[int, Path], bool]
    """Whether the server on a port answers and is the one with this data folder; it may be
    another run's, that took the port before ours could."""
    create: Callable[[int, str], None]
    drop: Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; ``folder`` holds its data and its log."""

    recipe: Recipe
    port: int
    folder: Path
    programs: Programs
    host: str = "127.0.0.1"

    def url(self, database: str, host: str | None = None) -> str:
        """The SQLAlchemy URL of a database on it."""
        recipe = self.recipe
        place = f"{host or self.host}:{self.port}"
        return f"{recipe.scheme}://{recipe.login}@{place}/{database}"

    def tool(self, name: str) -> Path:
        """The path of one of its programs: ``psql``, ``pg_dump``, ``mariadb-dump``…"""
        return self.programs[name]

    def client(self, name: str, database: str) -> list[str]:
        """A command line that runs a client tool on a database."""
        return [*self.recipe.client(self.programs, name, self.port), database]

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """A fresh empty database as its URL; dropped afterwards, connections and all."""
        name = f"test_{uuid4().hex[:12]}"
        self.recipe.create(self.port, name)
        try:
            yield self.url(name)
        finally:
            self.recipe.drop(self.port, name)
