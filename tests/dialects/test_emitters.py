"""The tables of emitters forget types: here each entry is held to take the operations of its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from autodiff.core.dialect import Dialect
from autodiff.dialects.mssql import SQLServer
from autodiff.dialects.mysql import MySQL
from autodiff.dialects.oracle import Oracle
from autodiff.dialects.postgresql import PostgreSQL
from autodiff.dialects.sqlite import SQLite
from autodiff.dialects.sqlite.merge import CHANGES
from autodiff.dialects.standard import StandardDialect

Entries = Mapping[tuple[type, type], Callable[..., Any]]

DIALECTS: list[type[Dialect]] = [
    StandardDialect,
    SQLite,
    PostgreSQL,
    MySQL,
    SQLServer,
    Oracle,
]
TABLES: dict[str, Entries] = {each.__name__: each.emitters for each in DIALECTS}
TABLES["changes of SQLite"] = CHANGES


def _takes(function: Callable[..., Any], shape: type, kind: type) -> bool:
    """Whether the operation that ``function`` is annotated with is one of the key."""
    operation = get_type_hints(function)["operation"]
    return any(
        get_origin(each) is shape and issubclass(kind, tuple(_alternatives(of)))
        for each in _alternatives(operation)
        for of in get_args(each)
    )


def _alternatives(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, UnionType):
        yield from get_args(hint)
    else:
        yield hint


@pytest.mark.parametrize("name", TABLES)
def test_each_emitter_takes_the_operations_of_its_key(name: str) -> None:
    table = TABLES[name]
    assert table
    wrong = [
        (shape.__name__, kind.__name__, function.__qualname__)
        for (shape, kind), function in table.items()
        if not _takes(function, shape, kind)
    ]
    assert wrong == []
