"""Scripts: revision files as modules, their upgrade and downgrade functions, and their errors."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from types import ModuleType
from typing import Any

from autodiff.errors import AutodiffError
from autodiff.errors.running import (
    ScriptFailed,
    ScriptFunctionMissing,
    ScriptFunctionUnrun,
)
from autodiff.errors.users_code import CodeEnded, users_code
from autodiff.execute.compiled import code_of
from autodiff.execute.unawaited import unrun_function
from autodiff.frozen import frozen
from autodiff.revisions.header import Header
from autodiff.revisions.path import Step

SCRIPT = "The script"
"""What messages that name the revision call its code."""


@frozen
class Script:
    """A revision's module, and the checksum of the text that it was loaded from."""

    header: Header
    module: ModuleType
    checksum: str


class _Compiled(SourcelessFileLoader):
    """Loads the bytes that were read before, since the file may have changed."""

    def __init__(self, name: str, path: str, data: bytes) -> None:
        super().__init__(name, path)
        self._data = data

    def get_data(self, path: str) -> bytes:
        return self._data


def loaded(header: Header) -> Script:
    """Read and run the revision's file once, and return its module. Raises ScriptFailed."""
    name = f"autodiff_revision_{header.revision}"
    module = ModuleType(name)
    module.__file__ = header.path
    try:
        data = _read(header.path)
        if header.path.endswith(".pyc"):
            code = _Compiled(name, header.path, data).get_code(name)
        else:
            module.__loader__ = SourceFileLoader(name, header.path)
            code = code_of(data, header.path)
        assert code is not None
        with users_code(SCRIPT):
            exec(code, module.__dict__)
    except Exception as problem:
        if isinstance(problem, AutodiffError) and not isinstance(problem, CodeEnded):
            raise
        raise ScriptFailed(
            revision=header.revision,
            path=header.path,
            said=said(problem, header.path),
            stays="unread",
            kept=0,
            undo="",
        ) from problem
    return Script(header, module, _checksum(data))


def loaded_for(step: Step, suffix: str, others: Iterable[str] = ()) -> Script | None:
    """Load and check the script of ``step``; return None for a step without a script.

    Called for all steps before the first is run, so that a script that cannot be imported, or whose
    function cannot be called, stops the command before anything is done. ``suffix`` ends the name
    of the function; ``others`` are the suffixes for other databases, whose functions may be
    missing. Raises ScriptFailed,
    ScriptFunctionMissing, ScriptFunctionUnrun.
    """
    if step.header is None:
        return None
    script = loaded(step.header)
    for name in (step.direction + each for each in others if each != suffix):
        if hasattr(script.module, name):
            function_of(script, name)
    function_of(script, step.direction + suffix)
    return script


def function_of(script: Script, name: str) -> Callable[..., Any]:
    """Return the script's function ``name``. Raises ScriptFunctionMissing, ScriptFunctionUnrun."""
    function = getattr(script.module, name, None)
    revision, path = script.header.revision, script.header.path
    if not callable(function):
        raise ScriptFunctionMissing(revision, path, name)
    sort = unrun_function(function)
    if sort:
        raise ScriptFunctionUnrun(revision, path, name, sort)
    checked: Callable[..., Any] = function
    return checked


def checksum(path: str) -> str:
    """Return the SHA-256 of a script's text, whatever its line ends."""
    return _checksum(_read(path))


def _read(path: str) -> bytes:
    # Of thousands of files, Path costs half.
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def _checksum(text: bytes) -> str:
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()


def said(problem: BaseException, path: str) -> str:
    """Return the text of an exception, with the line in the script at ``path`` that raised it."""
    if isinstance(problem, CodeEnded):
        return f"{problem.what} {problem.did}.".replace(f" of {path}", "")
    if isinstance(problem, AutodiffError):
        return problem.in_short()
    words = "".join(traceback.format_exception_only(problem)).strip()
    if isinstance(problem, SyntaxError):
        return " ".join(words.split())
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(problem.__traceback__)
        if frame.filename == path
    ]
    return f"{words} (line {lines[-1]})" if lines else words
