"""The parsers of settings: one function for each type of value.

A parser takes the value of the file (always a string in an ini file) and returns the typed value.
It raises ValueError, whose text says what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_MODELS = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(:[^\W\d]\w*(\.[^\W\d]\w*)*)?")
_TEMPLATE_SAMPLE = {
    **dict.fromkeys(("year", "month", "day", "hour", "minute", "second", "epoch"), 1),
    "rev": "ae1027a6acf",
    "slug": "add_users",
}
_SEPARATORS = {"os", "space", "newline", "comma", ":", ";"}


def text(value: object) -> str:
    """Return ``value``, which must be a string."""
    if not isinstance(value, str):
        raise ValueError("a text")
    return value


def boolean(value: object) -> bool:
    """Return the boolean for true, yes, on, 1 or false, no, off, 0, in upper or lower case."""
    word = str(value).lower()
    if isinstance(value, float) or word not in _BOOLEANS:
        raise ValueError("true or false (also yes/no, on/off, 1/0)")
    return _BOOLEANS[word]


def count(value: object) -> int:
    """Return a whole number above zero."""
    if not re.fullmatch(r"0*[1-9]\d*", str(value), re.ASCII):
        raise ValueError("a whole number above zero")
    return int(str(value))


def seconds(value: object) -> float:
    """Return a number of seconds, zero or more, with or without a fraction."""
    if not re.fullmatch(r"\d+(\.\d+)?", str(value), re.ASCII):
        raise ValueError("a number of seconds, such as 30 or 0.5")
    return float(str(value))


def texts(value: object) -> tuple[str, ...]:
    """Return the strings of a TOML list, or of one string with commas or newlines between them."""
    items = re.split(r"[,\n]", value) if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError("texts (in an ini file with commas or new lines between them)")
    return tuple(item.strip() for item in items if item.strip())


def paths(value: object) -> tuple[str, ...]:
    """Return paths as strings; the caller has split one string by ``path_separator``, if that is set."""
    return texts(value)


def models(value: object) -> tuple[str, ...]:
    """Return the names of models: MODULE or MODULE:NAME, one or several."""
    names = texts(value)
    if not all(_MODELS.fullmatch(name) for name in names):
        raise ValueError("MODULE:NAME, such as shop.models:Base")
    return names


def separator(value: object) -> str:
    """Return the name or sign of the separator of paths."""
    if value not in _SEPARATORS:
        raise ValueError("one of " + ", ".join(sorted(_SEPARATORS)))
    return str(value)


def file_template(value: object) -> str:
    """Return a file name with tokens such as ``%(rev)s``.

    ``%%(rev)s`` is accepted too: ini files of other tools need the second percent sign.
    """
    template = text(value).replace("%%(", "%(")
    try:
        sample = template % _TEMPLATE_SAMPLE
    except (KeyError, TypeError, ValueError):
        sample = ""
    if "%(" not in template or not sample:
        tokens = ", ".join(f"%({name})s" for name in sorted(_TEMPLATE_SAMPLE))
        raise ValueError(f"a file name made of text and {tokens}")
    return template


def timezone(value: object) -> str:
    """Return the name of a time zone as the tz database spells it."""
    import zoneinfo

    name = text(value)
    for spelling in (name, name.upper()):
        try:
            return zoneinfo.ZoneInfo(spelling).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise ValueError("a time zone, such as UTC or Europe/Berlin (is tzdata installed?)")


def encoding(value: object) -> str:
    """Return Python's name of a text encoding."""
    import codecs

    try:
        return codecs.lookup(text(value)).name
    except LookupError:
        raise ValueError("a text encoding, such as utf-8") from None


def options(value: object) -> Mapping[str, object]:
    """Return a table of a library's options; see ``_literal`` for strings in it."""
    if not isinstance(value, dict):
        raise ValueError("a table of names and values")
    return MappingProxyType({name: _plain(item) for name, item in value.items()})


def table(value: object) -> Mapping[str, object]:
    """Return a table of the user's own settings, unchanged."""
    if not isinstance(value, dict):
        raise ValueError("a table of names and values")
    return MappingProxyType(dict(value))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return _literal(value) if isinstance(value, str) else value


def _literal(word: str) -> object:
    """Return the number, boolean or None that ``word`` spells; ini files have no types of their own.

    ``5``, ``0.5``, ``true`` and ``none`` are such words. In quotes they stay strings.
    """
    if re.fullmatch(r"-?\d+", word, re.ASCII):
        return int(word)
    if re.fullmatch(r"-?\d+\.\d+", word, re.ASCII):
        return float(word)
    quoted = re.fullmatch(r"(['\"])(.*)\1", word, re.DOTALL)
    if quoted:
        return quoted[2]
    return {"true": True, "false": False, "none": None}.get(word.lower(), word)
