"""Dotted names: how people write a table, column or label, and pairs of them: ``a.b:a.c``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NAME = re.compile(r'"(?:[^"]|"")*"(?=[.:]|$)|[^.:]*')
"""A name in double quotes, else all up to a dot or colon."""

_PLAIN = re.compile(r'[^.:"][^.:]*')


def name_parts(text: str) -> tuple[str, ...]:
    """Return the names between the dots of ``text``; a text in double quotes is one name, as in
    SQL.

    A quote that does not begin a name, or is never closed, is a part of the name; so is a colon.
    """
    parts, begun = [], ""
    for name, sign, _ in _names(text):
        if sign == ":" or begun:
            begun += name + sign.replace(".", "")
        if sign != ":":
            parts.append(begun or _unquoted(name))
            begun = ""
    return tuple(parts)


def split_pair(text: str) -> tuple[str, str] | None:
    """Return the two sides of ``OLD:NEW``; None where one is missing."""
    for _, sign, end in _names(text):
        if sign == ":":
            old, new = text[:end], text[end + 1 :]
            return (old, new) if old and new else None
    return None


def dotted(names: Iterable[str]) -> str:
    """Return the names joined by dots, quoted as :func:`name_parts` reads them; empty ones are left
    out.
    """
    return ".".join(map(_quoted, filter(None, names)))


def _names(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield each name, the sign behind it ("" at the end) and the position of the sign."""
    start, sign = 0, "."
    while sign:
        name = _NAME.match(text, start)
        assert name is not None
        end = name.end()
        sign = text[end : end + 1]
        yield name[0], sign, end
        start = end + 1


def _quoted(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _unquoted(name: str) -> str:
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        return name[1:-1].replace('""', '"')
    return name
