"""Standing: what is stored of one table, as texts."""

from __future__ import annotations

from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.fold import in_parent
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.state import State
from autodiff.dialects.sqlite.catalog import entries
from autodiff.dialects.sqlite.definitions import index_sql, table_sql
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.reading import table_objects
from autodiff.dialects.sqlite.reading_indexes import index_object
from autodiff.dialects.sqlite.table_text import TableText, table_text
from autodiff.frozen import frozen
from autodiff.kinds.index import Index
from autodiff.kinds.table import Table


@frozen
class Standing:
    """The texts of a table, its indexes and its triggers.

    ``fresh`` are columns, in small letters, made since the rows were written; ``fills`` the SQL of
    what rows get in a column where they hold nothing.
    """

    namespace: str
    text: TableText
    indexes: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    fresh: frozenset[str] = frozenset()
    fills: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        return self.namespace, self.text.name

    def with_fill(self, column: str, fill: Clause | None) -> Standing:
        """With what rows get in ``column``, if that is said."""
        if fill is None:
            return self
        return replace(self, fills=(*self.fills, (column.lower(), fill.sql)))

    def with_text(self, text: TableText) -> Standing:
        """With another text, taken apart anew: a change may have shifted what follows it."""
        return replace(self, text=table_text(text.sql))

    def schema(self, dialect: Dialect) -> Schema:
        """The objects that these texts stand for."""
        objects: list[Object] = table_objects(self.place, self.text, dialect)
        for sql in self.indexes:
            index = index_text(sql)
            objects.append(index_object(self.namespace, self.text, index, dialect))
        return Schema(objects)


def standing_of(key: Key, state: State, dialect: Dialect) -> Standing | None:
    """What is stored of a table: in the live database, or as the replayed schema would be written.

    Offline nothing is known of triggers.
    """
    if state.connection is None:
        return _written(key, state, dialect)
    types = ("table", "index", "trigger")
    rows = entries(state.connection, key.namespace, types, only=key.name)
    tables = [each for each in rows if each.type == "table"]
    if not tables:
        return None
    return Standing(
        key.namespace,
        table_text(tables[0].sql),
        tuple(each.sql for each in rows if each.type == "index"),
        tuple(each.sql for each in rows if each.type == "trigger"),
    )


def _written(key: Key, state: State, dialect: Dialect) -> Standing | None:
    table, parts = state.get(key), sorted(state.under(key), key=in_parent)
    if not isinstance(table, Table) or not parts:
        return None
    sql = table_sql(dialect.quote(table.name), table, parts, dialect)
    indexes = [
        index_sql(replace(each, namespace=""), dialect)
        for each in parts
        if isinstance(each, Index)
    ]
    return Standing(key.namespace, table_text(sql), tuple(indexes))
