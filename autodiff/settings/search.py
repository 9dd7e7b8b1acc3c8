"""Where the settings are looked for: a named file, or the two usual ones in the current folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from autodiff.errors.nearest import nearest
from autodiff.errors.settings import (
    SectionMissing,
    SettingsAmbiguous,
    SettingsFileMissing,
    SettingsMissing,
)
from autodiff.settings.document import Document, Section, read_document

USUAL_FILES = ("autodiff.ini", "pyproject.toml")
CONFIG_VARIABLE = "AUTODIFF_CONFIG"


def find_section(
    config: str | None, section: str, environ: Mapping[str, str], cwd: Path
) -> Section:
    """The one section of that name in the file that counts.

    ``config`` goes before AUTODIFF_CONFIG, and that before the usual files. Where both usual
    files have the section, neither is preferred: two truths are an error.
    """
    named = config or environ.get(CONFIG_VARIABLE)
    documents = _named(cwd / named) if named else _usual(cwd)
    found = [
        part for part in (document.section(section) for document in documents) if part
    ]
    if len(found) > 1:
        raise SettingsAmbiguous(section, str(cwd), _list(part.path for part in found))
    if not found:
        raise _missing(documents, section, cwd)
    return found[0]


def _named(path: Path) -> list[Document]:
    if not path.exists():
        raise SettingsFileMissing(str(path))
    return [read_document(path)]


def _usual(cwd: Path) -> list[Document]:
    paths = [cwd / name for name in USUAL_FILES]
    return [read_document(path) for path in paths if path.exists()]


def _missing(
    documents: list[Document], section: str, cwd: Path
) -> SettingsMissing | SectionMissing:
    """A pyproject.toml that never heard of autodiff counts as no settings at all."""
    speaking = [document for document in documents if _speaks(document)]
    if not speaking:
        return SettingsMissing(str(cwd))
    names = [name for document in speaking for name in document.sections]
    near = nearest(section, names, 1)
    return SectionMissing(
        _list(document.path for document in speaking),
        section,
        _list(names) or "none",
        near[0] if near else "",
    )


def _speaks(document: Document) -> bool:
    return bool(document.sections) or document.path.name not in USUAL_FILES[1:]


def _list(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))
