"""The two streams: results on standard output, the rest on standard error, to people or pipes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO


def say(*lines: str) -> None:
    """Lines of a result."""
    write(sys.stdout, lines)


def note(*lines: str) -> None:
    """Lines about a result, for people."""
    write(sys.stderr, lines)


def write(stream: TextIO, lines: Iterable[str]) -> None:
    """Lines to a stream. A reader that went away (``| head -1``) stops no command."""
    try:
        for line in lines:
            stream.write(f"{line}\n")
        stream.flush()
    except BrokenPipeError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Let what is still to come go nowhere; the interpreter flushes once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def is_pretty(stream: TextIO) -> bool:
    """Whether tables and colours are wanted there: on a terminal, but for NO_COLOR."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def draw(stream: TextIO, *drawings: Any) -> None:
    """Renderables of rich to a stream that is a terminal."""
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    for each in drawings:
        console.print(each)
