"""Frames of a traceback: whose code an exception came up in, and what of it a user wants to see."""

from __future__ import annotations

import os
import sysconfig
import traceback
from pathlib import Path

_PACKAGE = f"{Path(__file__).parents[1]}{os.sep}"
_STANDARD = tuple(sysconfig.get_path(name) for name in ("stdlib", "platstdlib"))


def users_frames(problem: BaseException) -> str:
    """The traceback of ``problem`` with the frames of the user's own files only."""
    frames = [
        frame
        for frame in traceback.extract_tb(problem.__traceback__)
        if not _is_library(frame.filename) and not _is_autodiff(frame.filename)
    ]
    lines = traceback.format_list(frames) + traceback.format_exception_only(problem)
    return "".join(lines).rstrip()


def users_place(problem: BaseException) -> str:
    """`` at line 3 of FILE``: the last line of the user's own that ``problem`` came through, or
    nothing where there is none in a file.
    """
    for frame in reversed(traceback.extract_tb(problem.__traceback__)):
        file = frame.filename
        if not (_is_library(file) or _is_autodiff(file)) and Path(file).is_file():
            return f" at line {frame.lineno} of {file}"
    return ""


def is_ours(problem: BaseException) -> bool:
    """Whether ``problem`` came up in autodiff rather than in code of the user's.

    What libraries raise counts for whoever called them; a file that is not Python for its author.
    """
    if isinstance(problem, SyntaxError):
        return False
    for frame in reversed(traceback.extract_tb(problem.__traceback__)):
        if _is_autodiff(frame.filename):
            return True
        if not _is_library(frame.filename):
            return False
    return True


def _is_autodiff(file: str) -> bool:
    return file.startswith(_PACKAGE)


def _is_library(file: str) -> bool:
    return file.startswith(("<", *_STANDARD)) or not {
        "site-packages",
        "dist-packages",
    }.isdisjoint(Path(file).parts)
