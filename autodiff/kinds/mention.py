"""Mentions: which of a table's columns a piece of SQL names, and the types they bring along."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?P<double>(?:[^"]|"")+)" | `(?P<back>(?:[^`]|``)+)`
        | (?P<word>[^\W\d]\w*)""",
    re.VERBOSE,
)


def columns_mentioned(sql: str, table: sa.Table) -> tuple[str, ...]:
    """Names of the columns of ``table`` that occur in ``sql`` as identifiers, in order.

    A function or keyword of the same name counts as well: what is mentioned orders operations,
    and one mention too many does no harm.
    """
    names = {column.name for column in table.columns}
    lowered = {name.lower(): name for name in names}
    found: dict[str, None] = {}
    for token in _TOKEN.finditer(sql):
        double, back = token["double"] or "", token["back"] or ""
        quoted = double.replace('""', '"') + back.replace("``", "`")
        word = quoted if quoted in names else lowered.get((token["word"] or "").lower())
        if word is not None:
            found[word] = None
    return tuple(found)


def types_used(
    columns: Iterable[str], table: sa.Table, dialect: Dialect
) -> tuple[Key, ...]:
    """Keys of the named types of ``columns``."""
    types = {column.name: column.type for column in table.columns}
    found = (dialect.enum_of(types[name]) for name in columns if name in types)
    return tuple(dict.fromkeys(each.key for each in found if each is not None))
