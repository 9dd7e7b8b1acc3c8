"""Write hooks of a project's own: functions by the name that ``type`` in the settings gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

WriteHook = Callable[[Path, Mapping[str, object]], object]
"""Called with the new file and the hook's keys from the settings (``options`` as a list)."""

F = TypeVar("F", bound=WriteHook)

_REGISTERED: dict[str, WriteHook] = {}


def register(name: str) -> Callable[[F], F]:
    """A decorator: the function is what a hook of type ``name`` runs.

    To be used in env.py or in a module that it imports; a later function of the same name
    takes the place of the earlier one, so that env.py may run more than once.
    """

    def note(function: F) -> F:
        _REGISTERED[name] = function
        return function

    return note


def registered(name: str) -> WriteHook | None:
    """The function that was registered under ``name``."""
    return _REGISTERED.get(name)
