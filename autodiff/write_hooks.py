"""The project's own write hooks: functions by the ``type`` that the settings name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

WriteHook = Callable[[Path, Mapping[str, object]], object]
"""Called with the new file and the hook's keys from the settings (``options`` as a list)."""

F = TypeVar("F", bound=WriteHook)

_REGISTERED: dict[str, WriteHook] = {}


def register(name: str) -> Callable[[F], F]:
    """Return a decorator that makes a function the hook of type ``name``.

    Use it in env.py or in a module that it imports; a later function of the same name replaces the
    earlier one, so that env.py may run more than once.
    """

    def note(function: F) -> F:
        _REGISTERED[name] = function
        return function

    return note


def registered(name: str) -> WriteHook | None:
    """Return the function that was registered under ``name``, None without one."""
    return _REGISTERED.get(name)
