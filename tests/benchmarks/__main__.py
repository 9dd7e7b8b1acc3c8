"""``python -m tests.benchmarks``: all works, both tools, one run; writes docs/benchmarks.md.

``--quick`` runs each work once on small sizes: to see that all of it works. ``--runs 3`` runs each that
often instead of five times. ``--only upgrade`` runs the works of that name (a function of works.py)
and writes no page.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import works
from tests.benchmarks.report import HEAD, line, plot, table
from tests.benchmarks.works import Result
from tests.servers.mariadb import MARIADB
from tests.servers.postgresql import POSTGRESQL
from tests.servers.run import begin_run, end_run
from tests.servers.start import server

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
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
        _write(results)


NAMES = ("small", "listing", "upgrade", "downgrade", "first_revision", "check")
Work = tuple[str, Callable[[], Result]]


def _works(
    urls: dict[str, Callable[[], object]], quick: bool, runs: int
) -> Iterator[Work]:
    """All that is measured, small things first."""
    for arguments in (("--help",), ("--version",)):
        yield "small", lambda given=arguments: works.small(given, 4, runs=runs)
    yield from _listings(quick, runs)
    for size in (10,) if quick else (1000, 5000):
        yield "upgrade", lambda size=size: works.upgrade(size, 3, runs=min(runs, 3))
    for size in (10,) if quick else (1000,):
        yield "downgrade", lambda size=size: works.downgrade(size, 3, runs=min(runs, 3))
    for size in (10,) if quick else (100, 1000):

        def first(size: int = size) -> Result:
            return works.first_revision(size, 8, rival=True, runs=min(runs, 3))

        yield "first_revision", first
    yield from _checks(urls, quick, runs)


def _listings(quick: bool, runs: int) -> Iterator[Work]:
    sizes = (20,) if quick else (1000, 5000, 10000)
    middle = sizes[min(1, len(sizes) - 1)]

    def work(
        command: str, size: int, goal: float, cold: bool = False, branched: bool = False
    ) -> Work:
        return "listing", lambda: works.listing(
            command, size, goal, cold=cold, branched=branched, runs=runs
        )

    for size in sizes:
        yield work("heads", size, 8)
    yield work("history", middle, 8)
    yield work("heads", middle, 3, cold=True)
    yield work("heads", sizes[-1], 8, branched=True)


def _checks(
    urls: dict[str, Callable[[], object]], quick: bool, runs: int
) -> Iterator[Work]:
    goals = {"PostgreSQL": 10.0, "MariaDB": 10.0, "SQLite": 8.0}
    for place, goal in goals.items():
        for size in (10,) if quick else (100, 1000, 10000):
            rival = size <= 1000

            def work(
                place: str = place,
                size: int = size,
                goal: float = goal,
                rival: bool = rival,
            ) -> Result:
                with urls[place]() as url:  # type: ignore[attr-defined]
                    return works.check(
                        place,
                        url,
                        size,
                        goal,
                        rival=rival,
                        runs=runs if size < 5000 else 1,
                    )

            yield "check", work


@contextmanager
def _databases() -> Iterator[dict[str, Callable[[], object]]]:
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
    names = ("autodiff", "alembic", "sqlalchemy", "black")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    text = (
        "# Benchmarks\n\nBoth tools in one run, whole processes, median of several; the import of the "
        "models, which both do, is taken off. `make bench` makes this page.\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}; {platform.processor() or platform.machine()}, "
        f"Python {platform.python_version()}, {versions}.\n\n{table(results)}\n\n"
        "![time against size](images/benchmarks.svg)\n"
    )
    (DOCS / "benchmarks.md").write_text(text)
    (DOCS / "images").mkdir(exist_ok=True)
    (DOCS / "images" / "benchmarks.svg").write_text(
        plot("Seconds against size", _curves(results))
    )


def _curves(results: list[Result]) -> dict[str, list[tuple[int, float]]]:
    """By work and tool; only works that were measured at several sizes."""
    curves: dict[str, list[tuple[int, float]]] = {}
    for each in results:
        for tool, figure in (("autodiff", each.ours), ("Alembic", each.theirs)):
            if figure is not None and each.size:
                name = f"{each.work}, {each.place}: {tool}"
                curves.setdefault(name, []).append(
                    (each.size, figure.seconds - each.off)
                )
    return {name: points for name, points in curves.items() if len(points) > 1}


if __name__ == "__main__":
    main()
