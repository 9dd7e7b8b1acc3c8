"""A small project on a real database, driven through the Python API."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from autodiff.api import Settings, load_settings
from autodiff.resources import templates_directory

_NUMBERS = itertools.count()


class Project:
    """``models`` are declared by a function; each change gives a module of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        environment = folder / "migrations"
        (environment / "versions").mkdir(parents=True)
        script = templates_directory() / "script.py.mako"
        (environment / "script.py.mako").write_text(script.read_text("utf-8"))

    @classmethod
    def beside(cls, other: Project, url: str) -> Project:
        """The same folder, on another way to the database."""
        made = cls.__new__(cls)
        made.folder, made.url = other.folder, url
        return made

    def models(self, source: str) -> Settings:
        """Settings whose models are the tables that ``source`` declares on ``metadata``."""
        name = f"project_models_{next(_NUMBERS)}"
        text = f"import sqlalchemy as sa\nmetadata = sa.MetaData()\n{source}\n"
        (self.folder / f"{name}.py").write_text(text)
        ini = self.folder / f"{name}.ini"
        ini.write_text(
            "[autodiff]\nscript_location = migrations\n"
            f"models = {name}:metadata\nsqlalchemy.url = {self.url}\n"
        )
        return load_settings(str(ini), None, None, {}, self.folder)

    def on_database(self, work: Callable[[sa.Connection], None]) -> None:
        """Do ``work`` in a transaction of its own."""
        engine = sa.create_engine(self.url)
        with engine.begin() as connection:
            work(connection)
        engine.dispose()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a query gives."""
        found: list[tuple[object, ...]] = []

        def work(connection: sa.Connection) -> None:
            found.extend(tuple(row) for row in connection.exec_driver_sql(sql))

        self.on_database(work)
        return found

    def send(self, *statements: str) -> None:
        """Statements of the test's own."""

        def work(connection: sa.Connection) -> None:
            for sql in statements:
                connection.exec_driver_sql(sql)

        self.on_database(work)
