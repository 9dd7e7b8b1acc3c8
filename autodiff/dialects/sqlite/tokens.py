"""The tokenizer of SQLite's SQL, and a stream to read tokens one by one."""

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
defined by the characters that it cannot have: a set of all that is not ASCII takes Python ten
milliseconds to compile.
"""
_FLAGS = re.VERBOSE | re.DOTALL

BLANK = rf"[ \t\n\f\r]* (?: (?:{_COMMENT}) [ \t\n\f\r]* )*"
"""A pattern of optional space and comments between tokens (for VERBOSE and DOTALL)."""
NAME = f"(?:{_WORD} | {_STRING} | {_QUOTED})"
"""A pattern of a name, in any of SQLite's four quotes or none."""

_TOKEN_OR_SPACE = re.compile(
    rf"(?P<space>[ \t\n\f\r]+ | {_COMMENT}) | {_TOKEN}", _FLAGS
)
_NEXT_TOKEN = re.compile(
    f"{BLANK} (?: {_TOKEN} | (?P<end>\\Z) | (?P<other>.) )", _FLAGS
)


class Token(NamedTuple):
    """A token; ``kind`` is word, name (a quoted identifier), string, blob, number or sign."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """Return the unquoted word in upper case, or the sign; "" for other tokens."""
        if self.kind == "word":
            return self.text.upper()
        return self.text if self.kind == "sign" else ""

    @property
    def identifier(self) -> str:
        """Return the token without its quotes; a string may name a column too."""
        return unquoted(self.text)


_CLOSING_QUOTES = {'"': '"', "`": "`", "'": "'"}


def unquoted(text: str) -> str:
    """Return an identifier without its quotes, in any of SQLite's four styles."""
    first = text[:1]
    if first == "[":
        return text[1:-1]
    if first in _CLOSING_QUOTES:
        return text[1:-1].replace(first * 2, first)
    return text


def all_tokens(sql: str) -> Iterator[Token]:
    """Yield the tokens of ``sql``, with space and comments (kind ``space``).

    Raises SQLUnreadable at a character that begins no token.
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
    """Return the tokens of ``sql``, without space and comments. Raises SQLUnreadable."""
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
    """Return the part of ``sql`` from the first of ``tokens`` to the last."""
    return sql[tokens[0].start : tokens[-1].end] if tokens else ""


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Return the index of the parenthesis that closes the one at ``opening``.

    Raises SQLUnreadable if there is none.
    """
    depth = 0
    for index in range(opening, len(tokens)):
        text = tokens[index].text
        depth += (text == "(") - (text == ")")
        if depth == 0:
            return index
    raise SQLUnreadable(" ".join(token.text for token in tokens), "(")


def split_at_commas(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Split ``tokens`` at the commas outside parentheses."""
    groups: list[Sequence[Token]] = []
    depth = begin = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            groups.append(tokens[begin:index])
            begin = index + 1
    return [*groups, tokens[begin:]]


def unwrapped(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return ``tokens`` without parentheses around all of them."""
    while len(tokens) > 1 and tokens[0].text == "(" and _closes_at_end(tokens):
        tokens = tokens[1:-1]
    return tokens


def _closes_at_end(tokens: Sequence[Token]) -> bool:
    """Whether the last token closes the first."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return index == len(tokens) - 1
    return False


_END = Token("end", "", -1, -1)


class Stream:
    """The tokens of ``sql``, read one by one. Raises SQLUnreadable if an expected one is missing."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._tokens = tokens(sql)
        self._keywords = tuple([token.keyword for token in self._tokens])
        self._place = 0

    @property
    def ended(self) -> bool:
        return self._place >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """Return a coming token without taking it; one of kind "end" after the last."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def take(self) -> Token:
        """Take the next token. Raises SQLUnreadable at the end."""
        if self.ended:
            raise SQLUnreadable(self.sql, "the end")
        self._place += 1
        return self._tokens[self._place - 1]

    def sees(self, *words: str) -> bool:
        """Whether the next tokens are these keywords or signs."""
        place = self._place
        return self._keywords[place : place + len(words)] == words

    def skip(self, *words: str) -> bool:
        """Skip these keywords or signs if they are next; return whether they were."""
        if not self.sees(*words):
            return False
        self._place += len(words)
        return True

    def expect(self, *words: str) -> None:
        """Skip these keywords or signs. Raises SQLUnreadable if they are not next."""
        if not self.skip(*words):
            raise SQLUnreadable(self.sql, self.peek().text or "the end")

    def identifier(self) -> str:
        """Take the next token and return it as a name, without its quotes."""
        return self.take().identifier

    def group(self) -> tuple[Token, ...]:
        """Take the parentheses that come next and return the tokens between them."""
        if not self.sees("("):
            raise SQLUnreadable(self.sql, self.peek().text or "the end")
        opening = self._place
        end = closing(self._tokens, opening)
        self._place = end + 1
        return self._tokens[opening + 1 : end]

    @property
    def start(self) -> int:
        """Return the start of the next token in the text."""
        return self.peek().start

    @property
    def end(self) -> int:
        """Return the end of the last token taken; 0 before the first."""
        return self._tokens[self._place - 1].end if self._place else 0
