"""Write DDL of tables and schemas as SQL Server requires: guards, renames, transfers, comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mssql import catalog
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds import table as table_kind
from autodiff.kinds.column import Column
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.table import Table


def _create(
    operation: Create[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write CREATE TABLE, guarded if requested, then comments and indexes."""
    table = operation.object
    plain = replace(operation, if_not_exists=False)
    create_table, *indexes = table_kind.create(plain, dialect, state)
    guard = catalog.table_missing(table.key, dialect) if operation.if_not_exists else ""
    yield Statement(guard + create_table.sql)
    columns = [part for part in operation.parts if isinstance(part, Column)]
    commented: list[Table | Column] = [table, *columns]
    sure = not operation.if_not_exists
    for value in commented:
        if value.comment:
            yield catalog.commented(value.key, None, value.comment, dialect, sure=sure)
    yield from indexes


def _alter(
    operation: Alter[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    whole = complete(operation, state)
    before, after = whole.before, whole.after
    if before.options != after.options:
        raise OperationUnsupported("change options of", str(after.key), dialect.sa.name)
    if before.comment != after.comment:
        sure = "before.comment" not in whole.unknown
        yield catalog.commented(
            after.key, before.comment, after.comment, dialect, sure=sure
        )


def _rename(
    operation: Rename[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Move the table to its new schema, then rename it."""
    old, new = operation.before.key, operation.after.key
    if old.namespace != new.namespace:
        to = dialect.quote(new.namespace or dialect.sa.default_schema_name or "dbo")
        name = dialect.qualified(old.namespace, old.name)
        yield Statement(f"ALTER SCHEMA {to} TRANSFER {name}")
    if old.name != new.name:
        where = catalog.place(new.namespace, old.name, dialect)
        yield Statement(f"EXEC sp_rename {where}, {dialect.quote(new.name)}")


def _create_namespace(
    operation: Create[Namespace], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write CREATE SCHEMA, which must be alone in its batch: a guard executes it as a string."""
    name = operation.object.key.name
    sql = f"CREATE SCHEMA {dialect.quote(name)}"
    if operation.if_not_exists:
        missing = f"IF SCHEMA_ID({catalog.literal(name, dialect)}) IS NULL"
        sql = f"{missing} EXEC ({catalog.literal(sql, dialect)})"
    yield Statement(sql)


EMITTERS: Emitters = {
    (Create, Table): _create,
    (Alter, Table): _alter,
    (Rename, Table): _rename,
    (Drop, Table): table_kind.drop,
    (Create, Namespace): _create_namespace,
}
