"""The references ``${NAME}`` and ``%(here)s`` in settings, and their replacement."""

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
    """A reference without a default to a variable that is not set."""


class BrokenReference(Exception):
    """A ``${`` that does not begin a ``${NAME}`` or ``${NAME:-default}``."""


def expand(value: object, environ: Mapping[str, str], here: str) -> object:
    """Replace the references in ``value``: in a string, and in those of lists and tables.

    ``${NAME}`` is looked up in ``environ``; ``${here}`` and ``%(here)s`` are ``here``, the folder
    of the settings file. ``$$`` is one dollar sign, any other ``$`` stays. As in a shell, the
    default after ``:-`` also replaces an empty variable. Raises UnsetVariable and
    BrokenReference.
    """
    if isinstance(value, str):
        return _expand_text(value, {**environ, HERE: here})
    if isinstance(value, list):
        return [expand(item, environ, here) for item in value]
    if isinstance(value, dict):
        return {name: expand(item, environ, here) for name, item in value.items()}
    return value


def _expand_text(text: str, variables: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda match: _replacement(match, variables), text)


def _replacement(match: re.Match[str], variables: Mapping[str, str]) -> str:
    if match["broken"]:
        raise BrokenReference
    if match["percent"]:
        return variables[HERE]
    if not match["name"]:
        return "$"
    if match["default"] is not None:
        return variables.get(match["name"]) or match["default"]
    if match["name"] not in variables:
        raise UnsetVariable(match["name"])
    return variables[match["name"]]
