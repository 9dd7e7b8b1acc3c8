"""Write DDL of columns as SQL Server requires: defaults are constraints, renames are procedures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mssql import catalog
from autodiff.errors.mysql import ColumnNotKnown
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds.column import Column, Identity, fill_nulls, table_name
from autodiff.kinds.options import option


def _definition(value: Column, dialect: Dialect) -> str:
    """Write the definition, with NULL too: its default is a setting of the connection."""
    name = dialect.quote(value.name)
    if value.computed is not None:
        stored = " PERSISTED" if value.computed.stored else ""
        return f"{name} AS ({value.computed.expression.sql}){stored}"
    words = [name, _typed(value)]
    if value.identity is not None:
        words.append(_identity(value.identity))
    elif value.autoincrement:
        words.append("IDENTITY")
    if value.default is not None:
        words.append(f"DEFAULT {value.default.sql}")
    return " ".join(words)


def _typed(value: Column) -> str:
    """Write type and nullability, which ALTER COLUMN must always state together."""
    return f"{value.type.sql} {'NULL' if value.nullable else 'NOT NULL'}"


def _identity(identity: Identity) -> str:
    start, step = identity.counting.start, identity.counting.increment
    if start is None and step is None:
        return "IDENTITY"
    return f"IDENTITY({1 if start is None else start}, {1 if step is None else step})"


DEFINITIONS: Definitions = {Column: _definition}


# --- statements -----------------------------------------------------------------------------------


def _create(
    operation: Create[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write ADD without the word COLUMN; rows get ``fill`` by a default that is dropped again."""
    column = operation.object
    filled = operation.fill is not None and column.default is None
    added = replace(column, default=operation.fill) if filled else column
    statement = altering(
        table_name(column, dialect), f"ADD {_definition(added, dialect)}"
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


def _drop(
    operation: Drop[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write DROP COLUMN; a default that may exist is dropped first (otherwise error 5074)."""
    column = operation.object
    live = state.get(column.key)
    wanted = option(column.options, "mssql_drop_default")
    if wanted or not isinstance(live, Column) or live.default is not None:
        yield catalog.drop_of_column("default_constraints", column.key, dialect)
    if option(column.options, "mssql_drop_check"):
        yield catalog.drop_of_column("check_constraints", column.key, dialect)
    if option(column.options, "mssql_drop_foreign_key"):
        yield catalog.drop_foreign_keys(column.key, dialect)
    guard = "IF EXISTS " if operation.if_exists else ""
    clause = f"DROP COLUMN {guard}{dialect.quote(column.name)}"
    yield altering(table_name(column, dialect), clause)


def _rename(
    operation: Rename[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    table = dialect.qualified(old.namespace, old.table)
    where = dialect.literal(f"{table}.{dialect.quote(old.name)}")
    yield Statement(f"EXEC sp_rename {where}, {dialect.quote(new.name)}, 'COLUMN'")


def _alter(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Change type and nullability in one statement.

    The old default is dropped before, since it prevents both (error 5074), and the new one is added
    after.
    """
    whole = complete(operation, state)
    before, after = whole.before, whole.after
    _refuse_generated(before, after, dialect)
    yield from fill_nulls(operation, dialect)
    retyped = before.type != after.type or before.nullable != after.nullable
    yield from _default_dropped(whole, retyped, dialect)
    if retyped:
        yield _retyped(whole, dialect)
    yield from _default_added(whole, retyped, dialect)
    if before.comment != after.comment:
        sure = "before.comment" not in whole.unknown
        yield catalog.commented(
            after.key, before.comment, after.comment, dialect, sure=sure
        )


def _refuse_generated(before: Column, after: Column, dialect: Dialect) -> None:
    if (before.computed, before.identity) != (after.computed, after.identity):
        verb = "change the identity or expression of"
        raise OperationUnsupported(verb, str(after.key), dialect.sa.name)


def _default_dropped(
    operation: Alter[Column], retyped: bool, dialect: Dialect
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    unknown = {"default", "before.default"} & operation.unknown
    changes = before.default != after.default or retyped
    if changes and (before.default is not None or unknown):
        yield catalog.drop_of_column("default_constraints", after.key, dialect)


def _retyped(operation: Alter[Column], dialect: Dialect) -> Statement:
    missing = operation.unknown & {"type", "nullable"}
    column = operation.after
    if missing:
        names = ", ".join(f"existing_{field}" for field in sorted(missing))
        raise ColumnNotKnown(str(column.key), names)
    clause = f"ALTER COLUMN {dialect.quote(column.name)} {_typed(column)}"
    return altering(table_name(column, dialect), clause)


def _default_added(
    operation: Alter[Column], retyped: bool, dialect: Dialect
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    if after.default is not None and (before.default != after.default or retyped):
        name = dialect.quote(after.name)
        clause = f"ADD DEFAULT {after.default.sql} FOR {name}"
        yield altering(table_name(after, dialect), clause)


EMITTERS: Emitters = {
    (Create, Column): _create,
    (Drop, Column): _drop,
    (Alter, Column): _alter,
    (Rename, Column): _rename,
}
