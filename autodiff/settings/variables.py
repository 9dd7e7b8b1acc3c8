"""How ``${NAME}`` and ``%(here)s`` in a setting become text."""

from __future__ import annotations

import re
from collections.abc import Mapping

HERE = "here"

_REFERENCE = re.compile(
    r"\$\$"
    r"|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}"
    r"|(?P<broken>\$\{[^}]{0,40}\}?)"
    r"|(?P<percent>%\(here\)s)"
)


class UnsetVariable(Exception):
    """A reference to a variable that the environment does not have and that has no default."""


class BrokenReference(Exception):
    """A ``${`` that does not go on as ``${NAME}`` or ``${NAME:-default}``."""


def expand(value: object, environ: Mapping[str, str], here: str) -> object:
    """``value`` with each reference in its texts replaced, in lists and tables too.

    ``$$`` is one dollar sign, any other ``$`` stands for itself; ``${here}`` is the
    settings file's folder. As in a shell, ``:-`` also serves for an empty variable.
    Raises UnsetVariable and BrokenReference.
    """
    if isinstance(value, str):
        return _expand_text(value, {**environ, HERE: here})
    if isinstance(value, list):
        return [expand(item, environ, here) for item in value]
    if isinstance(value, dict):
        return {name: expand(item, environ, here) for name, item in value.items()}
    return value


def _expand_text(text: str, known: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: _replacement(found, known), text)


def _replacement(found: re.Match[str], known: Mapping[str, str]) -> str:
    if found["broken"]:
        raise BrokenReference
    if found["percent"]:
        return known[HERE]
    if not found["name"]:
        return "$"
    if found["default"] is not None:
        return known.get(found["name"]) or found["default"]
    if found["name"] not in known:
        raise UnsetVariable(found["name"])
    return known[found["name"]]
