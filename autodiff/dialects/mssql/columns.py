"""What SQL Server does to columns in words of its own: defaults are constraints, renames calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mssql import catalog
from autodiff.dialects.mssql.definitions import column as definition
from autodiff.dialects.mssql.definitions import typed
from autodiff.errors.mysql import ColumnNotKnown
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds.column import Column, fill_nulls, table_name
from autodiff.kinds.options import option


def create(operation: Create, dialect: Dialect, state: State) -> Iterator[Statement]:
    """ADD without the word COLUMN; rows get ``fill`` by way of a default that goes again."""
    column = operation.object
    assert isinstance(column, Column)
    filled = operation.fill is not None and column.default is None
    added = replace(column, default=operation.fill) if filled else column
    statement = altering(
        table_name(column, dialect), f"ADD {definition(added, dialect)}"
    )
    if operation.if_not_exists:
        guard = catalog.column_missing(column.key, dialect)
        statement = Statement(guard + statement.sql)
    yield statement
    if filled:
        yield catalog.drop_of_column("default_constraints", column.key, dialect)
    if column.comment:
        sure = not operation.if_not_exists
        yield catalog.commented(column.key, None, column.comment, dialect, sure=sure)


def drop(operation: Drop, dialect: Dialect, state: State) -> Iterator[Statement]:
    """The default first, where there may be one: a column does not go before it (error 5074)."""
    column = operation.object
    assert isinstance(column, Column)
    known = state.get(column.key)
    asked = option(column.options, "mssql_drop_default")
    if asked or not isinstance(known, Column) or known.default is not None:
        yield catalog.drop_of_column("default_constraints", column.key, dialect)
    if option(column.options, "mssql_drop_check"):
        yield catalog.drop_of_column("check_constraints", column.key, dialect)
    if option(column.options, "mssql_drop_foreign_key"):
        yield catalog.drop_foreign_keys(column.key, dialect)
    guard = "IF EXISTS " if operation.if_exists else ""
    clause = f"DROP COLUMN {guard}{dialect.quote(column.name)}"
    yield altering(table_name(column, dialect), clause)


def rename(operation: Rename, dialect: Dialect, state: State) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    table = dialect.qualified(old.namespace, old.table)
    where = dialect.literal(f"{table}.{dialect.quote(old.name)}")
    yield Statement(f"EXEC sp_rename {where}, {dialect.quote(new.name)}, 'COLUMN'")


def alter(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    """Type and nullability in one statement, between the end of the old default, which stands in
    the way of both (error 5074), and the new one.
    """
    whole = complete(operation, state)
    assert isinstance(whole, Alter)
    before, after = whole.before, whole.after
    assert isinstance(before, Column) and isinstance(after, Column)
    _refuse_generated(before, after, dialect)
    yield from fill_nulls(operation, dialect)
    retyped = before.type != after.type or before.nullable != after.nullable
    yield from _default_gone(whole, retyped, dialect)
    if retyped:
        yield _retyped(whole, dialect)
    yield from _default_set(whole, retyped, dialect)
    if before.comment != after.comment:
        sure = "before.comment" not in whole.unknown
        yield catalog.commented(
            after.key, before.comment, after.comment, dialect, sure=sure
        )


def _refuse_generated(before: Column, after: Column, dialect: Dialect) -> None:
    if (before.computed, before.identity) != (after.computed, after.identity):
        verb = "change the identity or expression of"
        raise OperationUnsupported(verb, str(after.key), dialect.sa.name)


def _default_gone(
    operation: Alter, retyped: bool, dialect: Dialect
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    assert isinstance(before, Column) and isinstance(after, Column)
    unknown = {"default", "before.default"} & operation.unknown
    goes = before.default != after.default or retyped
    if goes and (before.default is not None or unknown):
        yield catalog.drop_of_column("default_constraints", after.key, dialect)


def _retyped(operation: Alter, dialect: Dialect) -> Statement:
    missing = operation.unknown & {"type", "nullable"}
    column = operation.after
    assert isinstance(column, Column)
    if missing:
        names = ", ".join(f"existing_{each}" for each in sorted(missing))
        raise ColumnNotKnown(str(column.key), names)
    clause = f"ALTER COLUMN {dialect.quote(column.name)} {typed(column)}"
    return altering(table_name(column, dialect), clause)


def _default_set(
    operation: Alter, retyped: bool, dialect: Dialect
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    assert isinstance(before, Column) and isinstance(after, Column)
    if after.default is not None and (before.default != after.default or retyped):
        name = dialect.quote(after.name)
        clause = f"ADD DEFAULT {after.default.sql} FOR {name}"
        yield altering(table_name(after, dialect), clause)


EMITTERS: Emitters = {
    (Create, Column): create,
    (Drop, Column): drop,
    (Alter, Column): alter,
    (Rename, Column): rename,
}
