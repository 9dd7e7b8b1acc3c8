"""Starts a server on its first use in a test run; later uses, in any process, find it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.servers import keeper
from tests.servers.ports import free_port
from tests.servers.programs import ProgramsMissing, find
from tests.servers.run import LOCK, Run, alone
from tests.servers.server import Programs, Recipe, Server

PATIENCE = 60.0  # seconds that a server may take to come up
ATTEMPTS = 3  # another process may take the port before the server does


class ServerBroken(Exception):
    """A server does not start; the text holds the end of its log."""


def server(recipe: Recipe, run: Run) -> Server:
    """The run's server of this sort, started if need be.

    Raises ProgramsMissing and ServerBroken. Preparing the data takes under a second for
    either server (measured: 0.8 s), so no prepared copy is kept between runs.
    """
    with alone(run, recipe.name):
        programs = _programs(recipe, run)
        note = run.folder / f"{recipe.name}.port"
        if not note.exists():
            note.write_text(str(_start(recipe, programs, run)))
        port = int(note.read_text())
    return Server(recipe, port, run.folder / recipe.name, programs)


def _programs(recipe: Recipe, run: Run) -> Programs:
    """The programs; that they are missing is noted, so it is found out once in a run."""
    note = run.folder / f"{recipe.name}.missing"
    if note.exists():
        raise ProgramsMissing(note.read_text())
    try:
        with alone(run, "install"):
            return find(recipe.package)
    except ProgramsMissing as missing:
        note.write_text(str(missing))
        raise


def _start(recipe: Recipe, programs: Programs, run: Run) -> int:
    """Prepare and run it; gives its port."""
    log = run.folder / f"{recipe.name}.log"
    for _ in range(ATTEMPTS):
        folder = run.folder / recipe.name
        _prepare(recipe, programs, folder, log)
        port = free_port()
        if _serve(recipe, recipe.serve(programs, folder, port), folder, log, port):
            return port
    raise ServerBroken(f"{recipe.name} does not start. Its log ends:\n{_end(log)}")


def _prepare(recipe: Recipe, programs: Programs, folder: Path, log: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    account = _account(recipe)
    if account:
        shutil.chown(folder, account, account)
    with log.open("a") as output:
        done = subprocess.run(
            recipe.prepare(programs, folder),
            cwd=folder,
            user=account,
            group=account,
            extra_groups=[] if account else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0:
        raise ServerBroken(f"{recipe.name} cannot be prepared:\n{_end(log)}")


def _serve(
    recipe: Recipe, command: list[str], data: Path, log: Path, port: int
) -> bool:
    """Run the server under a keeper; gives whether it came up."""
    job = {
        "command": command,
        "account": _account(recipe),
        "stop_signal": recipe.stop_signal,
        "data": str(data),
        "run_lock": str(data.parent / LOCK),
    }
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, keeper.__file__, json.dumps(job)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for pytest; the keeper follows the lock
        )
    return _comes_up(recipe, process, data, port)


def _comes_up(
    recipe: Recipe, process: subprocess.Popen[bytes], data: Path, port: int
) -> bool:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if recipe.is_up(port, data):
            # It outlives this process on purpose: Popen need not warn about that.
            process.returncode = 0
            return True
        time.sleep(0.05)
    return False


def _account(recipe: Recipe) -> str | None:
    return recipe.account if os.geteuid() == 0 else None


def _end(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]
