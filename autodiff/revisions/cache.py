"""Knows the headers read last time, so that unchanged files need not be read again.

The cache is one JSON file, safe to delete at any time. An entry holds for a path as long
as size and mtime are the same; a file changed so recently that its clock could not show
another change yet is not entered. A cache that cannot be read is ignored and written
anew; one that cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from autodiff.frozen import frozen

from .files import RevisionFile, revision_files
from .header import Header, read_header
from .replacing import replace_file

FORMAT = 1
_SECOND = 1_000_000_000


@frozen
class _Known:
    """A file as it was when it was read, and what was read (None: no revision)."""

    file: RevisionFile
    header: Header | None


def read_headers(
    locations: Iterable[str], recursive: bool = False, cache: str | None = None
) -> tuple[Header, ...]:
    """The headers of all revision files in the locations, sorted by path.

    ``cache`` is the path of the cache file; without it every file is read. Raises what
    ``revision_files`` and ``read_header`` raise.
    """
    files = revision_files(locations, recursive)
    old = _load(cache) if cache else {}
    known = {file.path: _look_up(file, old.get(file.path)) for file in files}
    if cache:
        _store_changes(cache, old, known)
    return tuple(item.header for item in known.values() if item.header)


def _look_up(file: RevisionFile, known: _Known | None) -> _Known:
    if known and known.file == file:
        return known
    return _Known(file, read_header(file.path))


def _load(cache: str) -> dict[str, _Known]:
    try:
        content = json.loads(Path(cache).read_bytes())
        if content["format"] != FORMAT:
            return {}
        return {entry[0]: _from_entry(entry) for entry in content["files"]}
    except (OSError, ValueError, TypeError, LookupError):
        return {}


def _from_entry(entry: list[Any]) -> _Known:
    path, size, mtime_ns, fields = entry
    return _Known(
        RevisionFile(path, size, mtime_ns), _from_fields(*fields) if fields else None
    )


def _from_fields(
    revision: str,
    down: list[str],
    labels: list[str],
    depends: list[str],
    replaces: list[str],
    *texts: str,
) -> Header:
    return Header(
        revision, tuple(down), tuple(labels), tuple(depends), tuple(replaces), *texts
    )


def _store_changes(
    cache: str, old: Mapping[str, _Known], known: Mapping[str, _Known]
) -> None:
    """Writes the cache anew when a settled file is missing from it, or it has too many."""
    now = time.time_ns()
    settled = {path: one for path, one in known.items() if _settled(one.file, now)}
    if settled != old:
        _store(cache, settled.values())


def _settled(file: RevisionFile, now: int) -> bool:
    """Whether a later change is sure to show another mtime.

    File systems stamp by the kernel's tick (10 ms at most), the coarse ones (FAT, some
    network shares) by two whole seconds.
    """
    coarse = file.mtime_ns % _SECOND == 0
    return now - file.mtime_ns > (2 * _SECOND if coarse else _SECOND // 20)


def _store(cache: str, known: Iterable[_Known]) -> None:
    entries = [
        (*astuple(one.file), astuple(one.header) if one.header else None)
        for one in known
    ]
    text = json.dumps({"format": FORMAT, "files": entries}, separators=(",", ":"))
    with contextlib.suppress(OSError):  # a read-only checkout works without a cache
        replace_file(cache, text.encode())
