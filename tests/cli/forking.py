"""A process that has loaded autodiff once and forks for each command: a start without its imports.

Most tests ask what a command does, not how it starts; a new interpreter for each took most of
their time. What a start loads, and the installed program, have tests of their own, in real
processes. Run as a script: a line of JSON in for each command, its exit code out.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, NoReturn

# The modules of other packages that commands load when they need them.
LOADED_LATE = (
    "black",
    "mako.template",
    "psycopg",
    "pymysql",
    "rich.console",
    "sqlalchemy.dialects.mysql.pymysql",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.orm",
)
TIMEOUT = 120  # seconds


def run(
    command: Sequence[str], folder: Path, variables: Mapping[str, str]
) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``command``, started in ``folder``.

    Standard input is empty. Negative codes are signals, SIGALRM after :data:`TIMEOUT`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        job = {
            "command": list(command),
            "folder": str(folder),
            "variables": dict(variables),
            "streams": [
                f"/proc/{os.getpid()}/fd/{each.fileno()}" for each in (out, err)
            ],
        }
        asked, answered = _streams(os.getpid())
        asked.write(json.dumps(job) + "\n")
        asked.flush()
        code = int(answered.readline())
        return code, _text(out), _text(err)


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


@cache
def _streams(_owner: int) -> tuple[IO[str], IO[str]]:
    """The process's standard input and output; it ends when the first is closed."""
    started = subprocess.Popen(
        [sys.executable, "-P", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    assert started.stdin is not None and started.stdout is not None
    for stream in (started.stdin, started.stdout):
        atexit.register(stream.close)
    return started.stdin, started.stdout


# --- in the process -------------------------------------------------------------------------------


def _load() -> None:
    import autodiff

    for module in pkgutil.walk_packages(autodiff.__path__, "autodiff."):
        importlib.import_module(module.name)
    for name in LOADED_LATE:
        importlib.import_module(name)
    gc.freeze()


def _next_command() -> list[str] | None:
    """In a fork: the command that it is to be. In the first process: None, at the end."""
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in asked:
        child = os.fork()
        if child == 0:
            asked.detach(), answers.detach()
            return _become(**json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, file=answers, flush=True)
    return None


def _become(
    command: list[str], folder: str, variables: dict[str, str], streams: list[str]
) -> list[str]:
    signal.alarm(TIMEOUT)
    for number, path in enumerate([os.devnull, *streams]):
        os.dup2(os.open(path, os.O_RDWR), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    return command


def _do(command: list[str]) -> NoReturn:
    """Run the program; the process ends without taking down all that it never used."""
    from autodiff.cli import main

    sys.argv = command
    code: object = 1
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    _load()
    ours = _next_command()
    if ours is not None:
        _do(ours)
