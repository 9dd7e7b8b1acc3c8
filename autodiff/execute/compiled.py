"""Compiled scripts: the code of a revision file, compiled once and kept in Python's own cache folder."""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from types import CodeType

from autodiff.revisions.keeping import keep

_CHECKED = (0b11).to_bytes(4, "little")
"""The flags of a compiled file with a hash of its source that is to be checked (PEP 552)."""


def code_of(source: bytes, path: str) -> CodeType:
    """Return the code of ``source``, the text of the script at ``path``, from the kept file if it fits.

    Raises what ``compile`` raises. Compiling a small script takes as long as running it. Python's
    own cache recognizes a text by its size and its time in seconds, and would run an old one after
    a quick change. So the compiled file is hash-based (PEP 552), in the place where Python looks for
    it too, and its hash is compared with the text that was read. A file of another kind, of another
    Python or made for another path is overwritten, unless Python was told to write none or cannot.
    ``tests/execute/test_compiled.py`` lists the files that are never used.
    """
    mark = MAGIC_NUMBER + _CHECKED + source_hash(source)
    file = _place(path)
    kept = _kept(file, mark, path) if file else None
    if kept is not None:
        return kept
    code: CodeType = compile(source, path, "exec", dont_inherit=True)
    if file and not sys.dont_write_bytecode:
        with suppress(OSError):  # a read-only checkout works without
            keep(file, mark + marshal.dumps(code))
    return code


def _place(path: str) -> str | None:
    """Return the path of Python's compiled file; None where Python keeps none."""
    try:
        return cache_from_source(path)
    except NotImplementedError:
        return None


def _kept(file: str, mark: bytes, path: str) -> CodeType | None:
    """Return the code in a compiled ``file`` that begins with ``mark`` and was made for ``path``."""
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - Path doubles the time
            content = stream.read()
    except OSError:
        return None
    if not content.startswith(mark):
        return None
    try:
        code = marshal.loads(memoryview(content)[len(mark) :])
    except (ValueError, TypeError, EOFError):
        return None
    same = isinstance(code, CodeType) and code.co_filename == path
    return code if same else None
