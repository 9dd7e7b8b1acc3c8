"""Runs one server as its own process and ends it when the test run is over, however that ended.

Run as a script with one JSON argument (see ``start.py``). It is a process apart because
neither an ``atexit`` hook nor a fixture survives ``kill -9``; a file lock does.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path


def keep(
    command: list[str],
    account: str | None,
    stop_signal: int,
    data: Path,
    run_lock: Path,
) -> int:
    """Run ``command`` until it ends or the run does; gives its exit code."""
    server = subprocess.Popen(
        command,
        cwd=data,
        user=account,
        group=account,
        extra_groups=[] if account else None,
    )
    with run_lock.open() as lock:
        while server.poll() is None and not _is_free(lock.fileno()):
            time.sleep(0.2)
        if server.poll() is None:
            server.send_signal(stop_signal)
        code = server.wait()
        if _is_free(lock.fileno()):
            _clear(data, run_lock.parent)
    return code


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _clear(data: Path, run: Path) -> None:
    """Remove this server's data, and the run's folder when no other keeper needs it."""
    shutil.rmtree(data)
    if not any(entry.is_dir() for entry in run.iterdir()):
        # The keeper of another server may be doing the same at this moment.
        shutil.rmtree(run, ignore_errors=True)


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    sys.exit(
        keep(
            job["command"],
            job["account"],
            job["stop_signal"],
            Path(job["data"]),
            Path(job["run_lock"]),
        )
    )
