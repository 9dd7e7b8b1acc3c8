"""A terminal: what a person sees who runs a command there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping

from tests.cli.program import Project, environment

WIDTHS = (80, 120)


def on_terminal(
    project: Project,
    *arguments: str,
    columns: int = 100,
    typed: str = "",
    **variables: str,
) -> str:
    """All that a command shows, standard output and standard error as they come, to somebody who
    has ``typed`` the answers.
    """
    ours, its = pty.openpty()
    _widen(its, columns)
    running = subprocess.Popen(
        [project.program, *arguments],
        cwd=project.folder,
        env=environment({"COLUMNS": str(columns), **variables}),
        stdin=its,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    os.write(ours, typed.encode())
    shown = _all(ours)
    running.wait(timeout=60)
    return shown


def on_a_forked_terminal(
    project: Project, *arguments: str, columns: int, **variables: str
) -> str:
    """The same from a copy of this process, which has loaded already what a command loads."""
    there = environment({"COLUMNS": str(columns), **variables})
    child, ours = pty.fork()
    if child == 0:
        _run(project, arguments, there, columns)
    shown = _all(ours)
    os.waitpid(child, 0)
    return shown


def _run(
    project: Project,
    arguments: tuple[str, ...],
    variables: Mapping[str, str],
    columns: int,
) -> None:
    """The program as it is started in a shell; does not come back."""
    from autodiff.cli.ending import exit_code_of
    from autodiff.cli.program import program

    _widen(1, columns)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(0),
        os.fdopen(1, "w"),
        os.fdopen(2, "w"),
    )
    os.chdir(project.folder)
    os.environ.clear()
    os.environ.update(variables)
    try:
        exit_code_of(program, list(arguments))
    finally:
        os._exit(0)


def _widen(terminal: int, columns: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))


def _all(terminal: int) -> str:
    shown = b"".join(iter(lambda: _read(terminal), b""))
    os.close(terminal)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """The next piece; nothing once the last process that wrote there is gone."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
