"""Layout: one flat statement as black lays it out, for the shapes where that is certain.

black takes a second for 600 lines; the first revision of a large schema has tens of thousands.
What we print is simple, though: calls, lists, tuples, names, strings and numbers, with one
space after each comma. With these, black does four things and no more:

1. A string in single quotes gets double ones, if that needs no backslash.
2. What fits into the line stays in it.
3. Else the outermost brackets open. What they hold goes into one indented line, if it fits
   there; the items of a list or tuple of several never do.
4. Else each item gets a line of its own, by the same rules, and each a comma if they are several.

:func:`laid_out` does that, and answers None where a statement holds anything else (a backslash,
a letter beyond ASCII, a chained call, an operator): of these black knows more. That the rules
are those of the black that is installed is tried, not believed: see :mod:`.formatting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from autodiff.frozen import frozen

INDENT = 4

_DOTTED = r"[a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)+"
_CAPITAL = r"[A-Z]\w*"  # no keyword of Python has one, but for those that are values
_OPENING = re.compile(rf"(?:[a-z_]\w*=)?(?:(?:{_DOTTED}|{_CAPITAL})\(|[\[(])", re.ASCII)
_STRING = re.compile(r"""([a-z_]\w*=)?('([^'\\\n]*)'|"[^"\\\n]*")""", re.ASCII)
_NUMBER = r"-?[1-9]\d*|0|-?\d+\.\d+"
_PLAIN = re.compile(
    rf"(?:[a-z_]\w*=)?(?:{_DOTTED}|{_CAPITAL}|{_NUMBER})(?=[,)\]])", re.ASCII
)
_STATEMENT = re.compile(r"op\.\w+\(", re.ASCII)
_CLOSING = {"(": ")", "[": "]"}


class _Unsure(Exception):
    """The rules do not cover the statement."""


@frozen
class LayoutStyle:
    """The settings of black that matter here: the line length, and whether quotes become double."""

    width: int = 88
    double_quotes: bool = True


@dataclass(slots=True)
class _Piece:
    """An expression in one line; one with brackets also has its head, tail and items."""

    flat: str
    head: str = ""
    tail: str = ""
    items: list[_Piece] | None = None


def laid_out(statement: str, indent: int, style: LayoutStyle) -> str | None:
    """Lay out ``statement`` under ``indent`` spaces; return None if it is to be left to black.

    A statement is a call of ``op``, or the head of a ``with`` block over one.
    """
    try:
        if statement.startswith("with ") and statement.endswith(":"):
            called = _Reader(statement[5:-1], style.double_quotes).call()
            return _fitting(f"with {called.flat}:", indent, style.width)
        called = _Reader(statement, style.double_quotes).call()
        return "\n".join(_lines(called, indent, style.width, ""))
    except _Unsure:
        return None


def _fitting(text: str, indent: int, width: int) -> str:
    if indent + len(text) > width:
        raise _Unsure
    return " " * indent + text


# --- rules 2 to 4 ---------------------------------------------------------------------------------


def _lines(piece: _Piece, indent: int, width: int, comma: str) -> Iterator[str]:
    """Yield the lines of ``piece`` at ``indent`` within ``width``, with ``comma`` after it."""
    space = " " * indent
    fits = indent + len(piece.flat) + len(comma) <= width
    if fits or piece.items is None:
        yield f"{space}{piece.flat}{comma}"
        return
    yield f"{space}{piece.head}"
    yield from _inside(piece, indent + INDENT, width)
    yield f"{space}{piece.tail}{comma}"


def _inside(piece: _Piece, indent: int, width: int) -> Iterator[str]:
    items = piece.items
    if not items:
        raise _Unsure
    several = len(items) > 1
    is_display = piece.head[-2:-1] in ("", "=")
    together = ", ".join([each.flat for each in items])
    if indent + len(together) <= width and not (several and is_display):
        yield " " * indent + together
        return
    for item in items:
        yield from _lines(item, indent, width, "," if several else "")


# --- reading, with rule 1 -------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Parses ``text`` from the offset ``place``."""

    text: str
    double_quotes: bool
    place: int = 0

    def call(self) -> _Piece:
        """Parse the whole text as one call of ``op``."""
        if not (self.text.isascii() and _STATEMENT.match(self.text)):
            raise _Unsure
        piece = self._piece()
        if self.place != len(self.text):
            raise _Unsure
        return piece

    def _piece(self) -> _Piece:
        """Parse the expression at ``place`` and move ``place`` behind it."""
        if found := _STRING.match(self.text, self.place):
            self.place = found.end()
            name, string, single = found.groups()
            if single is not None and '"' not in single and self.double_quotes:
                string = f'"{single}"'
            return _Piece(f"{name or ''}{string}")
        if found := _OPENING.match(self.text, self.place):
            self.place = found.end()
            return self._bracketed(found[0])
        if found := _PLAIN.match(self.text, self.place):
            self.place = found.end()
            return _Piece(found[0])
        raise _Unsure

    def _bracketed(self, head: str) -> _Piece:
        """Parse the items after ``head`` up to its closing bracket."""
        tail = _CLOSING[head[-1]]
        items: list[_Piece] = []
        while not self.text.startswith(tail, self.place):
            if items:
                self._comma()
            items.append(self._piece())
        self.place += 1
        if head[-1] == "(" and head[-2:-1] in ("", "=") and len(items) < 2:
            raise _Unsure  # parentheses that black may take away
        flat = f"{head}{', '.join([each.flat for each in items])}{tail}"
        return _Piece(flat, head, tail, items)

    def _comma(self) -> None:
        if not self.text.startswith(", ", self.place):
            raise _Unsure
        self.place += 2
