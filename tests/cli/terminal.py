"""A terminal of 100 columns: what a person sees who runs a command there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios

from tests.cli.program import Project, environment

COLUMNS = 100


def on_terminal(project: Project, *arguments: str, **variables: str) -> str:
    """All that a command shows, standard output and standard error as they come."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 30, COLUMNS, 0, 0))
    running = subprocess.Popen(
        [project.program, *arguments],
        cwd=project.folder,
        env=environment({"COLUMNS": str(COLUMNS), **variables}),
        stdin=its,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    running.wait(timeout=60)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """The next piece; nothing once the last process that wrote there is gone."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
