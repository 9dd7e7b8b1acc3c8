"""The files in the version locations that may be revisions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from autodiff.errors.scripts import VersionLocationMissing
from autodiff.frozen import frozen


@frozen
class RevisionFile:
    """A candidate, with the size and mtime by which a change of it is noticed."""

    path: str
    size: int
    mtime_ns: int


def revision_files(
    locations: Iterable[str], recursive: bool = False
) -> tuple[RevisionFile, ...]:
    """Return the Python files in all locations, sorted by path, each once.

    ``recursive`` also takes sub-folders. A location that is reached twice (overlapping
    settings, a symbolic link) counts once. Raises ``VersionLocationMissing``.
    """
    seen: set[str] = set()
    files: list[RevisionFile] = []
    for location in locations:
        if not Path(location).is_dir():
            raise VersionLocationMissing(location)
        for folder in _folders(location, recursive):
            real = os.path.realpath(folder)
            if real not in seen:
                seen.add(real)
                files.extend(_files(folder))
    return tuple(sorted(files, key=lambda file: file.path))


def compiled_files(
    locations: Iterable[str], recursive: bool = False
) -> tuple[str, ...]:
    """Return the paths of the ``.pyc`` files in all locations that have no ``.py`` beside them."""
    folders = {
        os.path.realpath(folder): folder
        for location in locations
        for folder in _folders(location, recursive)
    }
    paths = (path for folder in folders.values() for path in Path(folder).glob("*.pyc"))
    return tuple(
        sorted(
            str(path)
            for path in paths
            if _is_candidate(path.name) and not path.with_suffix(".py").exists()
        )
    )


def _folders(location: str, recursive: bool) -> Iterator[str]:
    yield location
    if recursive:
        for folder, children, _ in os.walk(location, followlinks=False):
            children[:] = [name for name in children if not _hidden(name)]
            yield from (str(Path(folder, name)) for name in children)


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _files(folder: str) -> Iterator[RevisionFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(".py") and _is_candidate(name) and entry.is_file():
                stat = entry.stat()
                yield RevisionFile(entry.path, stat.st_size, stat.st_mtime_ns)


def _is_candidate(name: str) -> bool:
    """Whether a name is no package marker and no editor's lock or backup (``.#name.py``)."""
    return not name.startswith((".", "#", "__init__"))
