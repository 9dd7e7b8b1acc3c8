"""Cut SQLite's SQL into tokens, each with its place in the text, and take them one by one."""

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
_TOKEN = rf"""
      (?P<blob>   [xX]'[0-9A-Fa-f]*' )
    | (?P<word>   {_WORD} )
    | (?P<string> {_STRING} )
    | (?P<name>   {_QUOTED} )
    | (?P<number> 0[xX][0-9A-Fa-f]+ | (?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)? )
    | (?P<sign>   ->> | -> | \|\| | << | >> | <= | <> | == | != | >= | [-+*/%()&|~<>=,;.?@\#:] )
"""
"""SQLite's tokens (https://sqlite.org/src/file/src/tokenize.c); comments count as space. A word is
described by what is not in it: Python takes ten milliseconds to compile a set of all that is not
ASCII.
"""
_FLAGS = re.VERBOSE | re.DOTALL

BLANK = rf"[ \t\n\f\r]* (?: (?:{_COMMENT}) [ \t\n\f\r]* )*"
"""A pattern of what may stand between two tokens, or nothing (verbose, a dot matches all)."""
NAME = f"(?:{_WORD} | {_STRING} | {_QUOTED})"
"""A pattern of a name, in any of SQLite's four quotes or none."""

_TOKEN_OR_SPACE = re.compile(
    rf"(?P<space>[ \t\n\f\r]+ | {_COMMENT}) | {_TOKEN}", _FLAGS
)
_NEXT_TOKEN = re.compile(
    f"{BLANK} (?: {_TOKEN} | (?P<end>\\Z) | (?P<other>.) )", _FLAGS
)


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


_CLOSING_QUOTES = {'"': '"', "`": "`", "'": "'"}


def unquoted(text: str) -> str:
    """Take the quotes off an identifier, in any of SQLite's four styles."""
    first = text[:1]
    if first == "[":
        return text[1:-1]
    if first in _CLOSING_QUOTES:
        return text[1:-1].replace(first * 2, first)
    return text


def all_tokens(sql: str) -> Iterator[Token]:
    """Cut ``sql`` into tokens, space and comments included (kind ``space``).

    Raises :class:`SQLUnreadable` where the text is none that SQLite accepts.
    """
    position = 0
    for match in _TOKEN_OR_SPACE.finditer(sql):
        start, end = match.span()
        if start != position:
            break
        position = end
        yield Token(match.lastgroup or "", match.group(), start, end)
    if position != len(sql):
        raise SQLUnreadable(sql, sql[position : position + 20])


@lru_cache(maxsize=20_000)
def tokens(sql: str) -> tuple[Token, ...]:
    """Cut ``sql`` into tokens, without space and comments. Raises SQLUnreadable."""
    result: list[Token] = []
    for match in _NEXT_TOKEN.finditer(sql):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind == "other":
            raise SQLUnreadable(sql, sql[start : start + 20])
        if kind != "end":
            result.append(Token(kind, sql[start:end], start, end))
    return tuple(result)


# --- several tokens -------------------------------------------------------------------------------


def source(sql: str, tokens: Sequence[Token]) -> str:
    """Cut out of ``sql`` what stands from the first of ``tokens`` to the last."""
    return sql[tokens[0].start : tokens[-1].end] if tokens else ""


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Find the index of the parenthesis that closes the one at ``opening``."""
    depth = 0
    for index in range(opening, len(tokens)):
        text = tokens[index].text
        depth += (text == "(") - (text == ")")
        if depth == 0:
            return index
    raise SQLUnreadable(" ".join(token.text for token in tokens), "(")


def split_at_commas(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Split ``tokens`` at the commas that stand in no parentheses."""
    groups: list[Sequence[Token]] = []
    depth = begin = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            groups.append(tokens[begin:index])
            begin = index + 1
    return [*groups, tokens[begin:]]


def unwrapped(tokens: Sequence[Token]) -> Sequence[Token]:
    """Take off the parentheses that go around all of ``tokens``."""
    while len(tokens) > 1 and tokens[0].text == "(" and _closes_at_end(tokens):
        tokens = tokens[1:-1]
    return tokens


def _closes_at_end(tokens: Sequence[Token]) -> bool:
    """Tell whether the last token closes the first; it may be that none does."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return index == len(tokens) - 1
    return False


_END = Token("end", "", -1, -1)


class Stream:
    """The tokens of ``sql`` with a place in them. What is not there raises SQLUnreadable."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._tokens = tokens(sql)
        self._keywords = tuple([token.keyword for token in self._tokens])
        self._place = 0

    @property
    def ended(self) -> bool:
        return self._place >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token that comes; one of kind "end" where none does."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def take(self) -> Token:
        """Take the next token."""
        if self.ended:
            raise SQLUnreadable(self.sql, "the end")
        self._place += 1
        return self._tokens[self._place - 1]

    def sees(self, *words: str) -> bool:
        """Tell whether the next tokens are these keywords or signs."""
        place = self._place
        return self._keywords[place : place + len(words)] == words

    def skip(self, *words: str) -> bool:
        """Go past these keywords or signs if they are next; tell whether they were."""
        if not self.sees(*words):
            return False
        self._place += len(words)
        return True

    def expect(self, *words: str) -> None:
        """Go past these keywords or signs, which must be next."""
        if not self.skip(*words):
            raise SQLUnreadable(self.sql, self.peek().text or "the end")

    def identifier(self) -> str:
        """Take the next name, in whatever quotes."""
        return self.take().identifier

    def group(self) -> tuple[Token, ...]:
        """Take the parentheses that come next; give the tokens between them."""
        if not self.sees("("):
            raise SQLUnreadable(self.sql, self.peek().text or "the end")
        opening = self._place
        end = closing(self._tokens, opening)
        self._place = end + 1
        return self._tokens[opening + 1 : end]

    @property
    def start(self) -> int:
        """Where in the text the next token begins."""
        return self.peek().start

    @property
    def end(self) -> int:
        """Where in the text the last token taken ended."""
        return self._tokens[self._place - 1].end if self._place else 0
