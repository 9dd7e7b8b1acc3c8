"""Tokens of MySQL's SQL: names, strings, numbers and signs, for reading clauses."""

from __future__ import annotations

import re

from autodiff.frozen import frozen

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<string>'(?:[^'\\]|\\.|'')*')
    |(?P<name>`(?:[^`]|``)+`)
    |(?P<number>\d+(?:\.\d+)?(?![\w.]))
    |(?P<word>[A-Za-z_][A-Za-z_0-9$]*)
    |(?P<sign><=>|<>|!=|<=|>=|\|\||&&|:=|<<|>>|[-+*/%=<>(),.])
    """,
    re.VERBOSE | re.DOTALL,
)


@frozen
class Token:
    """``kind`` is one of string, name, number, word, sign; ``text`` is as written."""

    kind: str
    text: str

    @property
    def lower(self) -> str:
        return self.text.lower()


class NotUnderstood(Exception):
    """A clause that is beyond what is told locally; the server is asked instead."""


def tokens(sql: str) -> list[Token]:
    """The tokens of ``sql``. Raises NotUnderstood at the first thing that is none."""
    found: list[Token] = []
    position = 0
    while position < len(sql):
        match = _TOKEN.match(sql, position)
        if match is None or match.lastgroup is None:
            raise NotUnderstood(sql)
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match.group()))
        position = match.end()
    return found


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}
_WRITTEN = {"'": "''", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
_WITHIN = _WRITTEN | {"'": "\\'", "\x1a": "\\Z"}


def unquoted(literal: str) -> str:
    """The value of a string literal."""
    return re.sub(r"\\(.)|''", _plain, literal[1:-1], flags=re.DOTALL)


def _plain(match: re.Match[str]) -> str:
    letter = match[1]
    return "'" if letter is None else _ESCAPES.get(letter, letter)


def quoted(value: str) -> str:
    """A string as the server writes it in SHOW CREATE TABLE."""
    return "'" + "".join(_WRITTEN.get(each, each) for each in value) + "'"


def quoted_within(value: str) -> str:
    """A string as MariaDB writes it within an expression."""
    return "'" + "".join(_WITHIN.get(each, each) for each in value) + "'"
