"""The example packages as if pip had installed them: on Python's path, their entry points known."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autodiff.dialects import packages
from autodiff.operations import own

PACKAGES = Path(__file__).with_name("packages")


@contextmanager
def nothing_registered() -> Iterator[None]:
    """Inside: as in a process of its own, in which nothing was looked up or registered yet."""
    registries: list[dict[str, object]] = [
        packages._KINDS,  # type: ignore[list-item]
        packages._DIALECTS,  # type: ignore[list-item]
        own._REGISTERED,  # type: ignore[list-item]
    ]
    before = [dict(each) for each in registries]
    for each in registries:
        each.clear()
    _look_anew()
    try:
        yield
    finally:
        for each, held in zip(registries, before, strict=True):
            each.clear()
            each.update(held)
        _look_anew()


def _look_anew() -> None:
    packages.installed.cache_clear()
    packages._register_installed.cache_clear()


@contextmanager
def installed(name: str, folder: Path) -> Iterator[None]:
    """Inside, the example package ``name`` is installed; ``folder`` is empty, and for its metadata."""
    project = tomllib.loads((PACKAGES / name / "pyproject.toml").read_text("utf-8"))
    facts = project["project"]
    info = folder / f"{name}-{facts['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {facts['name']}\nVersion: {facts['version']}\n"
    )
    (info / "entry_points.txt").write_text(_entry_points(facts["entry-points"]))
    added = [str(PACKAGES / name), str(folder)]
    sys.path[:0] = added
    try:
        with nothing_registered():
            yield
    finally:
        for each in added:
            sys.path.remove(each)


def _entry_points(groups: dict[str, dict[str, str]]) -> str:
    return "".join(
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in named.items())
        for group, named in groups.items()
    )
