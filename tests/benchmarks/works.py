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
from tests.benchmarks.projects import BIN, Pair, pair, write_revisions


@dataclass(frozen=True)
class Result:
    """One line of the table. Seconds are those of the tool alone: the import of the models, which
    both do and neither can help, is measured by itself and taken off.
    """

    work: str
    place: str
    size: int
    ours: Figure
    theirs: Figure | None
    goal: float | None
    off: float = 0.0

    @property
    def ratio(self) -> float | None:
        if self.theirs is None:
            return None
        return (self.theirs.seconds - self.off) / max(
            self.ours.seconds - self.off, 1e-9
        )


def check(
    place: str, url: str, tables: int, goal: float | None, *, rival: bool, runs: int
) -> Result:
    """``check`` of unchanged tables."""
    with _stage(url, tables) as made:
        _create_all(made, url)
        ours = made.run_ours("check")
        theirs = made.run_theirs("check") if rival else None
        figures = side_by_side(ours, theirs, runs=runs)
        off = _import_time(made, runs)
    return Result("check, nothing changed", place, tables, *figures, goal, off)


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
        off = _import_time(made, runs)
    return Result("first revision, formatted", "SQLite", tables, *figures, goal, off)


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


def upgrade(
    revisions: int, goal: float | None, *, runs: int, rival: bool = True
) -> Result:
    """``upgrade head`` from nothing through many revisions."""
    return _run_through("upgrade head", revisions, goal, runs=runs, rival=rival)


def downgrade(
    revisions: int, goal: float | None, *, runs: int, rival: bool = True
) -> Result:
    """``downgrade base`` from the head of many revisions."""
    return _run_through("downgrade base", revisions, goal, runs=runs, rival=rival)


def _run_through(
    command: str, revisions: int, goal: float | None, *, runs: int, rival: bool
) -> Result:
    with _stage("sqlite:///db.sqlite", 0) as made:
        write_revisions(made, revisions)

        def restart() -> None:
            for place in (made.ours, made.theirs):
                database = place / "db.sqlite"
                database.unlink(missing_ok=True)
                engine = sa.create_engine(f"sqlite:///{database}")
                with engine.begin() as connection:
                    connection.exec_driver_sql("create table facts (id integer)")
                    connection.exec_driver_sql("create table log (n integer)")
                engine.dispose()
            if command == "downgrade base":
                for tool in (made.run_ours, made.run_theirs):
                    once(tool("upgrade", "head"))

        figures = side_by_side(
            made.run_ours(*command.split()),
            made.run_theirs(*command.split()) if rival else None,
            runs=runs,
            before=restart,
        )
    return Result(command, "SQLite", revisions, *figures, goal)


def small(arguments: tuple[str, ...], goal: float, *, runs: int) -> Result:
    """Commands that only answer."""
    with _stage("sqlite:///empty.db", 0) as made:
        figures = side_by_side(
            made.run_ours(*arguments), made.run_theirs(*arguments), runs=runs
        )
    return Result(" ".join(arguments), "-", 0, *figures, goal)


@contextmanager
def _stage(url: str, tables: int, *, formatted: bool = False) -> Iterator[Pair]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield pair(Path(folder), url, tables, format_theirs=formatted)


def _create_all(made: Pair, url: str) -> None:
    """By SQLAlchemy itself; on a server one database serves both tools."""
    script = (
        "import sys, sqlalchemy as sa, models\n"
        "engine = sa.create_engine(sys.argv[1])\n"
        "models.metadata.create_all(engine)\n"
    )
    folders = (made.ours, made.theirs) if "///" in url else (made.ours,)
    for folder in folders:
        once(([str(BIN / "python"), "-c", script, url], folder))


def _import_time(made: Pair, runs: int) -> float:
    """Seconds that the models' own import takes in a process that has SQLAlchemy already."""
    script = "import sqlalchemy, sqlalchemy.dialects.sqlite, time; t = time.perf_counter(); import models; print(time.perf_counter() - t)"
    found = []
    for _ in range(runs):
        command: Command = ([str(BIN / "python"), "-c", script], made.ours)
        once(command)
        found.append(float((made.ours / "output.txt").read_text()))
    return sorted(found)[len(found) // 2]
