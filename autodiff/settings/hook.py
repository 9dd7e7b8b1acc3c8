"""A post-write hook: a program that is run on each revision file after it was written."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from autodiff.frozen import frozen

TARGETS: Mapping[str, str] = MappingProxyType(
    {"console_scripts": "entrypoint", "exec": "executable", "module": "module"}
)
"""For each built-in type of hook the key that says what to run."""


@frozen
class Hook:
    """One hook; ``target`` is what a built-in type runs, empty for a type of the user's own.

    ``options`` are arguments (``REVISION_SCRIPT_FILENAME`` among them stands for the file);
    ``parameters`` are all further keys as the file has them.
    """

    name: str
    type: str
    target: str
    options: tuple[str, ...]
    cwd: Path | None
    parameters: Mapping[str, object]


def hook_from(entry: Mapping[str, object], folder: Path) -> Hook:
    """The hook that a table of keys describes; ValueError says what is wrong with it."""
    rest = dict(entry)
    name, kind = _required(rest, "name"), _required(rest, "type")
    target = _required(rest, TARGETS[kind]) if kind in TARGETS else ""
    options = _arguments(rest.pop("options", ""))
    cwd = rest.pop("cwd", None)
    place = folder / str(cwd) if cwd else None
    return Hook(name, kind, target, options, place, MappingProxyType(rest))


def _required(entry: dict[str, object], key: str) -> str:
    value = entry.pop(key, None)
    if not isinstance(value, str) or not value:
        raise ValueError(f"a hook with the key {key!r}")
    return value


def _arguments(options: object) -> tuple[str, ...]:
    if isinstance(options, list):
        return tuple(str(option) for option in options)
    try:
        return tuple(shlex.split(str(options)))
    except ValueError:
        raise ValueError("options whose quotes are closed") from None
