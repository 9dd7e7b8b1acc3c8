"""A post-write hook: a program that runs on each new revision file after it was written."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from autodiff.frozen import frozen

TARGETS: Mapping[str, str] = MappingProxyType(
    {"console_scripts": "entrypoint", "exec": "executable", "module": "module"}
)
"""Built-in type of hook to the key that names what it runs."""


@frozen
class Hook:
    """One hook. ``target`` is what a built-in type runs; it is empty for the user's own types.

    ``options`` are arguments, with ``REVISION_SCRIPT_FILENAME`` in place of the file.
    ``parameters`` are all other keys, unchanged.
    """

    name: str
    type: str
    target: str
    options: tuple[str, ...]
    cwd: Path | None
    parameters: Mapping[str, object]


def hook_from(entry: Mapping[str, object], folder: Path) -> Hook:
    """Return the hook that the keys of ``entry`` describe; its ``cwd`` is relative to ``folder``.

    Raises ValueError, whose text says what was expected.
    """
    rest = dict(entry)
    name, kind = _required(rest, "name"), _required(rest, "type")
    target = _required(rest, TARGETS[kind]) if kind in TARGETS else ""
    options = _arguments(rest.pop("options", ""))
    cwd = rest.pop("cwd", None)
    directory = folder / str(cwd) if cwd else None
    return Hook(name, kind, target, options, directory, MappingProxyType(rest))


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
