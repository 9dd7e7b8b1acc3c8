"""Names inside SQL text: a clause after something that it mentions was renamed."""

from __future__ import annotations

import re

from autodiff.core.clause import Clause
from autodiff.core.key import Key

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_QUOTES = {'"': '"', "`": "`", "[": "]"}


def followed(clause: Clause, before: Key, after: Key) -> Clause:
    """Return ``clause`` with the new name wherever its spelling or normal form has the old.

    Strings are left alone. A name without quotes gets them where the new one needs them; databases
    rewrite what they store themselves when a column is renamed.
    """
    old, new = before.name, after.name
    if old == new:
        return clause
    return Clause(_renamed(clause.normal, old, new), _renamed(clause.sql, old, new))


def _renamed(sql: str, old: str, new: str) -> str:
    pattern = re.compile(
        rf"(?P<text>'(?:[^']|'')*')|(?P<quote>[\"`\[]){re.escape(old)}[\"`\]]"
        rf"|(?<![\w\"`$.]){re.escape(old)}(?![\w\"`$(])"
    )

    def name(found: re.Match[str]) -> str:
        if found["text"]:
            return found["text"]
        opening = found["quote"]
        if opening:
            return f"{opening}{new}{_QUOTES[opening]}"
        return new if _PLAIN.fullmatch(new) else f'"{new}"'

    return pattern.sub(name, sql)
