"""Queries on the catalog: sqlite_master, in which the database stores its own SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy.engine import Connection

from autodiff.dialects.standard import StandardDialect
from autodiff.frozen import frozen

NEW = "_autodiff_new_"
"""The prefix of the table that a rebuild fills."""


class CatalogDialect(StandardDialect):
    """The queries as attributes, so that a relative of SQLite can replace one and keep the readers.
    ``{schema}`` is the namespace quoted as a name, ``{schema_text}`` as a string.
    """

    namespaces_query: ClassVar[str] = "SELECT name FROM pragma_database_list"

    entries_query: ClassVar[str] = (
        "SELECT type, name, tbl_name, sql FROM {schema}.sqlite_master "
        "WHERE type IN ({types}) AND sql IS NOT NULL "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'{and_table} ORDER BY rowid"
    )

    shadow_tables_query: ClassVar[str] = (
        "SELECT name FROM pragma_table_list WHERE type = 'shadow' AND schema = {schema_text}"
    )

    statistics_tables_query: ClassVar[str] = (
        "SELECT name FROM {schema}.sqlite_master "
        "WHERE name IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY name"
    )

    referring_tables_query: ClassVar[str] = (
        "SELECT DISTINCT m.name FROM {schema}.sqlite_master AS m, "
        "pragma_foreign_key_list(m.name, {schema_text}) AS f "
        "WHERE m.type = 'table' AND lower(f.\"table\") = {table}"
    )


@frozen
class MasterRow:
    """A row of sqlite_master; ``type`` is table, index, trigger or view, ``table`` its table."""

    type: str
    name: str
    table: str
    sql: str

    @property
    def virtual(self) -> bool:
        """Whether it is a virtual table, which a module (such as full text search) stores."""
        return self.sql.startswith("CREATE VIRTUAL TABLE")


def entries(
    connection: Connection,
    dialect: CatalogDialect,
    namespace: str,
    types: Iterable[str],
    *,
    only: str = "",
) -> list[MasterRow]:
    """Return the rows of some ``types`` in a namespace, in the order of their creation.

    ``only`` is the name of a table; "" for all tables.
    """
    listed = ", ".join(quoted_text(type_) for type_ in types)
    and_table = f" AND lower(tbl_name) = {quoted_text(only.lower())}" if only else ""
    query = dialect.entries_query
    sql = _filled(query, namespace, types=listed, and_table=and_table)
    return [MasterRow(*row) for row in connection.exec_driver_sql(sql)]


def namespaces(connection: Connection, dialect: CatalogDialect) -> frozenset[str]:
    """Return the namespaces: "" for main, and the names of attached databases."""
    names = _names(connection, dialect.namespaces_query, "")
    return frozenset("" if name == "main" else name for name in names)


def shadow_tables(
    connection: Connection, dialect: CatalogDialect, namespace: str
) -> list[str]:
    """Return the tables in which modules of virtual tables store data (SQLite 3.37 and later)."""
    return _names(connection, dialect.shadow_tables_query, namespace)


def statistics_tables(
    connection: Connection, dialect: CatalogDialect, namespace: str
) -> list[str]:
    """Return the tables in which ANALYZE stores statistics; none if it never ran."""
    return _names(connection, dialect.statistics_tables_query, namespace)


def referring_tables(
    connection: Connection, dialect: CatalogDialect, namespace: str, table: str
) -> set[str]:
    """Return the tables whose foreign keys refer to ``table``, in any case of letters."""
    query, wanted = dialect.referring_tables_query, quoted_text(table.lower())
    return set(_names(connection, query, namespace, table=wanted))


def _names(
    connection: Connection, query: str, namespace: str, **values: str
) -> list[str]:
    """Return the rows of a query that selects names."""
    sql = _filled(query, namespace, **values)
    return [name for (name,) in connection.exec_driver_sql(sql)]


def _filled(query: str, namespace: str, **values: str) -> str:
    schema = namespace or "main"
    quoted = '"' + schema.replace('"', '""') + '"'
    return query.format(schema=quoted, schema_text=quoted_text(schema), **values)


def quoted_text(text: str) -> str:
    """Return a string as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
