"""``python -m tests.real [NAME ...]``: each application on each database that it supports.

Prints a Markdown table, then all that is not as it should be; ends with 1 where something is not.
The applications are installed once, into ``.cache/real/`` (120 to 220 MB each). The scripts that
were generated stay in ``.cache/real/scripts/``, to be read.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.real.application import (
    CACHE,
    DATABASES,
    PROJECT,
    Application,
    Unusable,
    corpora,
    install,
)
from tests.real.figures import HEAD, SHOWN, Figures, details, row
from tests.servers.mariadb import MARIADB
from tests.servers.postgresql import POSTGRESQL
from tests.servers.run import begin_run, end_run
from tests.servers.start import server

NewDatabase = Callable[[], AbstractContextManager[str]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.real")
    parser.add_argument("names", nargs="*", type=_known, metavar="NAME")
    parser.add_argument("--database", choices=SHOWN)
    chosen = parser.parse_args()
    try:
        found = list(_all(chosen.names or [*DATABASES], chosen.database))
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 2
    for figures in found:
        for line in details(figures):
            print(line)
    return 0 if all(each.right for each in found) else 1


def _known(name: str) -> str:
    if name not in DATABASES:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(DATABASES)}")
    return name


def _all(names: list[str], database: str | None) -> Iterator[Figures]:
    folder = corpora()
    applications = [Application(name, folder) for name in names]
    for each in applications:
        install(each)
    print(HEAD)
    with _databases() as places:
        for each in applications:
            for kind in DATABASES[each.name]:
                if database in (None, kind):
                    figures = _run(each, kind, places[kind]())
                    print(row(figures), flush=True)
                    yield figures


@contextmanager
def _databases() -> Iterator[dict[str, Callable[[], NewDatabase]]]:
    """By sort, what starts its server."""
    run = begin_run()
    try:
        yield {
            "postgresql": lambda: server(POSTGRESQL, run).new_database,
            "mariadb": lambda: server(MARIADB, run).new_database,
            "sqlite": lambda: _file,
        }
    finally:
        end_run(run)


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="autodiff-real-") as folder:
        yield f"sqlite:///{folder}/database.db"


def _run(application: Application, kind: str, new_database: NewDatabase) -> Figures:
    """The journey in the application's own Python."""
    with (
        new_database() as url,
        new_database() as judge,
        tempfile.TemporaryDirectory(prefix="autodiff-real-") as folder,
    ):
        command = [str(application.python), "-m", "tests.real.journey"]
        path = f"{PROJECT}{os.pathsep}{application.corpora}"
        done = subprocess.run(
            [*command, application.name, kind, url, judge, folder],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": path},
            text=True,
            capture_output=True,
        )
        _keep_script(application.name, kind, Path(folder))
        return _figures(Path(folder), application.name, kind, done)


def _figures(
    folder: Path, name: str, kind: str, done: subprocess.CompletedProcess[str]
) -> Figures:
    """What the journey wrote; where it did not come to an end, what it said instead."""
    written = folder / "figures.json"
    figures = Figures(name, kind)
    if written.exists():
        figures = Figures(**json.loads(written.read_text()))
    if done.returncode:
        figures.failed["false alarms"] = done.stderr[-4000:]
    return figures


def _keep_script(name: str, kind: str, folder: Path) -> None:
    scripts = CACHE / "scripts"
    scripts.mkdir(parents=True, exist_ok=True)
    for path in (folder / "migrations" / "versions").glob("*.py"):
        shutil.copy(path, scripts / f"{name}_{kind}.py")


if __name__ == "__main__":
    sys.exit(main())
