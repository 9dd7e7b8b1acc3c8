"""Know how SQL Server spells types and defaults: their normal forms."""

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
    """Leave out collations, which the server states for every column, and write synonyms as one."""
    plain = _COLLATION.sub("", spaced)
    return _NAME.sub(lambda word: _SYNONYMS.get(word[0], word[0]), plain, count=1)


def normal_default(sql: str) -> str:
    """Take off parentheses: the server keeps a default in one pair of them, a number in two."""
    text = " ".join(sql.split())
    while text.startswith("(") and text.endswith(")") and _is_one_pair(text):
        text = text[1:-1].strip()
    return "getdate()" if text.upper() == "CURRENT_TIMESTAMP" else text


def _is_one_pair(text: str) -> bool:
    """Tell whether the parentheses at both ends belong together."""
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return position == len(text) - 1
    return False
