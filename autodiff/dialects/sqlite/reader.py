"""The reader: the live schema, made from the SQL that the database stores of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.sqlite.catalog import (
    NEW,
    Entry,
    attached,
    entries,
    shadow_tables,
)
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.keys import key_rule
from autodiff.dialects.sqlite.reading import table_objects
from autodiff.dialects.sqlite.reading_indexes import index_object
from autodiff.dialects.sqlite.table_text import TableText, table_text
from autodiff.errors.sqlite import RebuildInterrupted
from autodiff.kinds.foreign_key import ForeignKey


def read(connection: Connection, scope: Scope, dialect: Dialect) -> Schema:
    """All objects within ``scope``: one query for each namespace, and one for their names.

    Raises RebuildInterrupted where a killed rebuild left the only copy of a table.
    """
    present = attached(connection)
    wanted = [each for each in scope.namespaces if each in present]
    return Schema(
        each
        for namespace in wanted
        for each in _namespace_objects(connection, namespace, scope, dialect)
    )


def _namespace_objects(
    connection: Connection, namespace: str, scope: Scope, dialect: Dialect
) -> Iterator[Object]:
    rows = entries(connection, namespace, ("table", "index"), only=_single(scope))
    _check_interrupted(rows, scope, namespace)
    hidden = _hidden(connection, namespace, rows)
    targets = Targets(connection, namespace, rows)
    seen = [
        each
        for each in rows
        if each.table not in hidden and scope.has_table(namespace, each.table)
    ]
    for value in stored_objects(namespace, seen, dialect):
        yield with_target(value, targets)


def _single(scope: Scope) -> str:
    """The one table that a scope is narrowed to, or "" for several."""
    names = [table for _, table in scope.tables or ()]
    return names[0] if len(names) == 1 else ""


def _hidden(
    connection: Connection, namespace: str, rows: Sequence[Entry]
) -> frozenset[str]:
    """Tables that are not the user's own: of modules, and of rebuilds."""
    virtual = {each.name for each in rows if each.type == "table" and each.virtual}
    shadows = shadow_tables(connection, namespace) if virtual else frozenset()
    copies = {each.name for each in rows if each.name.startswith(NEW)}
    return frozenset(virtual | shadows | copies)


def _check_interrupted(rows: Sequence[Entry], scope: Scope, namespace: str) -> None:
    tables = {each.name for each in rows if each.type == "table"}
    for name in tables:
        original = name.removeprefix(NEW)
        lost = name.startswith(NEW) and original not in tables
        if lost and scope.has_table(namespace, original):
            raise RebuildInterrupted(original, name)


def stored_objects(
    namespace: str, rows: Sequence[Entry], dialect: Dialect
) -> Iterator[Object]:
    """The objects of tables and their indexes, from their entries."""
    indexes: dict[str, list[Entry]] = {}
    for each in rows:
        if each.type == "index":
            indexes.setdefault(each.table, []).append(each)
    for entry in rows:
        if entry.type == "table":
            text = table_text(entry.sql)
            yield from table_objects((namespace, text.name), text, dialect)
            for each in indexes.get(entry.name, ()):
                yield index_object(namespace, text, index_text(each.sql), dialect)


class Targets:
    """Tables that foreign keys point at; asked for where they are not among ``rows``."""

    def __init__(
        self, connection: Connection, namespace: str, rows: Sequence[Entry]
    ) -> None:
        self._connection = connection
        self._namespace = namespace
        self._known = {each.name.lower(): each for each in rows if each.type == "table"}

    def table(self, name: str) -> TableText | None:
        """A table's text, found in any case of letters; None where there is none."""
        entry = self._known.get(name.lower()) or self._asked(name)
        return None if entry is None or entry.virtual else table_text(entry.sql)

    def _asked(self, name: str) -> Entry | None:
        rows = entries(self._connection, self._namespace, ("table",), only=name)
        for each in rows:
            self._known[name.lower()] = each
            return each
        return None


def with_target(value: Object, tables: Targets) -> Object:
    """A foreign key with its target's table and columns as these are written there."""
    if not isinstance(value, ForeignKey):
        return value
    target = tables.table(value.target_table)
    if target is None:
        return value
    names = target.names
    found = key_rule(target)
    columns = value.target_columns or (found[1] if found else ())
    written = tuple(names.get(each.lower(), each) for each in columns)
    if (target.name, written) == (value.target_table, value.target_columns):
        return value
    return replace(value, target_table=target.name, target_columns=written)
