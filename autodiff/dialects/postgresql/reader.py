"""Read a live schema by a fixed number of catalog queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.catalog import CatalogDialect, Selection, only, rows
from autodiff.dialects.postgresql.read_columns import ColumnReader
from autodiff.dialects.postgresql.read_constraints import ConstraintReader
from autodiff.dialects.postgresql.read_indexes import IndexReader, parameters
from autodiff.dialects.postgresql.read_types import (
    enum_objects,
    enum_rows,
    sequence_objects,
    sequence_rows,
)
from autodiff.dialects.postgresql.session import plain_words
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.options import DialectOptions, options
from autodiff.kinds.table import Table


def read(
    connection: Connection, dialect: CatalogDialect, selection: Selection
) -> Schema:
    """Read what is selected, by a number of queries that does not grow with the tables."""
    default = dialect.quote(dialect.sa.default_schema_name or "public")
    with plain_words(connection, default):
        return Schema(_objects(connection, dialect, selection))


def _objects(
    connection: Connection, dialect: CatalogDialect, selection: Selection
) -> Iterator[Object]:
    table_rows = rows(connection, dialect.tables_query(selection.relations))
    tables = _tables(table_rows, selection)
    all_wanted = len(tables) == len(table_rows)
    relations = selection.relations if all_wanted else only(tables)
    places = {oid: (table.namespace, table.name) for oid, table in tables.items()}
    enums = enum_rows(connection, dialect, selection)
    sequences = sequence_rows(connection, dialect, selection)
    columns = ColumnReader(dialect, places, enums, sequences)
    by_table = columns.columns(rows(connection, dialect.columns_query(relations)))
    constraint_rows = rows(connection, dialect.constraints_query(relations))
    behind = {row[17] for row in constraint_rows if row[3] in "pux"}
    indexes = IndexReader(dialect, places, columns, behind)
    indexes_by_table = indexes.indexes(
        rows(connection, dialect.indexes_query(relations))
    )
    constraints = ConstraintReader(dialect, places, columns, indexes.backing)
    constraints_by_table = constraints.constraints(constraint_rows)
    yield from _namespaces(connection, dialect, selection)
    yield from enum_objects(connection, dialect, selection, enums, _used(columns))
    yield from sequence_objects(sequences, selection)
    for oid, table in tables.items():
        yield table
        yield from by_table.get(oid, ())
        yield from constraints_by_table.get(oid, ())
        yield from indexes_by_table.get(oid, ())


def _used(columns: ColumnReader) -> set[Key]:
    return {key for by_name in columns.uses.values() for key in by_name.values()}


def _namespaces(
    connection: Connection, dialect: CatalogDialect, selection: Selection
) -> Iterator[Namespace]:
    if not selection.namespaces:
        return
    query = dialect.namespaces_query(selection.namespaces)
    for (name,) in rows(connection, query):
        if selection.namespace(name):
            yield Namespace(name)


def _tables(table_rows: Iterable[Any], selection: Selection) -> Mapping[int, Table]:
    tables: dict[int, Table] = {}
    for row in table_rows:
        oid, schema, name, *details = row
        namespace = selection.namespace(schema)
        if selection.wants(namespace, name):
            comment = details[2] or None
            tables[oid] = Table(namespace, name, comment, _table_options(*details))
    return tables


def _table_options(
    persistence: str,
    stored: list[str] | None,
    comment: str | None,
    tablespace: str | None,
    method: str | None,
    partition_key: str | None,
    parents: list[str] | None,
) -> DialectOptions:
    """Return a table's options from the fields of its row; ``stored`` are reloptions."""
    return options(
        {
            "prefixes": ["UNLOGGED"] if persistence == "u" else None,
            "postgresql_with": parameters(stored),
            "postgresql_tablespace": tablespace,
            "postgresql_using": method if method != "heap" else None,
            "postgresql_partition_by": partition_key,
            "postgresql_inherits": parents,
        }
    )
