"""DDL of tables, and changes of their options in the stored text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite import edits
from autodiff.dialects.sqlite.catalog import (
    NEW,
    CatalogDialect,
    entries,
    referring_tables,
)
from autodiff.dialects.sqlite.ddl_column import with_autoincrement
from autodiff.dialects.sqlite.ddl_constraint import (
    index_sql,
    on_conflict,
    with_not_null,
)
from autodiff.dialects.sqlite.read_constraints import not_null_by_key
from autodiff.dialects.sqlite.session import is_on
from autodiff.dialects.sqlite.stored import Changes, StoredTable
from autodiff.errors.sqlite import ForeignKeysOn, RebuildInterrupted
from autodiff.kinds.column import Column
from autodiff.kinds.constraint import prefix
from autodiff.kinds.index import Index
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table, prefixes

# --- definitions ----------------------------------------------------------------------------------


def _definition(value: Table, dialect: Dialect) -> str:
    words = _option_words(value.options)
    return " " + ", ".join(words) if words else ""


def _option_words(options: DialectOptions) -> tuple[str, ...]:
    """Return the options after the closing parenthesis."""
    words = []
    if option(options, "sqlite_with_rowid") is False:
        words.append("WITHOUT ROWID")
    if option(options, "sqlite_strict"):
        words.append("STRICT")
    return tuple(words)


DEFINITIONS: Definitions = {Table: _definition}


def table_sql(
    name: str, table: Table, parts: Iterable[Object], dialect: Dialect
) -> str:
    """Return CREATE TABLE with the columns and constraints among ``parts``.

    ``name`` is quoted, with IF NOT EXISTS before it if wanted. A primary key with AUTOINCREMENT is
    written at its column, as SQLite requires.
    """
    inner = [part for part in parts if type(part) in dialect.definitions]
    key = _autoincrement_key(table, inner)
    lines = []
    for part in inner:
        if key is not None and part is key:
            continue
        line = dialect.definition(part)
        if key is not None and _is_column_of(key, part):
            conflict = on_conflict(key.options)
            line += f" {prefix(key, dialect)}PRIMARY KEY{conflict} AUTOINCREMENT"
        lines.append(line)
    body = ",\n  ".join(lines)
    return f"CREATE {prefixes(table)}TABLE {name} (\n  {body}\n){dialect.definition(table)}"


def _autoincrement_key(table: Table, parts: Iterable[Object]) -> PrimaryKey | None:
    if not option(table.options, "sqlite_autoincrement"):
        return None
    keys = [part for part in parts if isinstance(part, PrimaryKey)]
    return keys[0] if keys and len(keys[0].columns) == 1 else None


def _is_column_of(key: PrimaryKey, part: Object) -> bool:
    return isinstance(part, Column) and part.name == key.columns[0]


# --- statements -----------------------------------------------------------------------------------


def _create(
    operation: Create[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    table = operation.object
    assert isinstance(dialect, CatalogDialect)
    if state.connection is not None:
        check_not_interrupted(state.connection, table.key, dialect)
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = guard + dialect.qualified(table.namespace, table.name)
    yield Statement(table_sql(name, table, operation.parts, dialect))
    for part in operation.parts:
        if isinstance(part, Index):
            yield Statement(index_sql(part, dialect, guard))


def _drop(
    operation: Drop[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    key = operation.object.key
    assert isinstance(dialect, CatalogDialect)
    if state.connection is not None and state.get(key) is not None:
        check_no_rows_lost(state.connection, key, dialect, own=False)
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP TABLE {guard}{dialect.qualified(key.namespace, key.name)}")


def _alter_comment(
    operation: Alter[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Yield nothing: a table is altered in place only if its comment differs, and SQLite has none."""
    yield from ()


EMITTERS: Emitters = {
    (Create, Table): _create,
    (Drop, Table): _drop,
    (Alter, Table): _alter_comment,
}


# --- guards ---------------------------------------------------------------------------------------


def check_no_rows_lost(
    connection: Connection, table: Key, dialect: CatalogDialect, *, own: bool
) -> None:
    """Raise ForeignKeysOn if dropping ``table`` would delete or change rows that refer to it.

    With PRAGMA foreign_keys on, DROP TABLE first deletes the rows, which triggers ON DELETE; the
    pragma cannot be changed inside a transaction. ``own`` is whether references of the table to
    itself count.
    """
    if not is_on(connection, "foreign_keys"):
        return
    referring = referring_tables(connection, dialect, table.namespace, table.name)
    if not own:
        referring.discard(table.name)
    if referring and _has_rows(connection, table, dialect):
        raise ForeignKeysOn(table.name, ", ".join(sorted(referring)))


def _has_rows(connection: Connection, table: Key, dialect: Dialect) -> bool:
    name = dialect.qualified(table.namespace, table.name)
    rows = connection.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {name})")
    return bool(rows.scalar())


def check_not_interrupted(
    connection: Connection, table: Key, dialect: CatalogDialect
) -> None:
    """Raise RebuildInterrupted if the table is missing and a killed rebuild left a copy of it."""

    def tables(name: str) -> list[str]:
        rows = entries(connection, dialect, table.namespace, ("table",), only=name)
        return [row.name for row in rows]

    copies = tables(NEW + table.name)
    if copies and not tables(table.name):
        raise RebuildInterrupted(table.name, copies[0])


# --- in a table's text ----------------------------------------------------------------------------


def _alter(
    stored: StoredTable, operation: Alter[Table], dialect: Dialect
) -> StoredTable:
    """Change the options; columns that are NOT NULL by WITHOUT ROWID or STRICT stay so."""
    before, after = operation.before.options, operation.after.options
    if before == after:
        return stored
    words = _option_words(after)
    if words != _option_words(before):
        names = not_null_by_key(stored.text)
        text = edits.with_options(stored.text, words)
        stored = with_not_null(stored.with_text(text), names - not_null_by_key(text))
    autoincrement = bool(option(after, "sqlite_autoincrement"))
    return stored.with_text(with_autoincrement(stored.text, autoincrement))


CHANGES: Changes = {(Alter, Table): _alter}
