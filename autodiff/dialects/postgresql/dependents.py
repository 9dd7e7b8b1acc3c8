"""Find what depends on a type or a column, and re-create it around a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.catalog import CatalogDialect, selected
from autodiff.dialects.postgresql.reader import read
from autodiff.kinds.column import Column


def users(connection: Connection, dialect: CatalogDialect, key: Key) -> list[Object]:
    """Read the objects that depend on ``key``, of an enum or a table, in any namespace."""
    tables = _tables(connection, dialect, key)
    if not tables:
        return []
    namespaces = tuple(dict.fromkeys(namespace for namespace, _ in tables))
    scope = Scope(namespaces, tables=frozenset(tables))
    schema = read(connection, dialect, selected(scope, dialect))
    return [value for value in schema.values() if key in value.depends_on()]


def _tables(
    connection: Connection, dialect: CatalogDialect, key: Key
) -> list[tuple[str, str]]:
    """List the tables, as (namespace, name), that may contain dependents of ``key``."""
    if key.kind != "enum":
        return [(key.namespace, key.table or key.name)]
    schema = key.namespace or dialect.sa.default_schema_name or "public"
    query = dialect.enum_users_query(catalog.enum_is(schema, key.name))
    return [
        (dialect.namespace(namespace), table)
        for _, namespace, table, relkind in catalog.rows(connection, query)
        if relkind in ("r", "p")
    ]


def computed_over(columns: Iterable[Column], state: State) -> list[Column]:
    """List the computed columns that read one of ``columns``: the server refuses a new type
    below.
    """
    keys = {column.key for column in columns}
    tables = dict.fromkeys(column.parent for column in columns)
    return [
        value
        for table in tables
        for value in state.under(table)
        if isinstance(value, Column)
        and value.computed is not None
        and keys.intersection(value.uses)
    ]


def leaves_over(columns: Iterable[Column], state: State) -> list[Object]:
    """List the constraints and indexes that are dropped with ``columns``."""
    keys = {column.key for column in columns}
    tables = dict.fromkeys(column.parent for column in columns)
    return [
        value
        for table in tables
        for value in state.under(table)
        if value.leaf and keys.intersection(value.depends_on())
    ]


def created(
    values: Iterable[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write the statements that create ``values``."""
    for value in values:
        operation = Create(value)
        yield from dialect.emitter(operation)(operation, dialect, state)


def dropped(
    values: Iterable[Object], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write the statements that drop ``values``."""
    for value in values:
        operation = Drop(value)
        yield from dialect.emitter(operation)(operation, dialect, state)
