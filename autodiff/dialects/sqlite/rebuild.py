"""Rebuild a table: copy it into a new one of another shape, with all that depends on it.

The procedure is SQLite's own (https://sqlite.org/lang_altertable.html#otheralter), in the
transaction of the revision. The new table is made under another name, filled, and takes the place
of the old one; ``legacy_alter_table`` keeps the renaming from looking into views and triggers, and
from following foreign keys of other tables, which go on naming the table as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite.catalog import (
    NEW,
    CatalogDialect,
    MasterRow,
    entries,
    quoted_text,
)
from autodiff.dialects.sqlite.edits import with_table_name
from autodiff.dialects.sqlite.expressions import names_in
from autodiff.dialects.sqlite.read_constraints import key_rule, rowid_column
from autodiff.dialects.sqlite.stored import StoredTable
from autodiff.dialects.sqlite.table_text import ColumnText, TableText
from autodiff.dialects.sqlite.tokens import tokens
from autodiff.dialects.sqlite.types import affinity
from autodiff.errors.sqlite import ColumnInUse


def rebuild(
    before: StoredTable,
    after: StoredTable,
    dialect: Dialect,
    *,
    legacy: bool = False,
    statistics: Sequence[str] = (),
) -> Iterator[Statement]:
    """Write the statements that turn ``before`` into ``after`` with all rows.

    ``legacy`` is whether ``legacy_alter_table`` was on already; ``statistics`` are the tables in
    which ANALYZE has left what it knows.
    """
    namespace, name = before.place
    new = NEW + name
    table, copy = dialect.qualified(namespace, name), dialect.qualified(namespace, new)
    yield Statement(f"DROP TABLE IF EXISTS {copy}")
    yield Statement(with_table_name(after.text, copy).sql)
    yield from _filled(before, after, copy, table, dialect)
    yield from _counter(before, after, new, dialect)
    yield from _statistics(statistics, name, new, namespace, dialect)
    yield Statement(f"DROP TABLE {table}")
    if not legacy:
        yield Statement("PRAGMA legacy_alter_table = ON")
    yield Statement(f"ALTER TABLE {copy} RENAME TO {dialect.quote(name)}")
    if not legacy:
        yield Statement("PRAGMA legacy_alter_table = OFF")
    yield from _statistics(statistics, new, name, namespace, dialect)
    for sql in (*after.indexes, *after.triggers):
        yield Statement(_in_namespace(sql, namespace, dialect))


def _in_namespace(sql: str, namespace: str, dialect: Dialect) -> str:
    """Write a stored CREATE INDEX or CREATE TRIGGER, which names no namespace, for one."""
    if not namespace:
        return sql
    stream = tokens(sql)
    place = next(
        following.start
        for token, following in zip(stream, stream[1:], strict=False)
        if token.keyword in ("INDEX", "TRIGGER")
    )
    return f"{sql[:place]}{dialect.quote(namespace)}.{sql[place:]}"


# --- rows -----------------------------------------------------------------------------------------


def _filled(
    before: StoredTable, after: StoredTable, copy: str, table: str, dialect: Dialect
) -> Iterator[Statement]:
    """Copy all rows; OR ABORT, since a new ON CONFLICT clause must not swallow any of them."""
    pairs = [*_rowid(before.text, after.text), *_columns(before, after, dialect)]
    pairs = pairs or [_any_column(after.text, dialect)]
    into = ", ".join(name for name, _ in pairs)
    values = ", ".join(value for _, value in pairs)
    yield Statement(
        f"INSERT OR ABORT INTO {copy} ({into})\nSELECT {values}\nFROM {table}"
    )


def _any_column(text: TableText, dialect: Dialect) -> tuple[str, str]:
    """Choose a column, with its default, where nothing of the rows is kept but their number."""
    plain = [column for column in text.column_texts if column.rule("generated") is None]
    column = rowid_column(text) or plain[0]
    default = column.rule("default")
    return dialect.quote(column.name), f"({default.sql})" if default else "NULL"


def _columns(
    before: StoredTable, after: StoredTable, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    """List each column that is kept, with the expression that gives its value."""
    for column in after.text.column_texts:
        if column.rule("generated") is None:
            value = _value(column, before, after, dialect)
            if value is not None:
                yield dialect.quote(column.name), value


def _value(
    column: ColumnText, before: StoredTable, after: StoredTable, dialect: Dialect
) -> str | None:
    """Tell where a column's values come from; None leaves them to its default."""
    old = before.text.column(column.name)
    fill = dict(after.fills).get(column.name.lower())
    if old is None or column.name.lower() in after.fresh:
        return fill
    value = _converted(dialect.quote(old.name), old.type, column.type)
    return value if fill is None else f"coalesce({value}, {fill})"


def _converted(name: str, before: str, after: str) -> str:
    """Write how a column (quoted) of type ``before`` is read for one of ``after`` without loss.

    SQLite converts what it stores by the column's affinity, and only where nothing is lost, so most
    values are copied as they are; CAST would turn 'abc' into 0. What is left: a REAL stored as TEXT
    is cut to 15 digits, and bytes and text are no conversion of each other.
    """
    old, new = affinity(before), affinity(after)
    if new == "BLOB" and old != "BLOB" and after:
        return (
            f"CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) ELSE {name} END"
        )
    if old == "BLOB" and new == "TEXT" and before:
        return (
            f"CASE typeof({name}) WHEN 'blob' THEN CAST({name} AS TEXT) ELSE {name} END"
        )
    if new == "TEXT" and old in ("REAL", "NUMERIC"):
        return _exact_text(name)
    return name


def _exact_text(name: str) -> str:
    """Write a number as text that reads back as the same number; a whole one has no point."""
    return (
        f"CASE WHEN typeof({name}) <> 'real' THEN {name}"
        f" WHEN CAST({name} AS INTEGER) = {name} THEN CAST({name} AS INTEGER)"
        f" WHEN CAST(CAST({name} AS TEXT) AS REAL) = {name} THEN {name}"
        f" ELSE printf('%!.17g', {name}) END"
    )


_ROWIDS = ("rowid", "_rowid_", "oid")


def _rowid(before: TableText, after: TableText) -> Iterator[tuple[str, str]]:
    """Keep the number of each row, where it is no column: references from outside may use it."""
    without = any("WITHOUT ROWID" in text.options for text in (before, after))
    if without or rowid_column(after) is not None:
        return
    for name in _ROWIDS:
        if before.column(name) is None and after.column(name) is None:
            yield name, name
            return


# --- what SQLite keeps beside the table -----------------------------------------------------------


def _counter(
    before: StoredTable, after: StoredTable, new: str, dialect: Dialect
) -> Iterator[Statement]:
    """Let AUTOINCREMENT go on after the highest number ever given, not the highest there is."""
    if not (_counts(before.text) and _counts(after.text)):
        return
    namespace, name = before.place
    counters = dialect.qualified(namespace, "sqlite_sequence")
    old, copy = quoted_text(name), quoted_text(new)
    yield Statement(f"DELETE FROM {counters} WHERE name = {copy}")
    yield Statement(
        f"INSERT INTO {counters} (name, seq)\n"
        f"SELECT {copy}, seq FROM {counters} WHERE name = {old}"
    )


def _counts(text: TableText) -> bool:
    key = key_rule(text)
    return key is not None and key[0].autoincrement


def _statistics(
    tables: Sequence[str], old: str, new: str, namespace: str, dialect: Dialect
) -> Iterator[Statement]:
    """Keep what ANALYZE measured: DROP TABLE would take it along, and queries would become slow."""
    for table in tables:
        name = dialect.qualified(namespace, table)
        was, becomes = quoted_text(old), quoted_text(new)
        yield Statement(f"UPDATE {name} SET tbl = {becomes} WHERE tbl = {was}")


# --- who uses a column that goes ------------------------------------------------------------------


def _dropped(before: StoredTable, after: StoredTable) -> list[ColumnText]:
    return [
        column
        for column in before.text.column_texts
        if after.text.column(column.name) is None
    ]


def check_columns_unused(before: StoredTable, after: StoredTable) -> None:
    """Raise ColumnInUse where the new table or an index names a column that is dropped.

    SQLite itself would take a quoted name for a string, and say nothing.
    """
    for column in _dropped(before, after):
        for user, names in _users(after):
            if column.name.lower() in names:
                user = " ".join(user.split())
                raise ColumnInUse(column.name, before.text.name, user)


def _users(stored: StoredTable) -> Iterator[tuple[str, frozenset[str]]]:
    """List what may name columns, each with the names in it that mean columns."""
    for column in stored.text.column_texts:
        for rule in column.rest.rules:
            if rule.kind in ("check", "generated"):
                yield column.text, names_in(rule.sql)
    for item, rule in zip(stored.text.constraints, stored.text.rules, strict=True):
        listed = frozenset(name.lower() for name in rule.columns)
        yield item.text, listed | names_in(rule.sql)
    for sql in stored.indexes:
        opening = next(token.start for token in tokens(sql) if token.text == "(")
        yield sql, names_in(sql[opening:])


def probes(
    connection: Connection,
    before: StoredTable,
    after: StoredTable,
    dialect: CatalogDialect,
) -> list[Statement]:
    """Write statements that change nothing and fail where a view or trigger worked before and now
    asks for a column that is dropped.
    """
    if not _dropped(before, after):
        return []
    rows = entries(connection, dialect, before.namespace, ("view", "trigger"))
    tries = [
        *_of_views(rows, before.namespace, dialect),
        *_of_triggers(rows, after, dialect),
    ]
    return [Statement(sql) for sql in tries if _works(connection, sql)]


def _of_views(
    rows: Iterable[MasterRow], namespace: str, dialect: Dialect
) -> Iterator[str]:
    for row in rows:
        if row.type == "view":
            yield f"SELECT 1 FROM {dialect.qualified(namespace, row.name)} LIMIT 0"


def _of_triggers(
    rows: Iterable[MasterRow], after: StoredTable, dialect: Dialect
) -> Iterator[str]:
    """Write a statement of the sort that each trigger waits for, only compiled."""
    table = after.text.name.lower()
    for row in rows:
        if row.type == "trigger" and row.table.lower() == table:
            yield from _events(row, after, dialect)


def _events(trigger: MasterRow, stored: StoredTable, dialect: Dialect) -> Iterator[str]:
    table = dialect.qualified(*stored.place)
    words = {token.keyword for token in tokens(trigger.sql)}
    plain = [
        dialect.quote(column.name)
        for column in stored.text.column_texts
        if column.rule("generated") is None
    ]
    if "INSERT" in words:
        yield f"EXPLAIN INSERT INTO {table} DEFAULT VALUES"
    if "DELETE" in words:
        yield f"EXPLAIN DELETE FROM {table}"
    if "UPDATE" in words and plain:
        sets = ", ".join(f"{name} = {name}" for name in plain)
        yield f"EXPLAIN UPDATE {table} SET {sets}"


def _works(connection: Connection, sql: str) -> bool:
    """Tell whether the statement is accepted now: SQLite compiles it, and changes nothing."""
    try:
        connection.exec_driver_sql(sql).close()
    except DBAPIError:
        return False
    return True
