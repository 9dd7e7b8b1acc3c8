"""Guards: what must be looked at in the live database before a table is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite.catalog import NEW, Entry, entries, quoted_text
from autodiff.dialects.sqlite.expressions import names_in
from autodiff.dialects.sqlite.rebuild import gone
from autodiff.dialects.sqlite.standing import Standing
from autodiff.dialects.sqlite.tokens import tokens
from autodiff.errors.sqlite import ColumnInUse, ForeignKeysOn, RebuildInterrupted


def pragma(connection: Connection, name: str) -> bool:
    """Whether a switch of the connection is on."""
    return bool(connection.exec_driver_sql(f"PRAGMA {name}").scalar())


def check_no_rows_lost(
    connection: Connection, table: Key, dialect: Dialect, *, own: bool
) -> None:
    """Raise ForeignKeysOn where dropping ``table`` would reach rows that refer to it.

    With foreign keys on, DROP TABLE deletes the rows first, with all that ON DELETE says; the
    switch cannot be turned within a transaction. ``own``: references of the table to itself count.
    """
    if not pragma(connection, "foreign_keys"):
        return
    children = _children(connection, table)
    if not own:
        children.discard(table.name)
    if children and _has_rows(connection, table, dialect):
        raise ForeignKeysOn(table.name, ", ".join(sorted(children)))


def _children(connection: Connection, table: Key) -> set[str]:
    schema = table.namespace or "main"
    quoted = '"' + schema.replace('"', '""') + '"'
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT m.name FROM {quoted}.sqlite_master AS m, "
        f"pragma_foreign_key_list(m.name, {quoted_text(schema)}) AS f "
        f"WHERE m.type = 'table' AND lower(f.\"table\") = {quoted_text(table.name.lower())}"
    )
    return {name for (name,) in rows}


def _has_rows(connection: Connection, table: Key, dialect: Dialect) -> bool:
    name = dialect.qualified(table.namespace, table.name)
    found = connection.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {name})")
    return bool(found.scalar())


def check_not_interrupted(connection: Connection, table: Key) -> None:
    """Raise RebuildInterrupted where a killed rebuild holds the rows of a table that is gone."""
    rows = entries(connection, table.namespace, ("table",), only=NEW + table.name)
    if rows and not entries(connection, table.namespace, ("table",), only=table.name):
        raise RebuildInterrupted(table.name, rows[0].name)


def check_columns_free(before: Standing, after: Standing) -> None:
    """Raise ColumnInUse where the new table or an index names a column that is gone.

    SQLite itself would take a quoted name for a string, and say nothing.
    """
    for column in gone(before, after):
        for user, names in _users(after):
            if column.name.lower() in names:
                user = " ".join(user.split())
                raise ColumnInUse(column.name, before.text.name, user)


def _users(standing: Standing) -> Iterator[tuple[str, frozenset[str]]]:
    """What may name columns, each with the names that it has where they mean columns."""
    for column in standing.text.column_texts:
        for rule in column.rules:
            if rule.kind in ("check", "generated"):
                yield column.text, names_in(rule.sql)
    for item, rule in zip(standing.text.constraints, standing.text.rules, strict=True):
        listed = frozenset(each.lower() for each in rule.columns)
        yield item.text, listed | names_in(rule.sql)
    for sql in standing.indexes:
        stream = tokens(sql)
        opening = next(each.start for each in stream if each.text == "(")
        yield sql, names_in(sql[opening:])


# --- views and triggers ---------------------------------------------------------------------------


def probes(
    connection: Connection, before: Standing, after: Standing, dialect: Dialect
) -> list[Statement]:
    """Statements that change nothing and fail where a view or trigger worked before and now asks
    for a column that is gone.
    """
    if not gone(before, after):
        return []
    namespace, name = before.place
    rows = entries(connection, namespace, ("view", "trigger"))
    tries = [*_views(rows, namespace, dialect), *_triggers(rows, after, dialect)]
    return [Statement(sql) for sql in tries if _works(connection, sql)]


def _views(rows: Iterable[Entry], namespace: str, dialect: Dialect) -> Iterator[str]:
    for each in rows:
        if each.type == "view":
            yield f"SELECT 1 FROM {dialect.qualified(namespace, each.name)} LIMIT 0"


def _triggers(
    rows: Iterable[Entry], after: Standing, dialect: Dialect
) -> Iterator[str]:
    """A statement of the sort that each trigger waits for, only compiled."""
    table = after.text.name.lower()
    for each in rows:
        if each.type == "trigger" and each.table.lower() == table:
            yield from _events(each, after, dialect)


def _events(trigger: Entry, standing: Standing, dialect: Dialect) -> Iterator[str]:
    table = dialect.qualified(*standing.place)
    words = {token.keyword for token in tokens(trigger.sql)}
    plain = [
        dialect.quote(each.name)
        for each in standing.text.column_texts
        if each.rule("generated") is None
    ]
    if "INSERT" in words:
        yield f"EXPLAIN INSERT INTO {table} DEFAULT VALUES"
    if "DELETE" in words:
        yield f"EXPLAIN DELETE FROM {table}"
    if "UPDATE" in words and plain:
        sets = ", ".join(f"{name} = {name}" for name in plain)
        yield f"EXPLAIN UPDATE {table} SET {sets}"


def _works(connection: Connection, sql: str) -> bool:
    """Whether the statement goes through now: SQLite compiles it, and changes nothing."""
    try:
        connection.exec_driver_sql(sql).close()
    except DBAPIError:
        return False
    return True
