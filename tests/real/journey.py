"""One application on one database, run by the Python that the application is installed in.

    python -m tests.real.journey NAME DATABASE URL JUDGE_URL FOLDER

``real_models`` stands on PYTHONPATH. The figures are written to FOLDER/figures.json: what an
application prints when it is imported is its own affair.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from autodiff import api
from autodiff.core.describe import describe
from autodiff.core.operation import Operation
from autodiff.resources import templates_directory
from tests.cases.journey import differences
from tests.cases.witness import witness
from tests.real.figures import Figures


def main(name: str, database: str, url: str, judge_url: str, folder: str) -> None:
    place, figures = Path(folder), Figures(name, database)
    try:
        metadata = _models(name, url, place)
        figures.tables = len(metadata.tables)
        travel(figures, metadata, (url, judge_url), place)
    finally:
        text = json.dumps(dataclasses.asdict(figures))
        (place / "figures.json").write_text(text)


def _models(name: str, url: str, place: Path) -> sa.MetaData:
    os.environ.update(AUTODIFF_REAL=name, AUTODIFF_URL=url, AUTODIFF_FOLDER=str(place))
    import real_models

    metadata: sa.MetaData = real_models.chosen
    return metadata


def travel(
    figures: Figures, metadata: sa.MetaData, urls: tuple[str, str], place: Path
) -> None:
    """From nothing to the models by a script, back, and there again; beside it, ``create_all``."""
    url, judge_url = urls
    empty = _witness(url)
    settings = _project(place, url)
    judged: list[str] = []
    first: list[str] = []

    def up() -> list[str]:
        api.generate(settings, "models")
        _upgrade_alone(place)
        first.extend(_witness(url))
        return _described(api.differences(settings))

    def created() -> list[str]:
        found = _described(_after_create_all(judge_url, metadata))
        judged.extend(_witness(judge_url))
        return found

    def down() -> list[str]:
        api.downgrade(settings, "base")
        return sorted({*_witness(url)} - {*empty})

    def again() -> list[str]:
        api.upgrade(settings)
        return [*_described(api.differences(settings)), *_unlike(first, _witness(url))]

    steps = {"left": up, "catalog": lambda: _unlike(judged, first)}
    steps |= {"downgrade leaves": down, "again": again}
    _stage(figures, "false alarms", created)
    for name, work in steps.items():
        if not _stage(figures, name, work):
            break


def _stage(figures: Figures, name: str, work: Callable[[], list[str]]) -> bool:
    try:
        figures.found[name] = work()
    except Exception:
        figures.failed[name] = traceback.format_exc()
    return name not in figures.failed


def _project(place: Path, url: str) -> api.Settings:
    environment = place / "migrations"
    (environment / "versions").mkdir(parents=True)
    script = (templates_directory() / "script.py.mako").read_text("utf-8")
    (environment / "script.py.mako").write_text(script)
    ini = place / "autodiff.ini"
    ini.write_text(
        "[autodiff]\nscript_location = migrations\nmodels = real_models:chosen\n"
        f"sqlalchemy.url = {url}\n"
    )
    return api.load_settings(str(ini), None, None, {}, place)


def _upgrade_alone(place: Path) -> None:
    """In a process of its own, where nothing is imported but what the script imports."""
    command = [sys.executable, "-m", "autodiff", "upgrade", "head"]
    done = subprocess.run(command, cwd=place, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"upgrade ended with {done.returncode}:\n{done.stderr}")


def _after_create_all(url: str, metadata: sa.MetaData) -> tuple[Operation, ...]:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        metadata.create_all(connection)
    with engine.begin() as connection:
        found = differences(connection, metadata)
    engine.dispose()
    return tuple(found)


def _described(operations: tuple[Operation, ...]) -> list[str]:
    return [describe(each) for each in operations]


def _witness(url: str) -> list[str]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = witness(connection)
    engine.dispose()
    return found


def _unlike(wanted: list[str], found: list[str]) -> list[str]:
    """What stands on one side only."""
    missing = (f"missing  {line}" for line in sorted({*wanted} - {*found}))
    return [*missing, *(f"too much {line}" for line in sorted({*found} - {*wanted}))]


if __name__ == "__main__":
    main(*sys.argv[1:])
