"""A server never outlives its test run, and always lives as long as it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import keeper, start
from tests.servers.mariadb import MARIADB
from tests.servers.ports import free_port
from tests.servers.postgresql import POSTGRESQL
from tests.servers.run import LOCK, Run, begin_run, end_run
from tests.servers.server import Recipe

# Stands for a server: says its number, then waits.
SLEEPER = ["sh", "-c", "echo $$; exec sleep 600"]


def kept(run: Run, command: list[str]) -> subprocess.Popen[str]:
    data = run.folder / "sleeper"
    data.mkdir()
    job = {
        "command": command,
        "account": None,
        "stop_signal": signal.SIGKILL,
        "data": str(data),
        "run_lock": str(run.folder / LOCK),
    }
    return subprocess.Popen(
        [sys.executable, keeper.__file__, json.dumps(job)],
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_the_end_of_the_run_ends_the_server_and_clears_its_data() -> None:
    run = begin_run()
    process = kept(run, SLEEPER)
    server = int(first_line(process))
    assert Path(f"/proc/{server}").exists()
    end_run(run)
    process.communicate(timeout=30)
    assert not Path(f"/proc/{server}").exists()
    assert not run.folder.exists()


def test_a_killed_run_ends_the_server_too() -> None:
    begin = "from tests.servers.run import *; r = begin_run(); print(r.folder); input()"
    killed = subprocess.Popen(
        [sys.executable, "-c", begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    run = Run(Path(first_line(killed).strip()))
    process = kept(run, SLEEPER)
    first_line(process)
    killed.kill()
    killed.communicate()
    process.communicate(timeout=30)
    assert not run.folder.exists()


def test_a_run_without_servers_leaves_nothing() -> None:
    run = begin_run()
    end_run(run)
    assert not run.folder.exists()


@pytest.mark.parametrize(
    "recipe",
    [
        pytest.param(POSTGRESQL, id="postgresql", marks=pytest.mark.postgresql),
        pytest.param(MARIADB, id="mariadb", marks=pytest.mark.mariadb),
    ],
)
def test_a_port_that_is_taken_meanwhile_is_not_the_end(
    recipe: Recipe, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = request.getfixturevalue(f"{recipe.name}_server").port
    ports = iter([taken, free_port()])
    monkeypatch.setattr(start, "free_port", lambda: next(ports))
    run = begin_run()
    try:
        assert start.server(recipe, run).port != taken
    finally:
        end_run(run)
