"""What SQL Server does to indexes and constraints in words of its own."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mssql import catalog
from autodiff.dialects.mssql.definitions import clustering
from autodiff.errors.meaning import IndexTableNeeded
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import name_of
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.some_constraint import SomeConstraint
from autodiff.kinds.unique import Unique


def create_index(
    operation: Create, dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    assert isinstance(index, Index)
    unique = "UNIQUE " if index.unique else ""
    store = "COLUMNSTORE " if option(index.options, "mssql_columnstore") else ""
    table = dialect.qualified(index.namespace, index.table)
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    columns = f" ({parts})" if parts else ""
    kind = f"{unique}{clustering(index.options)}{store}INDEX"
    sql = f"CREATE {kind} {dialect.quote(index.name)} ON {table}{columns}"
    if included := option(index.options, "mssql_include"):
        sql += f" INCLUDE ({dialect.columns(included)})"
    if index.where is not None:
        sql += f" WHERE {index.where.sql}"
    guard = catalog.index_missing(index.key, dialect) if operation.if_not_exists else ""
    yield Statement(guard + sql)


def drop_index(operation: Drop, dialect: Dialect, state: State) -> Iterator[Statement]:
    index = operation.object
    assert isinstance(index, Index)
    guard = "IF EXISTS " if operation.if_exists else ""
    table = _table(index, dialect)
    yield Statement(f"DROP INDEX {guard}{dialect.quote(index.name)} ON {table}")


def rename_index(
    operation: Rename, dialect: Dialect, state: State
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    assert isinstance(before, Index) and isinstance(after, Index)
    where = dialect.literal(f"{_table(before, dialect)}.{dialect.quote(before.name)}")
    yield Statement(f"EXEC sp_rename {where}, {dialect.quote(after.name)}, 'INDEX'")


def _table(index: Index, dialect: Dialect) -> str:
    """An index is found in its table only."""
    if not index.table:
        raise IndexTableNeeded(index.name, dialect.sa.name)
    return dialect.qualified(index.namespace, index.table)


def rename_constraint(
    operation: Rename, dialect: Dialect, state: State
) -> Iterator[Statement]:
    old, new = name_of(operation.before), name_of(operation.after)
    where = catalog.place(operation.before.key.namespace, old, dialect)
    yield Statement(f"EXEC sp_rename {where}, {dialect.quote(new)}, 'OBJECT'")


_CONSTRAINTS = (PrimaryKey, Unique, Check, ForeignKey, SomeConstraint)

EMITTERS: Emitters = {
    (Create, Index): create_index,
    (Drop, Index): drop_index,
    (Rename, Index): rename_index,
    **{(Rename, kind): rename_constraint for kind in _CONSTRAINTS},
}
