"""Write the server's text of an expression so that it means the same when parsed again."""

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
_OPERATORS = {"= ANY": "IN", "<> ALL": "NOT IN"}


@lru_cache(8192)
def respelled(server: str) -> str:
    """Write DDL for an expression that ``pg_get_expr`` gave.

    The outer parentheses are removed: DDL adds them again. ``varchar IN (...)`` and a BETWEEN
    beside another condition are written as they were declared. The server parses its own text of
    them differently (the cast moves from the array to its members; an AND within an AND becomes
    one), so they would differ in every comparison.
    """
    text = _MEMBERSHIP.sub(_in_list, unwrapped(server))
    return _BETWEEN.sub(r"(\g<what> BETWEEN \g<low> AND \g<high>)", text)


def changes_when_read(server: str) -> bool:
    """Whether the server parses its own text of an expression differently, as it does when a column
    below the expression gets a new type.
    """
    return respelled(server) != unwrapped(server)


def texts_listed(server: str) -> set[str]:
    """Return the columns with a ``varchar IN (...)``, which no other type writes like this."""
    return {_unquoted(match["name"]) for match in _MEMBERSHIP.finditer(server)}


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _in_list(match: re.Match[str]) -> str:
    items = ", ".join(re.findall(rf"({_LITERAL})::character varying", match["items"]))
    return f"{match['name']} {_OPERATORS[match['how']]} ({items})"


def unwrapped(sql: str) -> str:
    """Remove the outer parentheses: ``(a > 0)`` becomes ``a > 0``."""
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
