"""Write DDL of columns as Oracle requires: ADD and MODIFY, virtual columns, COMMENT ON."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.kinds.column import Column, Computed, fill_nulls, identity_sql, table_name


def _definition(value: Column, dialect: Dialect) -> str:
    """Write the definition, with DEFAULT before NOT NULL; a computed column is virtual."""
    words = [dialect.quote(value.name), value.type.sql]
    if value.default is not None:
        words.append(f"DEFAULT {value.default.sql}")
    if value.computed is not None:
        words.append(_computed_sql(value.computed))
    if value.identity is not None:
        words.append(identity_sql(value.identity))
    if not value.nullable:
        words.append("NOT NULL")
    return " ".join(words)


def _computed_sql(computed: Computed) -> str:
    return f"GENERATED ALWAYS AS ({computed.expression.sql}) VIRTUAL"


DEFINITIONS: Definitions = {Column: _definition}


# --- statements -----------------------------------------------------------------------------------


def _add(
    operation: Create[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write ADD without the word COLUMN; there is no IF NOT EXISTS, so the state is checked."""
    column = operation.object
    if operation.if_not_exists and state.get(column.key) is not None:
        return
    yield altering(table_name(column, dialect), f"ADD {_added(operation, dialect)}")
    if operation.fill is not None and column.default is None:
        name = dialect.quote(column.name)
        yield altering(table_name(column, dialect), f"MODIFY {name} DEFAULT NULL")
    if column.comment:
        yield comment_on_column(column, dialect)


def _added(operation: Create[Column], dialect: Dialect) -> str:
    """Write the new column; what fills existing rows is its default at first."""
    column = operation.object
    if operation.fill is None or column.default is not None:
        return _definition(column, dialect)
    filled = Column(
        column.namespace,
        column.table,
        column.name,
        column.type,
        column.nullable,
        operation.fill,
    )
    return _definition(filled, dialect)


def _alter(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write one MODIFY with all changes; an unchanged part would be refused (ORA-01442)."""
    whole = complete(operation, state)
    before, after = whole.before, whole.after
    yield from fill_nulls(operation, dialect)
    name = dialect.quote(after.name)
    for words in _modifications(before, after, dialect):
        yield altering(table_name(after, dialect), f"MODIFY {name} {words}")
    if before.comment != after.comment:
        yield comment_on_column(after, dialect)


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


def comment_on_column(column: Column, dialect: Dialect) -> Statement:
    """Write COMMENT ON COLUMN; an empty comment removes it."""
    name = f"{table_name(column, dialect)}.{dialect.quote(column.name)}"
    text = dialect.literal(column.comment or "")
    return Statement(f"COMMENT ON COLUMN {name} IS {text}")


EMITTERS: Emitters = {(Create, Column): _add, (Alter, Column): _alter}
