"""Scripts: a revision file imported, its upgrade or downgrade called, its errors brought home."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from types import ModuleType
from typing import Any

from autodiff.errors import AutodiffError
from autodiff.errors.running import ScriptFailed, ScriptFunctionMissing
from autodiff.revisions.header import Header


def loaded(header: Header) -> ModuleType:
    """The revision's module, run from its file; raises ScriptFailed."""
    is_compiled = header.path.endswith(".pyc")
    kind = SourcelessFileLoader if is_compiled else SourceFileLoader
    loader = kind(f"autodiff_revision_{header.revision}", header.path)
    module = ModuleType(loader.name)
    module.__file__ = header.path
    module.__loader__ = loader
    try:
        code = loader.get_code(loader.name)
        assert code is not None
        exec(code, module.__dict__)
    except AutodiffError:
        raise
    except Exception as problem:
        raise ScriptFailed(
            revision=header.revision,
            path=header.path,
            said=said(problem, header.path),
            stays="untouched",
            kept=0,
        ) from problem
    return module


def function_of(module: ModuleType, header: Header, name: str) -> Callable[..., Any]:
    """The script's function ``name``; raises ScriptFunctionMissing."""
    function = getattr(module, name, None)
    if not callable(function):
        raise ScriptFunctionMissing(header.revision, header.path, name)
    found: Callable[..., Any] = function
    return found


def checksum(path: str) -> str:
    """SHA-256 of a script's text, whatever its line ends."""
    # Of thousands of files, Path costs half.
    with open(path, "rb") as file:  # noqa: PTH123
        text = file.read()
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()


def said(problem: BaseException, path: str) -> str:
    """The exception's own words, with the line of the script that it came from."""
    words = "".join(traceback.format_exception_only(problem)).strip()
    if isinstance(problem, SyntaxError):
        return " ".join(words.split())
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(problem.__traceback__)
        if frame.filename == path
    ]
    return f"{words} (line {lines[-1]})" if lines else words
