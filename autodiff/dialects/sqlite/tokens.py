"""Tokens: SQLite's SQL cut into words, names, strings, numbers and signs, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from autodiff.errors.sqlite import SQLUnreadable

_COMMENT = r"--[^\n]* | /\*.*?(?:\*/|\Z)"
_WORD = r"[^\x00-@\[-^`{-\x7f][^\x00-\#%-/:-@\[-^`{-\x7f]*"
_STRING = r"'(?:[^']|'')*'"
_QUOTED = r'"(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]'
_SPOKEN = rf"""
      (?P<blob>   [xX]'[0-9A-Fa-f]*' )
    | (?P<word>   {_WORD} )
    | (?P<string> {_STRING} )
    | (?P<name>   {_QUOTED} )
    | (?P<number> 0[xX][0-9A-Fa-f]+ | (?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)? )
    | (?P<sign>   ->> | -> | \|\| | << | >> | <= | <> | == | != | >= | [-+*/%()&|~<>=,;.?@\#:] )
"""
"""SQLite's tokens (https://sqlite.org/src/file/src/tokenize.c); comments count as space. A word is
said by what is not in it: Python takes ten milliseconds to compile a set of all that is not ASCII.
"""
_WAYS = re.VERBOSE | re.DOTALL

BLANK = rf"[ \t\n\f\r]* (?: (?:{_COMMENT}) [ \t\n\f\r]* )*"
"""A pattern of what may stand between two tokens, or nothing (verbose, dot matches all)."""
NAME = f"(?:{_WORD} | {_STRING} | {_QUOTED})"
"""A pattern of a name, in any of SQLite's four quotes or none."""

_EVERY = re.compile(rf"(?P<space>[ \t\n\f\r]+ | {_COMMENT}) | {_SPOKEN}", _WAYS)
_NEXT = re.compile(f"{BLANK} (?: {_SPOKEN} | (?P<end>\\Z) | (?P<other>.) )", _WAYS)


class Token(NamedTuple):
    """``kind`` is word, name (a quoted identifier), string, blob, number or sign."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The unquoted word in capitals, or the sign; "" for what is neither."""
        if self.kind == "word":
            return self.text.upper()
        return self.text if self.kind == "sign" else ""

    @property
    def identifier(self) -> str:
        """What the token names, without its quotes; a string may name a column too."""
        return unquoted(self.text)


_CLOSING = {'"': '"', "`": "`", "'": "'"}


def unquoted(text: str) -> str:
    """An identifier without its quotes, in any of SQLite's four styles."""
    first = text[:1]
    if first == "[":
        return text[1:-1]
    if first in _CLOSING:
        return text[1:-1].replace(first * 2, first)
    return text


def all_tokens(sql: str) -> Iterator[Token]:
    """The tokens of ``sql``, space and comments included (kind ``space``).

    Raises :class:`SQLUnreadable` where the text is none that SQLite accepts.
    """
    position = 0
    for found in _EVERY.finditer(sql):
        start, end = found.span()
        if start != position:
            break
        position = end
        yield Token(found.lastgroup or "", found.group(), start, end)
    if position != len(sql):
        raise SQLUnreadable(sql, sql[position : position + 20])


@lru_cache(maxsize=20_000)
def tokens(sql: str) -> tuple[Token, ...]:
    """The tokens of ``sql`` that say something. Raises SQLUnreadable."""
    result: list[Token] = []
    for found in _NEXT.finditer(sql):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if kind == "other":
            raise SQLUnreadable(sql, sql[start : start + 20])
        if kind != "end":
            result.append(Token(kind, sql[start:end], start, end))
    return tuple(result)


def closing(stream: Sequence[Token], opening: int) -> int:
    """The index of the parenthesis that closes the one at ``opening``."""
    depth = 0
    for index in range(opening, len(stream)):
        text = stream[index].text
        depth += (text == "(") - (text == ")")
        if depth == 0:
            return index
    raise SQLUnreadable(" ".join(each.text for each in stream), "(")


def split_at_commas(stream: Sequence[Token]) -> list[Sequence[Token]]:
    """``stream`` cut at the commas that stand in no parentheses."""
    groups: list[Sequence[Token]] = []
    depth = begin = 0
    for index, token in enumerate(stream):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            groups.append(stream[begin:index])
            begin = index + 1
    return [*groups, stream[begin:]]
