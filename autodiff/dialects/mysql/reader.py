"""The reader: a live schema built from the rows of a few catalog queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy.engine import Connection

from autodiff.core.object import Object
from autodiff.core.scope import Scope
from autodiff.dialects.mysql import catalog
from autodiff.dialects.mysql.catalog import Row, Rows, listed, rows
from autodiff.dialects.mysql.place import Place
from autodiff.dialects.mysql.read_columns import ColumnReader, columns_in
from autodiff.dialects.mysql.read_keys import IndexReader, foreign_keys
from autodiff.dialects.mysql.read_tables import sequences, table
from autodiff.kinds.check import Check
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table

TABLE_TYPES = ("BASE TABLE", "SYSTEM VERSIONED")


def read(connection: Connection, scope: Scope, place: Place) -> Iterator[Object]:
    """All objects of one namespace within ``scope``."""
    database = place.database
    if database is None:
        return
    only = _only_table(scope)
    all_tables = rows(connection, catalog.TABLES, database, only)
    if place.namespace and _exists(connection, database):
        yield Namespace(place.namespace)
    yield from sequences(connection, _sequence_names(all_tables, scope, place), place)
    tables = {
        row[0]: table(row, place)
        for row in all_tables
        if row[1] in TABLE_TYPES and scope.has_table(place.namespace, row[0])
    }
    yield from tables.values()
    if tables:
        yield from _inside(connection, only, tables, place)


def _only_table(scope: Scope) -> str | None:
    """The one table that is looked at, where there is one: then the queries ask for it alone."""
    if scope.tables is None or len(scope.tables) != 1:
        return None
    return next(iter(scope.tables))[1]


def _exists(connection: Connection, database: str) -> bool:
    query = "select 1 from information_schema.schemata where schema_name = :namespace"
    return bool(rows(connection, query, database, None))


def _sequence_names(found: Rows, scope: Scope, place: Place) -> list[str]:
    return [
        row[0]
        for row in found
        if row[1] == "SEQUENCE"
        and scope.has(place.namespace, row[0], CountingSequence.kind)
    ]


def _inside(
    connection: Connection, only: str | None, tables: dict[str, Table], place: Place
) -> Iterator[Object]:
    """What stands in ``tables``, grouped as CREATE TABLE would list it."""
    parts: dict[str, list[Object]] = defaultdict(list)
    checks = _checks(connection, only, place)
    columns = ColumnReader(place, tables, checks)
    gathers = place.server.gathers
    at = (place.database or "", only, gathers)
    for name, found in listed(connection, catalog.COLUMNS, *at).items():
        if name in tables:
            parts[name].extend([columns.column(name, row) for row in found])
    for row in checks:
        if row[0] in tables and not columns.is_json(row[0], row[1]):
            parts[row[0]].append(_check(row, place))
    indexes = IndexReader(place)
    for name, found in listed(connection, place.index_listing, *at).items():
        if name in tables:
            parts[name].extend(indexes.indexes(found, tables[name]))
    keys = rows(connection, catalog.KEYS, place.database, only)
    if keys:
        actions = rows(connection, catalog.ACTIONS, place.database, only)
        for key in foreign_keys(keys, actions, place):
            if key.table in tables:
                parts[key.table].append(key)
    for each in parts.values():
        yield from each


def _checks(connection: Connection, only: str | None, place: Place) -> Rows:
    if place.server.mariadb:
        return rows(connection, catalog.MARIADB_CHECKS, place.database, only)
    if not place.server.since(None, (8, 0, 16)):
        return []
    return rows(connection, catalog.MYSQL_CHECKS, place.database, only)


def _check(row: Row, place: Place) -> Check:
    name, constraint, condition, level = row
    options = ((place.option("column"), constraint),) if level == "Column" else ()
    return Check(
        place.namespace,
        name,
        constraint,
        place.clause(condition),
        options,
        columns=columns_in(condition),
    )
