"""Write DDL of tables as Oracle requires: COMMENT ON, and no schemas."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.oracle.ddl_column import comment_on_column
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds import table as table_kind
from autodiff.kinds.column import Column
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.options import option
from autodiff.kinds.table import Table


def _definition(value: Table, dialect: Dialect) -> str:
    words = ""
    if on_commit := option(value.options, "oracle_on_commit"):
        words += f" ON COMMIT {str(on_commit).replace('_', ' ').upper()}"
    if compress := option(value.options, "oracle_compress"):
        words += " COMPRESS" if compress is True else f" COMPRESS FOR {compress}"
    if tablespace := option(value.options, "oracle_tablespace"):
        words += f" TABLESPACE {dialect.quote(tablespace)}"
    return words


DEFINITIONS: Definitions = {Table: _definition}


# --- statements -----------------------------------------------------------------------------------


def _create(
    operation: Create[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write CREATE TABLE, then the comments, which are statements of their own."""
    table = operation.object
    create_table, *indexes = table_kind.create(operation, dialect, state)
    yield create_table
    if table.comment:
        yield _table_comment(table, dialect)
    for part in operation.parts:
        if isinstance(part, Column) and part.comment:
            yield comment_on_column(part, dialect)
    yield from indexes


def _alter(
    operation: Alter[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    if before.options != after.options:
        raise OperationUnsupported("change options of", str(after.key), dialect.sa.name)
    if before.comment != after.comment:
        yield _table_comment(after, dialect)


def _table_comment(table: Table, dialect: Dialect) -> Statement:
    name = dialect.qualified(table.namespace, table.name)
    return Statement(
        f"COMMENT ON TABLE {name} IS {dialect.literal(table.comment or '')}"
    )


def _rename(
    operation: Rename[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    if operation.before.key.namespace != operation.after.key.namespace:
        raise OperationUnsupported("move", str(operation.before.key), dialect.sa.name)
    yield from table_kind.rename(operation, dialect, state)


def _refused(
    operation: Create[Namespace] | Drop[Namespace], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Refuse namespaces: a schema is a user here, and revisions do not manage users."""
    verb = type(operation).__name__.lower()
    raise OperationUnsupported(verb, str(operation.object.key), dialect.sa.name)


EMITTERS: Emitters = {
    (Create, Table): _create,
    (Alter, Table): _alter,
    (Rename, Table): _rename,
    (Create, Namespace): _refused,
    (Drop, Namespace): _refused,
}
