"""Measuring: a command as a whole process, several times, in turn with its rival."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Command = tuple[list[str], Path]


@dataclass(frozen=True)
class Figure:
    """Seconds on the clock and of the processor (medians of several runs, each by itself), and
    the largest memory (MiB).
    """

    seconds: float
    cpu: float
    memory: float


def once(command: Command, expect: int = 0) -> Figure:
    """One run. Its exit code must be as expected: a failing command is no fast command."""
    arguments, folder = command
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    # Compiled modules are kept, as Python does by itself: both tools gain by it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            arguments,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expect:
        said = (folder / "output.txt").read_text(errors="replace")[-2000:]
        raise RuntimeError(
            f"{' '.join(arguments)} ended with {process.returncode}:\n{said}"
        )
    return Figure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def side_by_side(
    ours: Command,
    theirs: Command | None,
    *,
    runs: int,
    before: Callable[[], None] = lambda: None,
    expect: int = 0,
) -> tuple[Figure, Figure | None]:
    """Medians of ``runs`` runs each, one after the other; ``before`` sets each run's stage,
    ``expect`` is the exit code.
    """
    mine, yours = [], []
    for _ in range(runs):
        before()
        mine.append(once(ours, expect))
        if theirs is not None:
            before()
            yours.append(once(theirs, expect))
    return _median(mine), _median(yours) if yours else None


def _median(figures: list[Figure]) -> Figure:
    return Figure(
        statistics.median(each.seconds for each in figures),
        statistics.median(each.cpu for each in figures),
        max(each.memory for each in figures),
    )
