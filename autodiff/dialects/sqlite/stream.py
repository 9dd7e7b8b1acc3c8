"""A stream of tokens: looked at one by one, taken by what is expected."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.dialects.sqlite.tokens import Token, closing
from autodiff.errors.sqlite import SQLUnreadable

_END = Token("end", "", -1, -1)


class Stream:
    """Tokens of ``sql`` with a place in them. What is not there raises SQLUnreadable."""

    def __init__(self, sql: str, tokens: Sequence[Token]) -> None:
        self.sql = sql
        self._tokens = tokens
        self._keywords = tuple([token.keyword for token in tokens])
        self._place = 0

    @property
    def ended(self) -> bool:
        return self._place >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """A token that comes, or one of kind "end"."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def take(self) -> Token:
        """The next token; the stream goes on behind it."""
        if self.ended:
            raise SQLUnreadable(self.sql, "the end")
        self._place += 1
        return self._tokens[self._place - 1]

    def sees(self, *words: str) -> bool:
        """Whether the next tokens are these keywords or signs."""
        place = self._place
        return self._keywords[place : place + len(words)] == words

    def skip(self, *words: str) -> bool:
        """Go past these keywords or signs if they are what comes; whether they were."""
        if not self.sees(*words):
            return False
        self._place += len(words)
        return True

    def expect(self, *words: str) -> None:
        if not self.skip(*words):
            raise SQLUnreadable(self.sql, self.peek().text or "the end")

    def identifier(self) -> str:
        """The next name, in whatever quotes."""
        return self.take().identifier

    def group(self) -> tuple[Token, ...]:
        """The tokens between the parentheses that come; the stream goes on behind them."""
        if not self.sees("("):
            raise SQLUnreadable(self.sql, self.peek().text or "the end")
        opening = self._place
        end = closing(self._tokens, opening)
        self._place = end + 1
        return tuple(self._tokens[opening + 1 : end])

    @property
    def start(self) -> int:
        """Where in the text the next token begins."""
        return self.peek().start

    @property
    def end(self) -> int:
        """Where in the text the last token taken ended."""
        return self._tokens[self._place - 1].end if self._place else 0


def source(sql: str, tokens: Sequence[Token]) -> str:
    """The piece of ``sql`` from the first of ``tokens`` to the last, as it stands there."""
    return sql[tokens[0].start : tokens[-1].end] if tokens else ""
