"""The works that are measured: what is run by both tools, on which stage, and the goal."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.benchmarks.measure import Command, Figure, once, side_by_side
from tests.benchmarks.models import light_source, source
from tests.benchmarks.projects import BIN, Pair, pair, write_revisions

LEAST = 0.1
"""The processor's seconds below which a difference of two processes says nothing."""


@dataclass(frozen=True)
class Result:
    """One line of the table. ``models``: a process that imports the models and is gone, which is
    what both tools must do first and neither can help.
    """

    work: str
    place: str
    size: int
    ours: Figure
    theirs: Figure | None
    goal: float | None
    models: Figure | None = None

    @property
    def ratio(self) -> float | None:
        """How many times less of the processor's time the whole process takes."""
        return None if self.theirs is None else self.theirs.cpu / self.ours.cpu

    @property
    def ratio_less_models(self) -> float | None:
        """The same of what is left when the import of the models is taken off; None where less is
        left than can be told from what disturbs it.
        """
        if self.theirs is None or self.models is None:
            return None
        mine = self.ours.cpu - self.models.cpu
        if mine < LEAST:
            return None
        return (self.theirs.cpu - self.models.cpu) / mine


def check(
    place: str,
    url: str,
    tables: int,
    goal: float | None,
    *,
    runs: int,
    light: bool = False,
) -> Result:
    """``check`` of unchanged tables."""
    with _stage(url, _models(tables, light)) as made:
        _create_all(made, url)
        ours, theirs = made.run_ours("check"), made.run_theirs("check")
        figures = side_by_side(ours, theirs, runs=runs)
        models = _importing(made, runs)
    title = f"check, nothing changed{', light' if light else ''}"
    return Result(title, place, tables, *figures, goal, models)


def all_new(tables: int, *, light: bool, runs: int) -> Result:
    """``check`` of models with an empty database: every object is new, and ordered."""
    with _stage("sqlite:///empty.db", _models(tables, light)) as made:
        figures = side_by_side(made.run_ours("check"), None, runs=runs, expect=1)
        models = _importing(made, runs)
    title = f"check, all new{', light' if light else ''}"
    return Result(title, "SQLite", tables, *figures, None, models)


def _models(tables: int, light: bool = False) -> str:
    return light_source(tables) if light else source(tables)


def first_revision(
    tables: int, goal: float | None, *, rival: bool, runs: int
) -> Result:
    """The first revision of all tables, written and formatted by black."""
    with _stage("sqlite:///empty.db", _models(tables), formatted=True) as made:

        def clear() -> None:
            for place in (made.ours, made.theirs):
                for file in (place / "migrations" / "versions").glob("*.py"):
                    file.unlink()

        ours = made.run_ours("generate", "-m", "first")
        theirs = (
            made.run_theirs("revision", "--autogenerate", "-m", "first")
            if rival
            else None
        )
        figures = side_by_side(ours, theirs, runs=runs, before=clear)
        models = _importing(made, runs)
    return Result("first revision, formatted", "SQLite", tables, *figures, goal, models)


def listing(
    command: str,
    revisions: int,
    goal: float | None,
    *,
    cold: bool,
    runs: int,
    branched: bool = False,
    at_head: bool = False,
    rival: bool = True,
) -> Result:
    """``heads`` and its like over many revisions; ``cold`` is the first time after a checkout.

    The database is empty, or ``at_head``, where ``current`` has more to look at.
    """
    with _stage("sqlite:///empty.db") as made:
        write_revisions(made, revisions, branched=branched)

        def forget() -> None:
            if cold:
                for place in (made.ours, made.theirs):
                    for cache in place.rglob("__pycache__"):
                        shutil.rmtree(cache)

        if at_head:
            once(made.run_ours("stamp", "head"))
            once(made.run_theirs("stamp", "head"))
        ours, theirs = made.run_ours(command), made.run_theirs(command)
        if not cold:
            side_by_side(ours, theirs if rival else None, runs=1)
        figures = side_by_side(
            ours, theirs if rival else None, runs=runs, before=forget
        )
    where = f"{', branched' if branched else ''}{', at head' if at_head else ''}"
    title = f"{command}, {'first time' if cold else 'warm'}{where}"
    return Result(title, "files", revisions, *figures, goal)


MEMORY = Path("/dev/shm")
"""A file system in memory, where a commit does not wait for a disk: what is left is the tool's."""


def run_through(
    command: str, revisions: int, goal: float | None, *, disk: bool, runs: int
) -> Result:
    """``upgrade head`` from nothing through many revisions, or ``downgrade base`` from their head."""
    folder = None if disk or not MEMORY.is_dir() else MEMORY
    with _stage("sqlite:///db.sqlite", folder=folder) as made:
        write_revisions(made, revisions)
        places = [made.ours / "db.sqlite", made.theirs / "db.sqlite"]

        def restart() -> None:
            for database in places:
                database.unlink(missing_ok=True)
                engine = sa.create_engine(f"sqlite:///{database}")
                with engine.begin() as connection:
                    connection.exec_driver_sql("create table facts (id integer)")
                    connection.exec_driver_sql("create table log (n integer)")
                engine.dispose()

        def at_head() -> None:
            for database in places:
                shutil.copy(database.with_suffix(".head"), database)

        restart()
        for tool in (
            made.run_ours,
            made.run_theirs,
        ):  # compiled scripts, as after any use
            once(tool("upgrade", "head"))
        for database in places:
            shutil.copy(database, database.with_suffix(".head"))
        figures = side_by_side(
            made.run_ours(*command.split()),
            made.run_theirs(*command.split()),
            runs=runs,
            before=restart if command == "upgrade head" else at_head,
        )
    place = "SQLite, in memory" if folder else "SQLite, on disk"
    return Result(command, place, revisions, *figures, goal)


def small(
    arguments: tuple[str, ...], goal: float, *, runs: int, expect: int = 0
) -> Result:
    """Commands that only answer, with the exit code ``expect``."""
    with _stage("sqlite:///empty.db") as made:
        ours, theirs = made.run_ours(*arguments), made.run_theirs(*arguments)
        figures = side_by_side(ours, theirs, runs=runs, expect=expect)
    title = " ".join(arguments) + (" (wrong usage)" if expect else "")
    return Result(title, "-", 0, *figures, goal)


@contextmanager
def _stage(
    url: str,
    models: str = "",
    *,
    formatted: bool = False,
    folder: Path | None = None,
) -> Iterator[Pair]:
    models = models or _models(0)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as made:
        yield pair(Path(made), url, models, format_theirs=formatted)


def _create_all(made: Pair, url: str) -> None:
    """By SQLAlchemy itself; on a server one database serves both tools."""
    folders = (made.ours, made.theirs) if "///" in url else (made.ours,)
    for folder in folders:
        once(([str(BIN / "python"), "-c", _CREATING, url], folder))


_CREATING = """
import sys, sqlalchemy as sa, models

engine = sa.create_engine(sys.argv[1])
new = engine.name == "sqlite"  # asking what is there already is quadratic on it
tables = models.metadata.sorted_tables
for start in range(0, len(tables), 200):  # a server has locks for some thousands of objects
    with engine.begin() as connection:
        if new:
            connection.exec_driver_sql("pragma synchronous = off")
        some = tables[start : start + 200]
        models.metadata.create_all(connection, tables=some, checkfirst=not new)
"""


def _importing(made: Pair, runs: int) -> Figure:
    """A process that imports the models, SQLAlchemy with them, with as little looking for garbage
    as in our own.
    """
    script = (
        "import gc; gc.set_threshold(1_000_000, 50, 50)\nimport models\ngc.freeze()"
    )
    command: Command = ([str(BIN / "python"), "-c", script], made.ours)
    return side_by_side(command, None, runs=runs)[0]
