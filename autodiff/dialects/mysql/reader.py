"""Read a live schema by a few catalog queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.object import Object
from autodiff.core.scope import Scope
from autodiff.dialects.mysql.catalog import (
    CatalogRow,
    CatalogRows,
    LiveNamespace,
    listed,
    rows,
)
from autodiff.dialects.mysql.ddl_sequence import without_defaults
from autodiff.dialects.mysql.read_columns import ColumnReader
from autodiff.dialects.mysql.read_constraints import check, foreign_keys
from autodiff.dialects.mysql.read_indexes import IndexReader
from autodiff.kinds.counting import Counting
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.options import DialectOptions, options
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table

TABLE_TYPES = ("BASE TABLE", "SYSTEM VERSIONED")


def read(connection: Connection, scope: Scope, live: LiveNamespace) -> Iterator[Object]:
    """Read all objects of one namespace within ``scope``."""
    only = _only_table(scope)
    table_rows = rows(connection, live.dialect.tables_query, live.database, only)
    if live.namespace and _exists(connection, live):
        yield Namespace(live.namespace)
    yield from _sequences(connection, _sequence_names(table_rows, scope, live), live)
    tables = {
        row[0]: _table(row, live)
        for row in table_rows
        if row[1] in TABLE_TYPES and scope.has_table(live.namespace, row[0])
    }
    yield from tables.values()
    if tables:
        yield from _inside(connection, only, tables, live)


def _only_table(scope: Scope) -> str | None:
    """Return the only table in ``scope``, so that queries ask for it alone; else None."""
    if scope.tables is None or len(scope.tables) != 1:
        return None
    return next(iter(scope.tables))[1]


def _exists(connection: Connection, live: LiveNamespace) -> bool:
    return bool(rows(connection, live.dialect.namespace_query, live.database))


def _inside(
    connection: Connection,
    only: str | None,
    tables: dict[str, Table],
    live: LiveNamespace,
) -> Iterator[Object]:
    """Read the parts of ``tables`` in the order of CREATE TABLE; ``only`` is a single table, or
    None.
    """
    parts: dict[str, list[Object]] = defaultdict(list)
    dialect, place = live.dialect, (live.database, only)
    checks_query = dialect.checks_query(live.server)
    checks = rows(connection, checks_query, *place) if checks_query else []
    columns = ColumnReader(live, tables, checks)
    gathers = live.server.gathers
    for name, lines in listed(
        connection, dialect.columns_listing, *place, gathers
    ).items():
        if name in tables:
            parts[name].extend([columns.column(name, row) for row in lines])
    for row in checks:
        if row[0] in tables and not columns.is_json(row[0], row[1]):
            parts[row[0]].append(check(row, live))
    indexes = IndexReader(live)
    listing = dialect.indexes_listing(live.server)
    for name, lines in listed(connection, listing, *place, gathers).items():
        if name in tables:
            parts[name].extend(indexes.indexes(lines, tables[name]))
    for key in _foreign_keys(connection, only, live):
        if key.table in tables:
            parts[key.table].append(key)
    for objects in parts.values():
        yield from objects


def _foreign_keys(
    connection: Connection, only: str | None, live: LiveNamespace
) -> Iterator[ForeignKey]:
    keys = rows(connection, live.dialect.foreign_keys_query, live.database, only)
    if not keys:
        return iter(())
    actions = rows(connection, live.dialect.actions_query, live.database, only)
    return foreign_keys(keys, actions, live)


# --- tables ---------------------------------------------------------------------------------------

_OPTION = re.compile(r"[`\"]?(\w+)[`\"]?=(?:'((?:[^']|'')*)'|(\S+))")
_UNCOMPARED = frozenset(("partitioned", "max_rows", "transactional"))
"""What CREATE_OPTIONS lists besides options that a model may declare."""


def _table(row: CatalogRow, live: LiveNamespace) -> Table:
    name, type_, engine, collation, create_options, comment = row
    charset = live.settings.charset_of.get(collation or "")
    stated = {
        live.option("engine"): engine,
        live.option("collate"): collation,
        live.option("charset"): charset or (collation or "").partition("_")[0],
    }
    if type_ == "SYSTEM VERSIONED":
        stated[live.option("with")] = "SYSTEM VERSIONING"
    stated |= dict(_create_options(create_options or "", live))
    return Table(live.namespace, name, comment or None, options(stated))


def _create_options(text: str, live: LiveNamespace) -> DialectOptions:
    """Split ``row_format=COMPRESSED key_block_size=8`` into options."""
    pairs = (
        (match[1].lower(), match[2] if match[2] is not None else match[3])
        for match in _OPTION.finditer(text)
    )
    return tuple(
        (live.option(name), value.replace("''", "'"))
        for name, value in pairs
        if name not in _UNCOMPARED
    )


# --- sequences ------------------------------------------------------------------------------------


def _sequence_names(
    table_rows: CatalogRows, scope: Scope, live: LiveNamespace
) -> list[str]:
    return [
        row[0]
        for row in table_rows
        if row[1] == "SEQUENCE"
        and scope.has(live.namespace, row[0], CountingSequence.kind)
    ]


def _sequences(
    connection: Connection, names: Sequence[str], live: LiveNamespace
) -> Iterator[CountingSequence]:
    """Read sequences by one query: MariaDB shows the numbers of a sequence only as its one row."""
    if not names:
        return
    database = live.quoted(live.database)
    selects = (
        live.dialect.sequence_query.format(
            name=name.replace("\\", "\\\\").replace("'", "''"),
            place=f"{database}.{live.quoted(name)}",
        )
        for name in names
    )
    query = sa.text("\nunion all\n".join(selects).replace(":", r"\:"))
    for name, start, step, low, high, cycle, cache in connection.execute(query):
        counting = Counting(start, step, low, high, bool(cycle), cache)
        yield CountingSequence(live.namespace, name, without_defaults(counting))
