"""Leaning: what on a table must step aside while a column's type changes, and come back after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.kinds.column import Column


def computed_over(columns: Iterable[Column], state: State) -> list[Column]:
    """The computed columns that read one of ``columns``: the server refuses a new type there."""
    keys = {each.key for each in columns}
    tables = dict.fromkeys(each.parent for each in columns)
    return [
        each
        for table in tables
        for each in state.under(table)
        if isinstance(each, Column)
        and each.computed is not None
        and keys.intersection(each.uses)
    ]


def leaves_over(columns: Iterable[Column], state: State) -> list[Object]:
    """The constraints and indexes that go when ``columns`` are dropped."""
    keys = {each.key for each in columns}
    tables = dict.fromkeys(each.parent for each in columns)
    return [
        each
        for table in tables
        for each in state.under(table)
        if each.leaf and keys.intersection(each.needs())
    ]


def created(
    values: Iterable[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    for value in values:
        operation = Create(value)
        yield from dialect.emitter(operation)(operation, dialect, state)


def dropped(
    values: Iterable[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    for value in values:
        operation = Drop(value)
        yield from dialect.emitter(operation)(operation, dialect, state)
