"""The two streams: results on standard output, all else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO


def say(*lines: str) -> None:
    """Write the lines of a result to standard output."""
    write(sys.stdout, lines)


def note(*lines: str) -> None:
    """Write lines for people to standard error."""
    write(sys.stderr, lines)


def write(stream: TextIO, lines: Iterable[str]) -> None:
    """Write lines to ``stream``. A reader that went away (``| head -1``) is no failure."""
    try:
        for line in lines:
            stream.write(f"{line}\n")
        stream.flush()
    except BrokenPipeError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Discard all further output of ``stream``; the interpreter flushes it once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def is_pretty(stream: TextIO) -> bool:
    """Whether tables and colours are wanted: on a terminal, unless NO_COLOR is set or TERM is dumb."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def draw(stream: TextIO, *drawings: Any) -> None:
    """Draw renderables of rich on a stream that is a terminal."""
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    for drawing in drawings:
        console.print(drawing)
