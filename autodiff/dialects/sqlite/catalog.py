"""The catalog: rows of sqlite_schema, as the database stores its own SQL."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from autodiff.frozen import frozen

NEW = "_autodiff_new_"
"""How the name of a table begins that a rebuild is filling."""


@frozen
class Entry:
    """One row: ``type`` is table, index, trigger or view; ``table`` is what it belongs to."""

    type: str
    name: str
    table: str
    sql: str

    @property
    def virtual(self) -> bool:
        """Whether a module (full text search, say) keeps the table."""
        return self.sql.startswith("CREATE VIRTUAL TABLE")


def entries(
    connection: Connection, namespace: str, types: Iterable[str], *, only: str = ""
) -> list[Entry]:
    """The rows of some types, in the order in which they were made; ``only`` those of one table."""
    schema = _schema(namespace)
    listed = ", ".join(f"'{each}'" for each in types)
    sql = (
        f"SELECT type, name, tbl_name, sql FROM {schema}.sqlite_master "
        f"WHERE type IN ({listed}) AND sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\'"
    )
    if only:
        sql += f" AND lower(tbl_name) = {quoted_text(only.lower())}"
    rows = connection.exec_driver_sql(f"{sql} ORDER BY rowid")
    return [Entry(*row) for row in rows]


def quoted_text(text: str) -> str:
    """A string as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def shadow_tables(connection: Connection, namespace: str) -> frozenset[str]:
    """Tables in which the modules of virtual tables keep their data (SQLite 3.37 and later)."""
    schema = quoted_text(namespace or "main")
    rows = connection.exec_driver_sql(
        f"SELECT name FROM pragma_table_list WHERE type = 'shadow' AND schema = {schema}"
    )
    return frozenset(name for (name,) in rows)


def statistics_tables(connection: Connection, namespace: str) -> tuple[str, ...]:
    """The tables in which ANALYZE keeps what it found, if it ever ran."""
    rows = connection.exec_driver_sql(
        f"SELECT name FROM {_schema(namespace)}.sqlite_master "
        "WHERE name IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY name"
    )
    return tuple(name for (name,) in rows)


def _schema(namespace: str) -> str:
    return '"' + (namespace or "main").replace('"', '""') + '"'


def attached(connection: Connection) -> frozenset[str]:
    """The namespaces of a connection: "" for main, and the names of attached databases."""
    rows = connection.exec_driver_sql("SELECT name FROM pragma_database_list")
    return frozenset("" if name == "main" else name for (name,) in rows)
