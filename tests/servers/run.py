"""One test run: a folder that all its processes share, locked for as long as the run lives."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LOCK = "run.lock"


@dataclass(frozen=True, slots=True)
class Run:
    """The folder; and in the process that began the run, the open lock."""

    folder: Path
    lock: IO[str] | None = None


def begin_run() -> Run:
    """Make the folder and lock it; the kernel lets go of the lock however we end."""
    folder = Path(tempfile.mkdtemp(prefix="autodiff-run-")).resolve()
    folder.chmod(0o755)  # the servers run under other accounts
    lock = (folder / LOCK).open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return Run(folder, lock)


def end_run(run: Run) -> None:
    """Let go of the lock: the keepers see it, end their servers and clear away."""
    if run.lock is None:
        return
    used = any(entry.is_dir() for entry in run.folder.iterdir())
    run.lock.close()
    if not used:
        shutil.rmtree(run.folder)


@contextmanager
def alone(run: Run, purpose: str) -> Iterator[None]:
    """Only one process of the run at a time is inside, for one purpose."""
    with (run.folder / f"{purpose}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
