"""What Oracle does in words of its own: MODIFY, COMMENT ON, indexes with a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.oracle.definitions import column as definition
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds import table as table_kind
from autodiff.kinds.column import Column, fill_nulls, identity_sql, table_name
from autodiff.kinds.index import Index
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.options import option
from autodiff.kinds.table import Table


def create_table(
    operation: Create, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """CREATE TABLE, then the comments, which stand by themselves."""
    table = operation.object
    assert isinstance(table, Table)
    made, *later = table_kind.create(operation, dialect, state)
    yield made
    if table.comment:
        yield _table_comment(table, dialect)
    for each in operation.parts:
        if isinstance(each, Column) and each.comment:
            yield _column_comment(each, dialect)
    yield from later


def alter_table(
    operation: Alter, dialect: Dialect, state: State
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    assert isinstance(before, Table) and isinstance(after, Table)
    if before.options != after.options:
        raise OperationUnsupported("change options of", str(after.key), dialect.sa.name)
    if before.comment != after.comment:
        yield _table_comment(after, dialect)


def _table_comment(table: Table, dialect: Dialect) -> Statement:
    name = dialect.qualified(table.namespace, table.name)
    return Statement(
        f"COMMENT ON TABLE {name} IS {dialect.literal(table.comment or '')}"
    )


def _column_comment(column: Column, dialect: Dialect) -> Statement:
    name = f"{table_name(column, dialect)}.{dialect.quote(column.name)}"
    text = dialect.literal(column.comment or "")
    return Statement(f"COMMENT ON COLUMN {name} IS {text}")


def add_column(
    operation: Create, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """ADD without the word COLUMN; there is no IF NOT EXISTS, so the state is asked."""
    column = operation.object
    assert isinstance(column, Column)
    if operation.if_not_exists and state.get(column.key) is not None:
        return
    yield altering(table_name(column, dialect), f"ADD {_added(operation, dialect)}")
    if operation.fill is not None and column.default is None:
        name = dialect.quote(column.name)
        yield altering(table_name(column, dialect), f"MODIFY {name} DEFAULT NULL")
    if column.comment:
        yield _column_comment(column, dialect)


def _added(operation: Create, dialect: Dialect) -> str:
    """The new column; what fills the rows that are there is its default at first."""
    column: Any = operation.object
    if operation.fill is None or column.default is not None:
        return definition(column, dialect)
    filled = Column(
        column.namespace,
        column.table,
        column.name,
        column.type,
        column.nullable,
        operation.fill,
    )
    return definition(filled, dialect)


def alter_column(
    operation: Alter, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """One MODIFY with all that changes: a part that is as it was is refused (ORA-01442)."""
    whole = complete(operation, state)
    assert isinstance(whole, Alter)
    before, after = whole.before, whole.after
    assert isinstance(before, Column) and isinstance(after, Column)
    yield from fill_nulls(operation, dialect)
    name = dialect.quote(after.name)
    for words in _modifications(before, after, dialect):
        yield altering(table_name(after, dialect), f"MODIFY {name} {words}")
    if before.comment != after.comment:
        yield _column_comment(after, dialect)


def _modifications(before: Column, after: Column, dialect: Dialect) -> Iterator[str]:
    if before.identity is not None and after.identity is None:
        yield "DROP IDENTITY"
    words = []
    if before.type != after.type:
        words.append(after.type.sql)
    if before.default != after.default:
        words.append(f"DEFAULT {after.default.sql if after.default else 'NULL'}")
    if after.identity is not None and before.identity != after.identity:
        words.append(identity_sql(after.identity))
    if before.nullable != after.nullable:
        words.append("NULL" if after.nullable else "NOT NULL")
    if words:
        yield " ".join(words)


def create_index(
    operation: Create, dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    assert isinstance(index, Index)
    kind = "BITMAP " if option(index.options, "oracle_bitmap") else ""
    kind = "UNIQUE " if index.unique else kind
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(index.namespace, index.name)
    table = dialect.qualified(index.namespace, index.table)
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    compress = option(index.options, "oracle_compress")
    words = f" COMPRESS{'' if compress is True else f' {compress}'}" if compress else ""
    yield Statement(f"CREATE {kind}INDEX {guard}{name} ON {table} ({parts}){words}")


def no_namespaces(
    operation: Create | Drop, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """A schema is a user: who may log in is no matter of migrations."""
    verb = type(operation).__name__.lower()
    raise OperationUnsupported(verb, str(operation.object.key), dialect.sa.name)


def rename_table(
    operation: Rename, dialect: Dialect, state: State
) -> Iterator[Statement]:
    if operation.before.key.namespace != operation.after.key.namespace:
        raise OperationUnsupported("move", str(operation.before.key), dialect.sa.name)
    yield from table_kind.rename(operation, dialect, state)


EMITTERS: Emitters = {
    (Create, Table): create_table,
    (Alter, Table): alter_table,
    (Rename, Table): rename_table,
    (Create, Column): add_column,
    (Alter, Column): alter_column,
    (Create, Index): create_index,
    (Create, Namespace): no_namespaces,
    (Drop, Namespace): no_namespaces,
}
