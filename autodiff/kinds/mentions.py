"""Mentions: which of a table's columns a piece of SQL names, and the types they bring along."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
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
    """Return the columns of ``table`` that occur in ``sql`` as identifiers, in order.

    A function or keyword of the same name counts as well: what is mentioned orders operations, and
    one mention too many does no harm.
    """
    names = tuple([column.name for column in table.columns])
    lowered = _lowered(names)
    words, quoted = _identifiers(sql)
    positions = {at: lowered[word] for at, word in words if word in lowered}
    positions |= {at: name for at, name in quoted if name in names}
    return tuple(dict.fromkeys(positions[at] for at in sorted(positions)))


@lru_cache(64)  # of the tables that are read now: one has several conditions
def _lowered(names: tuple[str, ...]) -> dict[str, str]:
    """Return names by their lower-case form."""
    return {name.lower(): name for name in names}


_Placed = tuple[tuple[int, str], ...]
"""Names and where they stand in a text."""


@lru_cache(4096)  # the same conditions occur in many tables
def _identifiers(sql: str) -> tuple[_Placed, _Placed]:
    """Return the words of ``sql`` in lower case, and the names that it quotes, with their
    positions.
    """
    words, quoted = [], []
    for token in _TOKEN.finditer(sql):
        if (word := token["word"]) is not None:
            words.append((token.start(), word.lower()))
        elif (double := token["double"]) is not None:
            quoted.append((token.start(), double.replace('""', '"')))
        elif (back := token["back"]) is not None:
            quoted.append((token.start(), back.replace("``", "`")))
    return tuple(words), tuple(quoted)


def _column(name: str, table: sa.Table) -> sa.Column[Any] | None:
    """Return the column of this name; the collection has it by its key, which is nearly always the
    name.
    """
    column = table.columns.get(name)
    if column is not None and column.name == name:
        return column
    return next((each for each in table.columns if each.name == name), None)


def types_used(
    columns: Iterable[str], table: sa.Table, dialect: Dialect
) -> tuple[Key, ...]:
    """Return keys of the named types of ``columns``."""
    there = (_column(name, table) for name in columns)
    types = (dialect.named_type(each.type) for each in there if each is not None)
    return tuple(dict.fromkeys(each.key for each in types if each is not None))
