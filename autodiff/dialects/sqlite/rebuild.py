"""Rebuild: a table copied into a new one of another shape, with all that hangs on it.

The procedure is SQLite's own (https://sqlite.org/lang_altertable.html#otheralter), in the
transaction of the revision. The new table is made under another name, filled, and takes the place
of the old one; ``legacy_alter_table`` keeps the renaming from looking into views and triggers, and
from following foreign keys of other tables, which go on naming the table as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autodiff.core.dialect import Dialect
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite.catalog import NEW, quoted_text
from autodiff.dialects.sqlite.column_text import ColumnText
from autodiff.dialects.sqlite.copying import copied
from autodiff.dialects.sqlite.edits import with_table_name
from autodiff.dialects.sqlite.keys import key_rule, rowid_column
from autodiff.dialects.sqlite.standing import Standing
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.dialects.sqlite.tokens import tokens


def rebuild(
    before: Standing,
    after: Standing,
    dialect: Dialect,
    *,
    legacy: bool = False,
    statistics: Sequence[str] = (),
) -> Iterator[Statement]:
    """The statements that turn ``before`` into ``after`` with all rows.

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
        yield Statement(in_namespace(sql, namespace, dialect))


def in_namespace(sql: str, namespace: str, dialect: Dialect) -> str:
    """A stored CREATE INDEX or CREATE TRIGGER, which names no namespace, for one."""
    if not namespace:
        return sql
    stream = tokens(sql)
    place = next(
        following.start
        for token, following in zip(stream, stream[1:], strict=False)
        if token.keyword in ("INDEX", "TRIGGER")
    )
    return f"{sql[:place]}{dialect.quote(namespace)}.{sql[place:]}"


def _filled(
    before: Standing, after: Standing, copy: str, table: str, dialect: Dialect
) -> Iterator[Statement]:
    """All rows; OR ABORT, since a new ON CONFLICT clause must not swallow any of them."""
    pairs = [*_rowid(before.text, after.text), *_columns(before, after, dialect)]
    pairs = pairs or [_any_column(after.text, dialect)]
    into = ", ".join(name for name, _ in pairs)
    values = ", ".join(value for _, value in pairs)
    yield Statement(
        f"INSERT OR ABORT INTO {copy} ({into})\nSELECT {values}\nFROM {table}"
    )


def _any_column(text: TableText, dialect: Dialect) -> tuple[str, str]:
    """A column with its default, where nothing of the rows is kept but their number."""
    plain = [each for each in text.column_texts if each.rule("generated") is None]
    column = rowid_column(text) or plain[0]
    default = column.rule("default")
    return dialect.quote(column.name), f"({default.sql})" if default else "NULL"


def _columns(
    before: Standing, after: Standing, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    """Each column that is kept, with the expression that gives its value."""
    for column in after.text.column_texts:
        if column.rule("generated") is None:
            value = _value(column, before, after, dialect)
            if value is not None:
                yield dialect.quote(column.name), value


def _value(
    column: ColumnText, before: Standing, after: Standing, dialect: Dialect
) -> str | None:
    """Where a column's values come from; None leaves them to its default."""
    old = before.text.column(column.name)
    fill = dict(after.fills).get(column.name.lower())
    if old is None or column.name.lower() in after.fresh:
        return fill
    value = copied(dialect.quote(old.name), old.type, column.type)
    return value if fill is None else f"coalesce({value}, {fill})"


_ROWIDS = ("rowid", "_rowid_", "oid")


def _rowid(before: TableText, after: TableText) -> Iterator[tuple[str, str]]:
    """The number of each row, where it is no column: references from outside may rest on it."""
    without = any("WITHOUT ROWID" in text.options for text in (before, after))
    if without or rowid_column(after) is not None:
        return
    for name in _ROWIDS:
        if before.column(name) is None and after.column(name) is None:
            yield name, name
            return


def _counter(
    before: Standing, after: Standing, new: str, dialect: Dialect
) -> Iterator[Statement]:
    """AUTOINCREMENT goes on behind the highest number ever given, not the highest there is."""
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


def _statistics(
    tables: Sequence[str], old: str, new: str, namespace: str, dialect: Dialect
) -> Iterator[Statement]:
    """DROP TABLE would take along what ANALYZE found, and queries would become slow."""
    for table in tables:
        name = dialect.qualified(namespace, table)
        was, becomes = quoted_text(old), quoted_text(new)
        yield Statement(f"UPDATE {name} SET tbl = {becomes} WHERE tbl = {was}")


def _counts(text: TableText) -> bool:
    found = key_rule(text)
    return found is not None and found[0].autoincrement


def gone(before: Standing, after: Standing) -> list[ColumnText]:
    """The columns that the new table does not have."""
    return [
        each
        for each in before.text.column_texts
        if after.text.column(each.name) is None
    ]
