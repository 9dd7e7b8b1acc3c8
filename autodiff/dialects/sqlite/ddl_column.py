"""DDL of columns, and their changes in a table's stored text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite import edits
from autodiff.dialects.sqlite.expressions import default_sql, is_constant, names_in
from autodiff.dialects.sqlite.read_constraints import key_rule
from autodiff.dialects.sqlite.stored import Changes, StoredTable, unknown
from autodiff.dialects.sqlite.table_text import TableText, column_text
from autodiff.kinds.column import Column, computed_sql
from autodiff.kinds.options import option


def _definition(value: Column, dialect: Dialect) -> str:
    """Return name, type, default, NOT NULL and expression, in SQLAlchemy's order."""
    words = [dialect.quote(value.name), value.type.sql, *_after_type(value)]
    return " ".join(word for word in words if word)


def _after_type(value: Column) -> Iterator[str]:
    if value.default is not None:
        yield f"DEFAULT {default_sql(value.default.sql)}"
    if not value.nullable:
        yield _not_null(value)
    if value.computed is not None:
        yield computed_sql(value.computed)


def _not_null(value: Column) -> str:
    way = option(value.options, "sqlite_on_conflict_not_null")
    return f"NOT NULL ON CONFLICT {way}" if way else "NOT NULL"


DEFINITIONS: Definitions = {Column: _definition}


# --- in place (https://sqlite.org/lang_altertable.html) -------------------------------------------


def can_be_added(column: Column) -> bool:
    """Whether ADD COLUMN is enough. It gives existing rows the default, which must be a constant.

    It is also used for a NOT NULL column without default: SQLite refuses that with a clear message
    if the table has rows.
    """
    if column.computed is not None:
        return not column.computed.stored
    return column.default is None or is_constant(column.default.sql)


def can_be_dropped(name: str, stored: StoredTable, mentions: Iterable[str]) -> bool:
    """Whether DROP COLUMN is enough. It refuses a column that a constraint, index, trigger or view
    names; ``mentions`` are the texts of triggers and views.
    """
    column = stored.text.column(name)
    if column is None:
        return False
    bound = {"primary", "unique", "check", "foreignkey", "generated"}
    if any(rule.kind in bound for rule in column.rest.rules):
        return False
    others = [item.text for item in stored.text.items if item.text != column.text]
    wanted = name.lower()
    texts = (*others, *stored.indexes, *mentions)
    return not any(wanted in names_in(sql) for sql in texts)


def _alter_comment(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Yield nothing: a column is altered in place only if its comment differs, and SQLite has none."""
    yield from ()


EMITTERS: Emitters = {(Alter, Column): _alter_comment}


# --- in a table's text ----------------------------------------------------------------------------


def _create(
    stored: StoredTable, operation: Create[Column], dialect: Dialect
) -> StoredTable:
    column = operation.object
    if operation.if_not_exists and stored.text.column(column.name):
        return stored
    text = edits.with_column(stored.text, dialect.definition(column))
    fresh = stored.fresh | {column.name.lower()}
    filled = stored.with_fill(column.name, operation.fill)
    return replace(filled.with_text(text), fresh=fresh)


def _drop(
    stored: StoredTable, operation: Drop[Column], dialect: Dialect
) -> StoredTable:
    name = operation.object.name
    if stored.text.column(name) is None:
        if operation.if_exists:
            return stored
        raise unknown(operation.object, stored)
    return stored.with_text(edits.without_column(stored.text, name))


def _rename(
    stored: StoredTable, operation: Rename[Column], dialect: Dialect
) -> StoredTable:
    old, new = operation.before.name, operation.after.name
    if stored.text.column(old) is None:
        raise unknown(operation.before, stored)
    quoted = dialect.quote(new)
    indexes = [
        edits.index_with_renamed_column(sql, old, quoted) for sql in stored.indexes
    ]
    text = edits.with_renamed_column(stored.text, old, quoted)
    return replace(stored.with_text(text), indexes=tuple(indexes))


def _alter(
    stored: StoredTable, operation: Alter[Column], dialect: Dialect
) -> StoredTable:
    """Return the stored table with the fields changed in which the two states differ."""
    before, after = operation.before, operation.after
    column = stored.text.column(after.name)
    if column is None:
        raise unknown(operation.object, stored)
    changed = set(before.changed_fields(after))
    words = column.text
    if "type" in changed:
        words = edits.with_type(words, after.type.sql)
    if "default" in changed:
        words = _with_default(words, after)
    if {"nullable", "options"} & changed:
        words = _with_nullable(words, after)
    if "computed" in changed:
        words = _with_computed(words, after)
    text = edits.with_column_text(stored.text, column.name, words)
    if "autoincrement" in changed:
        text = with_autoincrement(text, after.autoincrement)
    return stored.with_text(text).with_fill(after.name, operation.fill)


def _with_default(words: str, after: Column) -> str:
    if after.default is None:
        return edits.without_rules(words, "default")
    default = f"DEFAULT {default_sql(after.default.sql)}"
    return edits.with_rule(words, "default", default)


def _with_nullable(words: str, after: Column) -> str:
    words = edits.without_rules(words, "null")
    if after.nullable:
        return edits.without_rules(words, "notnull")
    return edits.with_rule(words, "notnull", _not_null(after))


def _with_computed(words: str, after: Column) -> str:
    if after.computed is None:
        return edits.without_rules(words, "generated")
    return edits.with_rule(words, "generated", computed_sql(after.computed))


def with_autoincrement(text: TableText, wanted: bool) -> TableText:
    """Return the table with AUTOINCREMENT added to its primary key, or removed.

    The table is returned unchanged if its key is not a single column, as AUTOINCREMENT requires.
    """
    key = key_rule(text)
    if key is None or key[0].autoincrement == wanted or len(key[1]) != 1:
        return text
    column = text.column(key[1][0])
    if column is None:
        return text
    words = _with_key(column.text, key[0].name, wanted)
    for number, rule in enumerate(text.rules):
        if rule.kind == "primary":
            text = edits.without_constraint(text, number)
    return edits.with_column_text(text, column.name, words)


def _with_key(words: str, name: str | None, autoincrement: bool) -> str:
    rule = column_text(words).rule("primary")
    quoted = '"' + name.replace('"', '""') + '"' if name else ""
    named = f"CONSTRAINT {quoted} " if name else ""
    conflict = f" ON CONFLICT {rule.conflict}" if rule and rule.conflict else ""
    ending = " AUTOINCREMENT" if autoincrement else ""
    return edits.with_rule(words, "primary", f"{named}PRIMARY KEY{conflict}{ending}")


CHANGES: Changes = {
    (Create, Column): _create,
    (Drop, Column): _drop,
    (Alter, Column): _alter,
    (Rename, Column): _rename,
}
