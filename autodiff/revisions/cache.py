"""The cache of headers, so that unchanged files need not be read again.

The cache is one JSON file, safe to delete at any time. An entry is valid as long
as size and mtime of its file are the same; a file changed so recently that another change
could keep its mtime is not entered. A cache that cannot be read is ignored and
overwritten; a cache that cannot be written is skipped.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from autodiff.revisions.files import RevisionFile, revision_files
from autodiff.revisions.header import Header
from autodiff.revisions.keeping import keep

FORMAT = 1
_SECOND = 1_000_000_000

_Entry = list[Any]
"""Path, size and mtime of a file, and the fields of its header (None: it is no revision)."""


def read_headers(
    locations: Iterable[str], recursive: bool = False, cache: str | None = None
) -> tuple[Header, ...]:
    """Return the headers of all revision files in the locations, sorted by path.

    ``recursive`` includes sub-folders. ``cache`` is the path of the cache file; without it every
    file is read. Raises what
    ``revision_files`` and ``read_header`` raise.
    """
    files = revision_files(locations, recursive)
    entries = _load(cache) if cache else {}
    kept = _kept(files, entries)
    headers = {
        file.path: kept[file.path] if file.path in kept else _read(file.path)
        for file in files
    }
    if cache and _outdated(files, entries, kept):
        _store(cache, files, headers)
    return tuple(each for each in headers.values() if each)


def _read(path: str) -> Header | None:
    from autodiff.revisions.reading import read_header  # not where nothing changed

    return read_header(path)


def _load(cache: str) -> dict[str, _Entry]:
    try:
        content = json.loads(Path(cache).read_bytes())
        if content["format"] != FORMAT:
            return {}
        return {entry[0]: entry for entry in content["files"]}
    except (OSError, ValueError, TypeError, LookupError):
        return {}


def _kept(
    files: Iterable[RevisionFile], entries: Mapping[str, _Entry]
) -> dict[str, Header | None]:
    """Return the cached headers of unchanged files, by path; none if an entry is damaged."""
    kept: dict[str, Header | None] = {}
    try:
        for file in files:
            _, size, mtime_ns, fields = entries.get(file.path) or _NO_ENTRY
            if size == file.size and mtime_ns == file.mtime_ns:
                kept[file.path] = _from_fields(*fields) if fields else None
    except (TypeError, ValueError):
        return {}
    return kept


_NO_ENTRY: _Entry = ["", None, None, None]


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


def _outdated(
    files: Iterable[RevisionFile],
    entries: Mapping[str, _Entry],
    kept: Mapping[str, Header | None],
) -> bool:
    """Whether the cache has an outdated entry or lacks a file that could be entered."""
    if len(entries) != len(kept):
        return True
    now = time.time_ns()
    return any(_settled(each, now) for each in files if each.path not in kept)


def _settled(file: RevisionFile, now: int) -> bool:
    """Whether a later change of the file is certain to change its mtime.

    File systems stamp by the kernel's tick (10 ms at most), the coarse ones (FAT, some
    network shares) by two whole seconds.
    """
    coarse = file.mtime_ns % _SECOND == 0
    return now - file.mtime_ns > (2 * _SECOND if coarse else _SECOND // 20)


def _store(
    cache: str, files: Iterable[RevisionFile], headers: Mapping[str, Header | None]
) -> None:
    now = time.time_ns()
    entries = [
        (*astuple(file), astuple(header) if header else None)
        for file, header in ((each, headers[each.path]) for each in files)
        if _settled(file, now)
    ]
    text = json.dumps({"format": FORMAT, "files": entries}, separators=(",", ":"))
    with contextlib.suppress(OSError):  # a read-only checkout works without a cache
        keep(cache, text.encode())
