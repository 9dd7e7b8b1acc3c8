"""The reader: a fixed number of catalog queries, and one schema made of what they give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.look import Look
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
from autodiff.kinds.options import Options, options
from autodiff.kinds.table import Table


def read(connection: Connection, dialect: Dialect, look: Look) -> Schema:
    """All that ``look`` sees, by a number of queries that does not grow with the tables."""
    default = dialect.quote(dialect.sa.default_schema_name or "public")
    with plain_words(connection, default):
        return Schema(_objects(connection, dialect, look))


def _objects(connection: Connection, dialect: Dialect, look: Look) -> Iterator[Object]:
    version = version_of(dialect)
    rows = catalog.rows(connection, catalog.tables(look.relations))
    tables = _tables(rows, look)
    relations = look.relations if len(tables) == len(rows) else catalog.only(tables)
    places = {oid: (each.namespace, each.name) for oid, each in tables.items()}
    enums = enum_rows(connection, look)
    sequences = sequence_rows(connection, look)
    columns = ColumnReader(dialect, places, enums, sequences)
    by_table = columns.columns(catalog.rows(connection, catalog.columns(relations)))
    found = catalog.rows(connection, catalog.constraints(relations, version))
    behind = {row[17] for row in found if row[3] in "pux"}
    indexes = IndexReader(dialect, places, columns, behind)
    indexes_by_table = indexes.indexes(
        catalog.rows(connection, catalog.indexes(relations, version))
    )
    constraints = ConstraintReader(dialect, places, columns, indexes.backing)
    constraints_by_table = constraints.constraints(found)
    yield from _namespaces(connection, look)
    yield from enum_objects(connection, look, enums, _used(columns))
    yield from sequence_objects(sequences, look)
    for oid, table in tables.items():
        yield table
        yield from by_table.get(oid, ())
        yield from constraints_by_table.get(oid, ())
        yield from indexes_by_table.get(oid, ())


def version_of(dialect: Dialect) -> tuple[int, ...]:
    """The server's version; without a server, the newest that this package was tried on."""
    known: Any = getattr(dialect.sa, "server_version_info", None)
    return tuple(known) if known else (15,)


def _used(columns: ColumnReader) -> set[Key]:
    return {key for by_name in columns.uses.values() for key in by_name.values()}


def _namespaces(connection: Connection, look: Look) -> Iterator[Namespace]:
    for (name,) in catalog.rows(connection, catalog.namespaces(look.namespaces)):
        if look.namespace(name):
            yield Namespace(name)


def _tables(rows: Iterable[Any], look: Look) -> Mapping[int, Table]:
    found: dict[int, Table] = {}
    for row in rows:
        oid, schema, name, *details = row
        namespace = look.namespace(schema)
        if look.wants(namespace, name):
            comment = details[2] or None
            found[oid] = Table(namespace, name, comment, _table_options(*details))
    return found


def _table_options(
    persistence: str,
    stored: list[str] | None,
    comment: str | None,
    tablespace: str | None,
    method: str | None,
    partition_key: str | None,
    heirs: list[str] | None,
) -> Options:
    return options(
        {
            "prefixes": ["UNLOGGED"] if persistence == "u" else None,
            "postgresql_with": parameters(stored),
            "postgresql_tablespace": tablespace,
            "postgresql_using": method if method != "heap" else None,
            "postgresql_partition_by": partition_key,
            "postgresql_inherits": heirs,
        }
    )
