"""Write DDL of constraints and indexes as SQL Server requires."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mssql import catalog
from autodiff.errors.meaning import IndexTableNeeded
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint, name_of, prefix
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.some_constraint import SomeConstraint
from autodiff.kinds.unique import Unique


def _clustering(options: DialectOptions) -> str:
    """Write CLUSTERED or NONCLUSTERED and a space, where either is stated."""
    stated = option(options, "mssql_clustered")
    if stated is None:
        return ""
    return "CLUSTERED " if stated else "NONCLUSTERED "


def _primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    columns, head = dialect.columns(value.columns), prefix(value, dialect)
    return f"{head}PRIMARY KEY {_clustering(value.options)}({columns})"


def _unique(value: Unique, dialect: Dialect) -> str:
    columns, head = dialect.columns(value.columns), prefix(value, dialect)
    return f"{head}UNIQUE {_clustering(value.options)}({columns})"


def _check(value: Check, dialect: Dialect) -> str:
    return f"{prefix(value, dialect)}CHECK ({value.condition.sql})"


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """Write a foreign key without MATCH and deferral, which are not supported."""
    target = dialect.qualified(value.target_namespace, value.target_table)
    here, there = dialect.columns(value.columns), dialect.columns(value.target_columns)
    words = [f"{prefix(value, dialect)}FOREIGN KEY ({here})"]
    words.append(f"REFERENCES {target} ({there})")
    if value.on_delete:
        words.append(f"ON DELETE {value.on_delete}")
    if value.on_update:
        words.append(f"ON UPDATE {value.on_update}")
    return " ".join(words)


DEFINITIONS: Definitions = {
    PrimaryKey: _primary_key,
    Unique: _unique,
    Check: _check,
    ForeignKey: _foreign_key,
}


# --- statements -----------------------------------------------------------------------------------


def _create_index(
    operation: Create[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    unique = "UNIQUE " if index.unique else ""
    store = "COLUMNSTORE " if option(index.options, "mssql_columnstore") else ""
    table = dialect.qualified(index.namespace, index.table)
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    columns = f" ({parts})" if parts else ""
    kind = f"{unique}{_clustering(index.options)}{store}INDEX"
    sql = f"CREATE {kind} {dialect.quote(index.name)} ON {table}{columns}"
    if included := option(index.options, "mssql_include"):
        sql += f" INCLUDE ({dialect.columns(included)})"
    if index.where is not None:
        sql += f" WHERE {index.where.sql}"
    guard = catalog.index_missing(index.key, dialect) if operation.if_not_exists else ""
    yield Statement(guard + sql)


def _drop_index(
    operation: Drop[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    guard = "IF EXISTS " if operation.if_exists else ""
    table = _table(index, dialect)
    yield Statement(f"DROP INDEX {guard}{dialect.quote(index.name)} ON {table}")


def _rename_index(
    operation: Rename[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    where = dialect.literal(f"{_table(before, dialect)}.{dialect.quote(before.name)}")
    yield Statement(f"EXEC sp_rename {where}, {dialect.quote(after.name)}, 'INDEX'")


def _table(index: Index, dialect: Dialect) -> str:
    """Write the index's table: index names are unique only within it."""
    if not index.table:
        raise IndexTableNeeded(index.name, dialect.sa.name)
    return dialect.qualified(index.namespace, index.table)


def _rename_constraint(
    operation: Rename[Constraint], dialect: Dialect, state: State
) -> Iterator[Statement]:
    old, new = name_of(operation.before), name_of(operation.after)
    where = catalog.place(operation.before.key.namespace, old, dialect)
    yield Statement(f"EXEC sp_rename {where}, {dialect.quote(new)}, 'OBJECT'")


_CONSTRAINTS = (PrimaryKey, Unique, Check, ForeignKey, SomeConstraint)

EMITTERS: Emitters = {
    (Create, Index): _create_index,
    (Drop, Index): _drop_index,
    (Rename, Index): _rename_index,
    **{(Rename, kind): _rename_constraint for kind in _CONSTRAINTS},
}
