"""The search for the settings file: one that is named, or the two usual ones in the current folder."""

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
    """Find the section named ``section`` in the settings file.

    The file is ``config``; if that is None, AUTODIFF_CONFIG of ``environ``; else one of the usual
    files in ``cwd``. Raises SettingsAmbiguous where both usual files have the section, and
    SettingsFileMissing, SettingsMissing, SectionMissing and the errors of ``read_document``.
    """
    named = config or environ.get(CONFIG_VARIABLE)
    documents = _named(cwd / named) if named else _usual(cwd)
    candidates = [document.section(section) for document in documents]
    sections = [candidate for candidate in candidates if candidate]
    if len(sections) > 1:
        files = _list(candidate.path for candidate in sections)
        raise SettingsAmbiguous(section, str(cwd), files)
    if not sections:
        raise _missing(documents, section, cwd)
    return sections[0]


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
    """Return the error for a section that no file has.

    A pyproject.toml without any settings of autodiff counts as no settings file.
    """
    relevant = [document for document in documents if _has_settings(document)]
    if not relevant:
        return SettingsMissing(str(cwd))
    names = [name for document in relevant for name in document.sections]
    near = nearest(section, names, 1)
    return SectionMissing(
        _list(document.path for document in relevant),
        section,
        _list(names) or "none",
        near[0] if near else "",
    )


def _has_settings(document: Document) -> bool:
    """Whether the file has sections of autodiff, or is no pyproject.toml."""
    return bool(document.sections) or document.path.name not in USUAL_FILES[1:]


def _list(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))
