"""What the text or TOML value of a setting means: one small function for each sort of value.

Each takes what the file says (always text in an ini file) and returns the typed value, or
raises ValueError whose text says what was expected.
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
    """One text."""
    if not isinstance(value, str):
        raise ValueError("a text")
    return value


def boolean(value: object) -> bool:
    """true, yes, on, 1 or false, no, off, 0, in any case."""
    word = str(value).lower()
    if isinstance(value, float) or word not in _BOOLEANS:
        raise ValueError("true or false (also yes/no, on/off, 1/0)")
    return _BOOLEANS[word]


def count(value: object) -> int:
    """A whole number above zero."""
    if not re.fullmatch(r"0*[1-9]\d*", str(value), re.ASCII):
        raise ValueError("a whole number above zero")
    return int(str(value))


def seconds(value: object) -> float:
    """A number of seconds, zero or more, with or without a fraction."""
    if not re.fullmatch(r"\d+(\.\d+)?", str(value), re.ASCII):
        raise ValueError("a number of seconds, such as 30 or 0.5")
    return float(str(value))


def texts(value: object) -> tuple[str, ...]:
    """Texts: a TOML list, or one text with commas or new lines between them."""
    items = re.split(r"[,\n]", value) if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError("texts (in an ini file with commas or new lines between them)")
    return tuple(item.strip() for item in items if item.strip())


def paths(value: object) -> tuple[str, ...]:
    """Paths, as texts; ``path_separator`` says what stands between them in one text."""
    return texts(value)


def models(value: object) -> tuple[str, ...]:
    """Places of metadata: MODULE or MODULE:NAME, several allowed."""
    places = texts(value)
    if not all(_MODELS.fullmatch(place) for place in places):
        raise ValueError("MODULE:NAME, such as shop.models:Base")
    return places


def separator(value: object) -> str:
    """The name or sign of what stands between paths."""
    if value not in _SEPARATORS:
        raise ValueError("one of " + ", ".join(sorted(_SEPARATORS)))
    return str(value)


def file_template(value: object) -> str:
    """A name with ``%(rev)s`` and its like; the ``%%(rev)s`` of other tools' ini files too."""
    template = text(value).replace("%%(", "%(")
    try:
        sample = template % _TEMPLATE_SAMPLE
    except (KeyError, TypeError, ValueError):
        sample = ""
    if "%(" not in template or not sample:
        known = ", ".join(f"%({name})s" for name in sorted(_TEMPLATE_SAMPLE))
        raise ValueError(f"a file name made of text and {known}")
    return template


def timezone(value: object) -> str:
    """The name of a time zone in the tz database, as it is spelled there."""
    import zoneinfo

    name = text(value)
    for spelling in (name, name.upper()):
        try:
            return zoneinfo.ZoneInfo(spelling).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise ValueError("a time zone, such as UTC or Europe/Berlin (is tzdata installed?)")


def encoding(value: object) -> str:
    """The name of a text encoding that Python knows."""
    import codecs

    try:
        return codecs.lookup(text(value)).name
    except LookupError:
        raise ValueError("a text encoding, such as utf-8") from None


def options(value: object) -> Mapping[str, object]:
    """A table of a library's own options; text that reads as a number or boolean is one."""
    if not isinstance(value, dict):
        raise ValueError("a table of names and values")
    return MappingProxyType({name: _plain(item) for name, item in value.items()})


def table(value: object) -> Mapping[str, object]:
    """A table of the user's own, taken as it is."""
    if not isinstance(value, dict):
        raise ValueError("a table of names and values")
    return MappingProxyType(dict(value))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return _literal(value) if isinstance(value, str) else value


def _literal(word: str) -> object:
    """An ini file has no types: ``5``, ``0.5``, ``true``, ``none``; quoted, it stays text."""
    if re.fullmatch(r"-?\d+", word, re.ASCII):
        return int(word)
    if re.fullmatch(r"-?\d+\.\d+", word, re.ASCII):
        return float(word)
    quoted = re.fullmatch(r"(['\"])(.*)\1", word, re.DOTALL)
    if quoted:
        return quoted[2]
    return {"true": True, "false": False, "none": None}.get(word.lower(), word)
