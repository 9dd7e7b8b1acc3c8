"""Writing revision files: whole or not at all, and never a new file over another."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from autodiff.errors.models import FileExists, FileNotWritten


def write_new(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write ``text`` to ``path``, which must not exist; raises FileExists or FileNotWritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FileNotWritten(str(path), problem.strerror or str(problem)) from problem
    try:
        _write(path, text.encode(encoding))
    except FileExistsError:
        raise FileExists(str(path)) from None
    except OSError as problem:
        raise FileNotWritten(str(path), problem.strerror or str(problem)) from problem


def _write(path: Path, content: bytes) -> None:
    """Write a temporary file and link it to ``path``, so that a killed process leaves no partial file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".autodiff-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).chmod(0o666 & ~_umask())
        os.link(temporary, path)
    finally:
        os.unlink(temporary)  # noqa: PTH108 - the twin of os.link


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_file(path: Path, content: bytes) -> None:
    """Replace the content of the file at ``path``, whole or not at all.

    A symbolic link stays one. Raises FileNotWritten.
    """
    target = path.resolve()
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".autodiff-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        shutil.copymode(target, temporary)
        Path(temporary).replace(target)
    except OSError as problem:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise FileNotWritten(str(path), problem.strerror or str(problem)) from problem
