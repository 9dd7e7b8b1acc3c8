"""Mentions: which of a table's columns a piece of SQL names, and the types they bring along."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

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
    lowered = {column.name.lower(): column.name for column in table.columns}
    found: dict[str, None] = {}
    for token in _TOKEN.finditer(sql):
        if (word := token["word"]) is not None:
            name = lowered.get(word.lower())
        else:
            double, back = token["double"] or "", token["back"] or ""
            quoted = double.replace('""', '"') + back.replace("``", "`")
            name = quoted if _column(quoted, table) is not None else None
        if name is not None:
            found[name] = None
    return tuple(found)


def _column(name: str, table: sa.Table) -> sa.Column[Any] | None:
    """The column of this name; the collection knows it by its key, which is nearly always the name."""
    found = table.columns.get(name)
    if found is not None and found.name == name:
        return found
    return next((each for each in table.columns if each.name == name), None)


def types_used(
    columns: Iterable[str], table: sa.Table, dialect: Dialect
) -> tuple[Key, ...]:
    """Keys of the named types of ``columns``."""
    there = (_column(name, table) for name in columns)
    found = (dialect.enum_of(each.type) for each in there if each is not None)
    return tuple(dict.fromkeys(each.key for each in found if each is not None))
