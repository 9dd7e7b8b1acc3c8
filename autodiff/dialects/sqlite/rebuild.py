"""The rebuild of a table: its rows are copied into a new table, which replaces the old one.

The procedure is SQLite's own (https://sqlite.org/lang_altertable.html#otheralter), in the
transaction of the revision. The new table is created under another name, filled, and renamed after
the old one is dropped; indexes and triggers are re-created. With ``legacy_alter_table`` the rename
does not check views and triggers, and foreign keys of other tables keep the table's name.
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
    """Yield the statements that change the table ``before`` into ``after`` and keep all rows.

    ``legacy`` is whether ``legacy_alter_table`` is on already; ``statistics`` are the tables in
    which ANALYZE stores statistics.
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
    """Return a stored CREATE INDEX or CREATE TRIGGER with the namespace added, which it omits."""
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
    """Copy all rows of ``table`` to ``copy``, quoted names.

    OR ABORT prevents a new ON CONFLICT clause from discarding rows.
    """
    pairs = [*_rowid(before.text, after.text), *_columns(before, after, dialect)]
    pairs = pairs or [_any_column(after.text, dialect)]
    into = ", ".join(name for name, _ in pairs)
    values = ", ".join(value for _, value in pairs)
    yield Statement(
        f"INSERT OR ABORT INTO {copy} ({into})\nSELECT {values}\nFROM {table}"
    )


def _any_column(text: TableText, dialect: Dialect) -> tuple[str, str]:
    """Return a column and its default, to insert the same number of rows if no column is kept."""
    plain = [column for column in text.column_texts if column.rule("generated") is None]
    column = rowid_column(text) or plain[0]
    default = column.rule("default")
    return dialect.quote(column.name), f"({default.sql})" if default else "NULL"


def _columns(
    before: StoredTable, after: StoredTable, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    """Yield the columns that get a value, each quoted and with its expression."""
    for column in after.text.column_texts:
        if column.rule("generated") is None:
            value = _value(column, before, after, dialect)
            if value is not None:
                yield dialect.quote(column.name), value


def _value(
    column: ColumnText, before: StoredTable, after: StoredTable, dialect: Dialect
) -> str | None:
    """Return the expression of a column's values; None if they are its default."""
    old = before.text.column(column.name)
    fill = dict(after.fills).get(column.name.lower())
    if old is None or column.name.lower() in after.fresh:
        return fill
    value = _converted(dialect.quote(old.name), old.type, column.type)
    return value if fill is None else f"coalesce({value}, {fill})"


def _converted(name: str, before: str, after: str) -> str:
    """Return an expression that reads column ``name`` of type ``before`` for type ``after``.

    SQLite converts values by the column's affinity, and only without loss, so most are copied as
    they are; CAST would turn 'abc' into 0. Two cases are handled here: a REAL stored as TEXT would
    be cut to 15 digits, and BLOB and TEXT are not converted into each other.
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
    """Return an expression for a number as text that reads back as the same number."""
    return (
        f"CASE WHEN typeof({name}) <> 'real' THEN {name}"
        f" WHEN CAST({name} AS INTEGER) = {name} THEN CAST({name} AS INTEGER)"
        f" WHEN CAST(CAST({name} AS TEXT) AS REAL) = {name} THEN {name}"
        f" ELSE printf('%!.17g', {name}) END"
    )


_ROWIDS = ("rowid", "_rowid_", "oid")


def _rowid(before: TableText, after: TableText) -> Iterator[tuple[str, str]]:
    """Copy the rowid if it is not a column: references from outside may use it."""
    without = any("WITHOUT ROWID" in text.options for text in (before, after))
    if without or rowid_column(after) is not None:
        return
    for name in _ROWIDS:
        if before.column(name) is None and after.column(name) is None:
            yield name, name
            return


# --- counter and statistics -----------------------------------------------------------------------


def _counter(
    before: StoredTable, after: StoredTable, new: str, dialect: Dialect
) -> Iterator[Statement]:
    """Copy the counter of AUTOINCREMENT to table ``new``, so that no number is used again."""
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
    """Rename ``old`` to ``new`` in ANALYZE's ``tables``: DROP TABLE would delete its statistics."""
    for table in tables:
        name = dialect.qualified(namespace, table)
        was, becomes = quoted_text(old), quoted_text(new)
        yield Statement(f"UPDATE {name} SET tbl = {becomes} WHERE tbl = {was}")


# --- dependents of a dropped column ---------------------------------------------------------------


def _dropped(before: StoredTable, after: StoredTable) -> list[ColumnText]:
    return [
        column
        for column in before.text.column_texts
        if after.text.column(column.name) is None
    ]


def check_columns_unused(before: StoredTable, after: StoredTable) -> None:
    """Raise ColumnInUse if the new table or an index names a column that is dropped.

    SQLite itself would take a quoted name for a string and raise no error.
    """
    for column in _dropped(before, after):
        for dependent, names in _dependents(after):
            if column.name.lower() in names:
                dependent = " ".join(dependent.split())
                raise ColumnInUse(column.name, before.text.name, dependent)


def _dependents(stored: StoredTable) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield texts that may name columns, with the names in them, in lower case."""
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
    """Return statements that change nothing and fail if a view or trigger names a dropped column.

    Views and triggers that do not work ``before`` either are left out.
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
    """Yield, for the table's triggers, EXPLAIN of statements that fire them."""
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
    """Whether SQLite accepts the statement now; it changes nothing."""
    try:
        connection.exec_driver_sql(sql).close()
    except DBAPIError:
        return False
    return True
