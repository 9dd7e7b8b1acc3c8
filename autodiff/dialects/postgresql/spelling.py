"""Spelling: the server's text of an expression, made into text that means the same when sent back."""

from __future__ import annotations

import re
from functools import lru_cache

_NAME = r'(?:[a-z_][\w$]*|"(?:[^"]|"")+")'
_LITERAL = r"'(?:[^']|'')*'"
_MEMBERSHIP = re.compile(
    rf"\((?P<name>{_NAME})\)::text (?P<how>= ANY|<> ALL) \(\(ARRAY\["
    rf"(?P<items>{_LITERAL}::character varying(?:, {_LITERAL}::character varying)*)"
    r"\]\)::text\[\]\)"
)
_VALUE = rf"(?:\({_LITERAL}::[a-z ]+\)|{_LITERAL}|[\d.]+)(?:::[a-z ]+)?"
_BETWEEN = re.compile(
    rf"\(\((?P<what>{_NAME}|\({_NAME}\)::[a-z ]+) >= (?P<low>{_VALUE})\)"
    rf" AND \((?P=what) <= (?P<high>{_VALUE})\)\)"
)
_HOW = {"= ANY": "IN", "<> ALL": "NOT IN"}


@lru_cache(8192)
def respelled(server: str) -> str:
    """DDL for an expression that ``pg_get_expr`` gave.

    Without the parentheses around the whole, which DDL puts on again. ``varchar IN (...)`` is put
    back as it was written: the server's text of it is understood otherwise when it is read again
    (the cast moves from the array to its members), and would look changed for ever. So would a
    BETWEEN beside another condition: an AND in an AND is read as one.
    """
    text = _MEMBERSHIP.sub(_in_list, unwrapped(server))
    return _BETWEEN.sub(r"(\g<what> BETWEEN \g<low> AND \g<high>)", text)


def moves_when_read_again(server: str) -> bool:
    """Whether the server's own text of an expression is understood otherwise when it is read
    again, as the server itself does when a column below it gets a new type.
    """
    return respelled(server) != unwrapped(server)


def texts_listed(server: str) -> set[str]:
    """The columns of each ``varchar IN (...)`` in it, which is to be written so for no other type."""
    return {_bare(found["name"]) for found in _MEMBERSHIP.finditer(server)}


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _in_list(found: re.Match[str]) -> str:
    items = ", ".join(re.findall(rf"({_LITERAL})::character varying", found["items"]))
    return f"{found['name']} {_HOW[found['how']]} ({items})"


def unwrapped(sql: str) -> str:
    """``(a > 0)`` as ``a > 0``; anything not wrapped as a whole stays."""
    if not (sql.startswith("(") and sql.endswith(")")):
        return sql
    depth, quoted = 0, ""
    for position, letter in enumerate(sql):
        if quoted:
            quoted = "" if letter == quoted else quoted
        elif letter in "'\"":
            quoted = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0 and position < len(sql) - 1:
                return sql
    return sql[1:-1]
