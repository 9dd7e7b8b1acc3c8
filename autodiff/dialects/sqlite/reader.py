"""Reading the live schema from the SQL in sqlite_master."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.sqlite.catalog import (
    NEW,
    CatalogDialect,
    MasterRow,
    entries,
    namespaces,
    shadow_tables,
)
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.read_columns import columns
from autodiff.dialects.sqlite.read_constraints import (
    TableName,
    Targets,
    constraints,
    with_target,
)
from autodiff.dialects.sqlite.read_indexes import index_object
from autodiff.dialects.sqlite.table_text import TableText, table_text
from autodiff.errors.sqlite import RebuildInterrupted
from autodiff.kinds.options import DialectOptions
from autodiff.kinds.table import Table


def read(connection: Connection, scope: Scope, dialect: CatalogDialect) -> Schema:
    """Return all objects within ``scope``, by one query for the namespaces and one for each of them.

    Raises RebuildInterrupted if a killed rebuild left the only copy of a table.
    """
    present = namespaces(connection, dialect)
    return Schema(
        value
        for namespace in scope.namespaces
        if namespace in present
        for value in _namespace_objects(connection, namespace, scope, dialect)
    )


def _namespace_objects(
    connection: Connection, namespace: str, scope: Scope, dialect: CatalogDialect
) -> Iterator[Object]:
    types = ("table", "index")
    rows = entries(connection, dialect, namespace, types, only=_single_table(scope))
    _check_interrupted(rows, scope, namespace)
    hidden = _hidden_tables(connection, namespace, rows, dialect)
    targets = Targets(connection, dialect, namespace, rows)
    visible = [
        row
        for row in rows
        if row.table not in hidden and scope.has_table(namespace, row.table)
    ]
    for value in stored_objects(namespace, visible, dialect):
        yield with_target(value, targets)


def _single_table(scope: Scope) -> str:
    """Return the name of the only table in the scope; "" for several."""
    names = [table for _, table in scope.tables or ()]
    return names[0] if len(names) == 1 else ""


def _hidden_tables(
    connection: Connection,
    namespace: str,
    rows: Iterable[MasterRow],
    dialect: CatalogDialect,
) -> set[str]:
    """Return the tables that are not the user's own: those of modules and of rebuilds."""
    tables = [row for row in rows if row.type == "table"]
    virtual = {table.name for table in tables if table.virtual}
    shadows = shadow_tables(connection, dialect, namespace) if virtual else ()
    copies = {table.name for table in tables if table.name.startswith(NEW)}
    return virtual.union(shadows, copies)


def _check_interrupted(rows: Iterable[MasterRow], scope: Scope, namespace: str) -> None:
    tables = {row.name for row in rows if row.type == "table"}
    for name in tables:
        original = name.removeprefix(NEW)
        lost = name.startswith(NEW) and original not in tables
        if lost and scope.has_table(namespace, original):
            raise RebuildInterrupted(original, name)


def stored_objects(
    namespace: str, rows: Sequence[MasterRow], dialect: Dialect
) -> Iterator[Object]:
    """Yield the objects of tables and their indexes."""
    indexes: dict[str, list[MasterRow]] = {}
    for row in rows:
        if row.type == "index":
            indexes.setdefault(row.table, []).append(row)
    for row in rows:
        if row.type == "table":
            text = table_text(row.sql)
            yield from table_objects((namespace, text.name), text, dialect)
            for index in indexes.get(row.name, ()):
                yield index_object(namespace, text, index_text(index.sql), dialect)


def table_objects(place: TableName, text: TableText, dialect: Dialect) -> list[Object]:
    """Return the table, its columns and its constraints as objects."""
    table = Table(*place, None, table_options(text))
    return [table, *columns(place, text, dialect), *constraints(place, text, dialect)]


def table_options(text: TableText) -> DialectOptions:
    """Return the options, by SQLAlchemy's names."""
    values: list[tuple[str, bool]] = []
    if any(rule.autoincrement for rule, _ in text.constraint_rules):
        values.append(("sqlite_autoincrement", True))
    if "STRICT" in text.options:
        values.append(("sqlite_strict", True))
    if "WITHOUT ROWID" in text.options:
        values.append(("sqlite_with_rowid", False))
    return tuple(values)
