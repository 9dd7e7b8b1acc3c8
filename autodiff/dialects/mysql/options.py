"""Options of tables and indexes: one spelling for what SQLAlchemy and the server name variously."""

from __future__ import annotations

from typing import Any

from autodiff.dialects.mysql.server import Server, Settings
from autodiff.dialects.mysql.types import utf8_spelled
from autodiff.kinds.options import Options, options, states_options

_NAMES = {
    "default_charset": "charset",
    "character_set": "charset",
    "default_character_set": "charset",
    "default_collate": "collate",
    "type": "engine",
}
_UNCOMPARED = frozenset(("auto_increment", "comment"))
"""The number to go on from changes with every row; the comment is a table's own field."""
_LOWER = frozenset(("charset", "collate"))
_UPPER = frozenset(("row_format", "insert_method"))


def table_options(table: Any, prefix: str) -> Options:
    """The options that a SQLAlchemy table states under ``prefix`` ("mysql" or "mariadb")."""
    if not states_options(table):
        return ()
    stated = {
        name.removeprefix(f"{prefix}_").lower(): value
        for name, value in table.dialect_kwargs.items()
        if name.startswith(f"{prefix}_")
    }
    named = {_NAMES.get(name, name): value for name, value in stated.items()}
    return options(
        {
            f"{prefix}_{name}": _value(name, value)
            for name, value in named.items()
            if name not in _UNCOMPARED
        }
    )


def _value(name: str, value: object) -> str:
    text = str(value)
    if name in _LOWER:
        return text.lower()
    return text.upper() if name in _UPPER else text


def with_collation(
    stated: Options, prefix: str, server: Server, settings: Settings
) -> Options:
    """``stated`` with character set and collation both there where one of them is."""
    found = dict(stated)
    charset, collate = (
        found.get(f"{prefix}_{each}") for each in ("charset", "collate")
    )
    charset = charset and utf8_spelled(charset, server)
    collate = collate and utf8_spelled(collate, server)
    if charset and not collate:
        collate = settings.default_collation(charset)
    if collate and not charset:
        charset = settings.charset_of.get(collate) or collate.partition("_")[0]
    both = {f"{prefix}_charset": charset, f"{prefix}_collate": collate}
    return options(found | both)


def filled(stated: Options, live: Options) -> Options:
    """``stated``, and what is not stated as the live object has it.

    Engines and the like are compared without regard to case, and take the live spelling.
    """
    there, mine = dict(live), dict(stated)
    for name, value in mine.items():
        other = there.get(name)
        if str(other).lower() == str(value).lower():
            mine[name] = other
    return options(there | mine)
