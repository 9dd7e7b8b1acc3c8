"""Emitters: the statements of what SQLite does in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite.definitions import index_sql, table_sql
from autodiff.dialects.sqlite.guards import check_no_rows_lost, check_not_interrupted
from autodiff.errors.running import ConstraintUnclear
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.some_constraint import SomeConstraint
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique


def create_table(
    operation: Create, dialect: Dialect, state: State
) -> Iterator[Statement]:
    table = operation.object
    assert isinstance(table, Table)
    if state.connection is not None:
        check_not_interrupted(state.connection, table.key)
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = guard + dialect.qualified(table.namespace, table.name)
    yield Statement(table_sql(name, table, operation.parts, dialect))
    for part in operation.parts:
        if isinstance(part, Index):
            yield Statement(index_sql(part, dialect, guard))


def drop_table(operation: Drop, dialect: Dialect, state: State) -> Iterator[Statement]:
    key = operation.object.key
    if state.connection is not None and state.get(key) is not None:
        check_no_rows_lost(state.connection, key, dialect, own=False)
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP TABLE {guard}{dialect.qualified(key.namespace, key.name)}")


def nothing(operation: Any, dialect: Dialect, state: State) -> Iterator[Statement]:
    """For what SQLite keeps no trace of, a comment say."""
    yield from ()


def create_index(
    operation: Create, dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    assert isinstance(index, Index)
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    yield Statement(index_sql(index, dialect, guard))


def rename_index(
    operation: Rename, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """SQLite cannot: the index is dropped and made again."""
    before, after = operation.before, operation.after
    assert isinstance(after, Index)
    yield Statement(
        f"DROP INDEX {dialect.qualified(before.key.namespace, before.key.name)}"
    )
    yield Statement(index_sql(after, dialect))


def rebuilt(operation: Any, dialect: Dialect, state: State) -> Iterator[Statement]:
    """For what only a rebuild can do: grouped by table, even if alone."""
    yield from dialect.statements((operation,), state)


def not_there(
    operation: Drop | Rename, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """For a constraint whose sort the state could not tell: SQLite has no words for it."""
    key = operation.object.key
    reason = (
        "the table has none of this name, or is not known here; type_ says its sort"
    )
    raise ConstraintUnclear(key.name, key.table, reason)


_BY_REBUILD = (PrimaryKey, Unique, Check, ForeignKey, Constraint)

EMITTERS: Emitters = {
    (Create, Table): create_table,
    (Drop, Table): drop_table,
    (Alter, Table): nothing,
    (Alter, Column): nothing,
    (Create, Index): create_index,
    (Rename, Index): rename_index,
    (Drop, SomeConstraint): not_there,
    (Rename, SomeConstraint): not_there,
    **{
        (shape, kind): rebuilt
        for shape in (Create, Drop, Rename)
        for kind in _BY_REBUILD
    },
}
"""Alter comes here only where nothing but comments differ."""
