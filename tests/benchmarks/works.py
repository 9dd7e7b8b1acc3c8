"""The works that are measured: what is run by both tools, on which stage, and the goal."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.benchmarks.measure import Command, Figure, once, side_by_side
from tests.benchmarks.projects import BIN, Pair, pair, write_revisions


@dataclass(frozen=True)
class Result:
    """One line of the table. ``models`` are the processor's seconds that the import of the models
    takes by itself, which both tools do and neither can help.
    """

    work: str
    place: str
    size: int
    ours: Figure
    theirs: Figure | None
    goal: float | None
    models: float = 0.0

    @property
    def ratio(self) -> float | None:
        """How many times less of the processor's time the whole process takes."""
        return None if self.theirs is None else self.theirs.cpu / self.ours.cpu

    @property
    def ratio_less_models(self) -> float | None:
        """The same of what is left when the import of the models is taken off."""
        if self.theirs is None or not self.models:
            return None
        mine = max(self.ours.cpu - self.models, 1e-9)
        return (self.theirs.cpu - self.models) / mine


def check(
    place: str, url: str, tables: int, goal: float | None, *, runs: int
) -> Result:
    """``check`` of unchanged tables."""
    with _stage(url, tables) as made:
        _create_all(made, url)
        ours, theirs = made.run_ours("check"), made.run_theirs("check")
        figures = side_by_side(ours, theirs, runs=runs)
        models = _import_time(made, runs)
    return Result("check, nothing changed", place, tables, *figures, goal, models)


def all_new(tables: int, *, runs: int) -> Result:
    """``check`` of models with an empty database: every object is new, and ordered."""
    with _stage("sqlite:///empty.db", tables) as made:
        figures = side_by_side(made.run_ours("check"), None, runs=runs, expect=1)
        models = _import_time(made, runs)
    return Result("check, all new", "SQLite", tables, *figures, None, models)


def first_revision(
    tables: int, goal: float | None, *, rival: bool, runs: int
) -> Result:
    """The first revision of all tables, written and formatted by black."""
    with _stage("sqlite:///empty.db", tables, formatted=True) as made:

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
        models = _import_time(made, runs)
    return Result("first revision, formatted", "SQLite", tables, *figures, goal, models)


def listing(
    command: str,
    revisions: int,
    goal: float | None,
    *,
    cold: bool,
    runs: int,
    branched: bool = False,
    rival: bool = True,
) -> Result:
    """``heads`` and its like over many revisions; ``cold`` is the first time after a checkout."""
    with _stage("sqlite:///empty.db", 0) as made:
        write_revisions(made, revisions, branched=branched)

        def forget() -> None:
            if cold:
                for place in (made.ours, made.theirs):
                    for cache in place.rglob("__pycache__"):
                        shutil.rmtree(cache)

        ours, theirs = made.run_ours(command), made.run_theirs(command)
        if not cold:
            side_by_side(ours, theirs if rival else None, runs=1)
        figures = side_by_side(
            ours, theirs if rival else None, runs=runs, before=forget
        )
    title = f"{command}, {'first time' if cold else 'warm'}{', branched' if branched else ''}"
    return Result(title, "files", revisions, *figures, goal)


MEMORY = Path("/dev/shm")
"""A file system in memory, where a commit does not wait for a disk: what is left is the tool's."""


def run_through(
    command: str, revisions: int, goal: float | None, *, disk: bool, runs: int
) -> Result:
    """``upgrade head`` from nothing through many revisions, or ``downgrade base`` from their head."""
    folder = None if disk or not MEMORY.is_dir() else MEMORY
    with _stage("sqlite:///db.sqlite", 0, folder=folder) as made:
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


def small(arguments: tuple[str, ...], goal: float, *, runs: int) -> Result:
    """Commands that only answer."""
    with _stage("sqlite:///empty.db", 0) as made:
        figures = side_by_side(
            made.run_ours(*arguments), made.run_theirs(*arguments), runs=runs
        )
    return Result(" ".join(arguments), "-", 0, *figures, goal)


@contextmanager
def _stage(
    url: str, tables: int, *, formatted: bool = False, folder: Path | None = None
) -> Iterator[Pair]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as made:
        yield pair(Path(made), url, tables, format_theirs=formatted)


def _create_all(made: Pair, url: str) -> None:
    """By SQLAlchemy itself; on a server one database serves both tools."""
    script = (
        "import sys, sqlalchemy as sa, models\n"
        "engine = sa.create_engine(sys.argv[1])\n"
        "with engine.begin() as connection:\n"
        "    if engine.name == 'sqlite':\n"
        "        connection.exec_driver_sql('pragma synchronous = off')\n"
        "    new = engine.name == 'sqlite'\n"  # asking first is quadratic there
        "    models.metadata.create_all(connection, checkfirst=not new)\n"
    )
    folders = (made.ours, made.theirs) if "///" in url else (made.ours,)
    for folder in folders:
        once(([str(BIN / "python"), "-c", script, url], folder))


def _import_time(made: Pair, runs: int) -> float:
    """The processor's seconds that the models' own import takes where SQLAlchemy is there already,
    with as little looking for garbage as in our own process.
    """
    script = (
        "import gc, time, sqlalchemy, sqlalchemy.dialects.sqlite\n"
        "gc.set_threshold(1_000_000, 50, 50)\n"
        "start = time.process_time()\n"
        "import models\n"
        "print(time.process_time() - start)\n"
        "gc.freeze()\n"
    )
    found = []
    for _ in range(runs):
        command: Command = ([str(BIN / "python"), "-c", script], made.ours)
        once(command)
        found.append(float((made.ours / "output.txt").read_text()))
    return statistics.median(found)
