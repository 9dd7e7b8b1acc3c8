"""``python -m tests.benchmarks``: all works, both tools, one run; writes docs/benchmarks.md, its plot,
and the lines that the README shows.

``--quick`` runs each work once on small sizes: to see that all of it works. ``--runs 5`` runs each that
often instead of three times. ``--only upgrade`` runs the works of that name (a function of works.py)
and writes no page.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import works
from tests.benchmarks.report import HEAD, Curves, line, plot, table
from tests.benchmarks.works import Result
from tests.servers.mariadb import MARIADB
from tests.servers.postgresql import POSTGRESQL
from tests.servers.run import begin_run, end_run
from tests.servers.start import server

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=NAMES)
    chosen = parser.parse_args()
    quick, runs = chosen.quick, 1 if chosen.quick else chosen.runs
    results: list[Result] = []
    print("\n".join(HEAD))
    with _databases() as urls:
        for name, work in _works(urls, quick, runs):
            if chosen.only not in (None, name):
                continue
            results.append(work())
            print(line(results[-1]), flush=True)
            if not quick and chosen.only is None:
                _write(results)  # what is measured stays, should a later work fail


NAMES = (
    "small",
    "listing",
    "upgrade",
    "downgrade",
    "first_revision",
    "check",
    "all_new",
)
Work = tuple[str, Callable[[], Result]]
Urls = dict[str, Callable[[], AbstractContextManager[str]]]


def _works(urls: Urls, quick: bool, runs: int) -> Iterator[Work]:
    """All that is measured, small things first, and those more often: a tenth of a second is soon
    disturbed.
    """
    for arguments, code in ((("--help",), 0), (("--version",), 0), (("upgrad",), 2)):

        def small(given: tuple[str, ...] = arguments, code: int = code) -> Result:
            return works.small(given, 4, runs=3 * runs, expect=code)

        yield "small", small
    yield from _listings(quick, runs + 2)
    yield from _runs(quick, runs)
    for size in (10,) if quick else (100, 1000):

        def first(size: int = size) -> Result:
            few = runs if size < 1000 else 1  # their black takes most of a minute
            goal = 8 if size >= 1000 else None
            return works.first_revision(size, goal, rival=True, runs=few)

        yield "first_revision", first
    yield from _checks(urls, quick, runs)
    sizes = ((10, True),) if quick else ((1000, True), (10000, True), (10000, False))
    for size, light in sizes:

        def new(size: int = size, light: bool = light) -> Result:
            few = runs if size < 5000 else 1
            return works.all_new(size, light=light, runs=few)

        yield "all_new", new


def _runs(quick: bool, runs: int) -> Iterator[Work]:
    """Through revisions: without a disk, and on it, where each commit waits for it."""

    def work(command: str, size: int, disk: bool, times: int) -> Work:
        return command.split()[0], lambda: works.run_through(
            command, size, 3, disk=disk, runs=times
        )

    for size in (10,) if quick else (1000, 5000):
        yield work("upgrade head", size, False, runs if size < 5000 else 1)
    small = 10 if quick else 1000
    yield work("upgrade head", small, True, 1)
    yield work("downgrade base", small, False, runs)


def _listings(quick: bool, runs: int) -> Iterator[Work]:
    sizes = (20,) if quick else (1000, 5000, 10000)
    middle = sizes[min(1, len(sizes) - 1)]

    def work(
        command: str,
        size: int,
        goal: float | None,
        cold: bool = False,
        branched: bool = False,
        at_head: bool = False,
    ) -> Work:
        return "listing", lambda: works.listing(
            command,
            size,
            goal,
            cold=cold,
            branched=branched,
            at_head=at_head,
            runs=runs,
        )

    for size in sizes:
        yield work("heads", size, 8 if size >= 5000 else None)
    yield work("history", middle, 8)
    yield work("current", middle, 8)
    yield work("current", middle, 8, at_head=True)
    yield work("heads", middle, 3, cold=True)
    yield work("heads", sizes[-1], 8, branched=True)


Stage = tuple[str, int, float | None, bool]
"""Where, how many tables, the goal, and whether they are light."""


def _checks(urls: Urls, quick: bool, runs: int) -> Iterator[Work]:
    goals = {"PostgreSQL": 10.0, "MariaDB": 10.0, "SQLite": 8.0}
    small = (10,) if quick else (100, 1000)
    stages: list[Stage] = [
        (place, size, goal if size >= 1000 else None, False)
        for place, goal in goals.items()
        for size in small
    ]
    many = (10,) if quick else (1000, 10000)
    stages += [("PostgreSQL", size, None, True) for size in many]
    for stage in stages:

        def work(stage: Stage = stage) -> Result:
            place, size, goal, light = stage
            few = runs if size < 5000 else 1
            with urls[place]() as url:
                return works.check(place, url, size, goal, light=light, runs=few)

        yield "check", work


@contextmanager
def _databases() -> Iterator[Urls]:
    run = begin_run()
    try:
        yield {
            "PostgreSQL": server(POSTGRESQL, run).new_database,
            "MariaDB": server(MARIADB, run).new_database,
            "SQLite": _file,
        }
    finally:
        end_run(run)


@contextmanager
def _file() -> Iterator[str]:
    yield "sqlite:///db.sqlite"


def _write(results: list[Result]) -> None:
    """The page, its plot, and those of its lines that the README shows."""
    images = DOCS / "images"
    images.mkdir(exist_ok=True)
    if curves := _curves(results):
        picture = plot("CPU seconds, by size", curves)
        (images / "benchmarks.svg").write_text(picture)
    names = ("autodiff", "alembic", "sqlalchemy", "black")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    machine = (
        f"{datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}, {versions}."
    )
    page = DOCS / "benchmarks.md"
    _replace(page, f"{machine}\n\n{table(results)}")
    shown = [each for each in results if each.size in SHOWN]
    _replace(DOCS.parent / "README.md", f"{machine}\n\n{table(shown)}")


SHOWN = (0, 1000, 5000, 10000)
"""The sizes that the README shows: those of the goals."""

BEGIN, END = "<!-- figures of make bench -->", "<!-- end of figures -->"


def _replace(page: Path, text: str) -> None:
    """Put ``text`` between the two marks of ``page``."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")


def _curves(results: list[Result]) -> Curves:
    """Only works that were measured at several sizes."""
    curves: Curves = {}
    for each in results:
        for tool, figure in (("autodiff", each.ours), ("Alembic", each.theirs)):
            if figure is not None and each.size:
                name = (f"{each.work}, {each.place}", tool)
                curves.setdefault(name, []).append((each.size, figure.cpu))
    return {name: points for name, points in curves.items() if len(points) > 1}


if __name__ == "__main__":
    main()
