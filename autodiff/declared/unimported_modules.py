"""Modules that seem to define tables and were not imported: the likely cause of empty models."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_DEFINES = re.compile(
    r"\b__tablename__\b|\b(Table|Column|mapped_column)\(|\btable\s*=\s*True\b"
)
_IS_REVISION = re.compile(r"^down_revision\b", re.MULTILINE)
_IS_TEST = re.compile(r"tests?|test_.*|.*_test|conftest")


def unimported_modules(place: str) -> tuple[str, ...]:
    """Return the modules around the imported ``place`` that seem to define tables and are not
    imported.

    These are all below its package; where it is in none, the files beside it. Only their text is
    searched, so the answer is a guess.
    """
    name = place.partition(":")[0]
    package = name if _folder(name) else name.rpartition(".")[0]
    folder = _folder(package) if package else _folder_of_file(name)
    if folder is None or not folder.is_dir():
        return ()
    modules = [
        module
        for module, file in _modules(folder, package, below=bool(package))
        if module not in sys.modules and _defines_tables(file)
    ]
    return tuple(sorted(modules))


def _folder(package: str) -> Path | None:
    """Return the folder of a package's modules; None where the name is no package."""
    paths = list(getattr(sys.modules.get(package), "__path__", ()))
    return Path(paths[0]) if paths else None


def _folder_of_file(module: str) -> Path | None:
    file = getattr(sys.modules.get(module), "__file__", None)
    return Path(file).parent if file else None


def _modules(folder: Path, package: str, *, below: bool) -> Iterator[tuple[str, Path]]:
    """Yield the names and files of modules, those of inner packages too where ``below``."""
    start = f"{package}." if package else ""
    for path in folder.iterdir():
        if _IS_TEST.fullmatch(path.stem) or not path.stem.isidentifier():
            continue
        if path.suffix == ".py" and path.stem != "__init__":
            yield f"{start}{path.stem}", path
        elif below and (path / "__init__.py").is_file() and not path.is_symlink():
            yield f"{start}{path.name}", path / "__init__.py"
            yield from _modules(path, f"{start}{path.name}", below=True)


def _defines_tables(file: Path) -> bool:
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return False
    return bool(_DEFINES.search(text)) and not _IS_REVISION.search(text)
