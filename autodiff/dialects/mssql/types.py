"""Normal forms of SQL Server's types and defaults."""

from __future__ import annotations

import re

_COLLATION = re.compile(r" COLLATE \S+")
_SYNONYMS = {
    "INT": "INTEGER",
    "DEC": "DECIMAL",
    "NUMERIC": "DECIMAL",
    "ROWVERSION": "TIMESTAMP",
}
_NAME = re.compile(r"[A-Z0-9]+")


def normal_type(spaced: str) -> str:
    """Remove collations, which the server states for every column, and unify synonyms."""
    plain = _COLLATION.sub("", spaced)
    return _NAME.sub(lambda word: _SYNONYMS.get(word[0], word[0]), plain, count=1)


def normal_default(sql: str) -> str:
    """Remove parentheses: the server stores a default in one pair of them, a number in two."""
    text = " ".join(sql.split())
    while text.startswith("(") and text.endswith(")") and _is_one_pair(text):
        text = text[1:-1].strip()
    return "getdate()" if text.upper() == "CURRENT_TIMESTAMP" else text


def _is_one_pair(text: str) -> bool:
    """Whether the parentheses at both ends belong together."""
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return position == len(text) - 1
    return False
