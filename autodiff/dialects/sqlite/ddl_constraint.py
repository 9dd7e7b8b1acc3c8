"""DDL of constraints and indexes, and their changes in a table's stored text.

SQLite can neither add nor drop a constraint, so any change of one is a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite import edits
from autodiff.dialects.sqlite.expressions import is_operand
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.read_constraints import key_rule, not_null_by_key
from autodiff.dialects.sqlite.stored import (
    Changes,
    RulePlace,
    StoredTable,
    index_number,
    place_of,
    unknown,
)
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.errors.running import ConstraintUnclear
from autodiff.kinds import check, primary_key, unique
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint, name_of, prefix
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.some_constraint import SomeConstraint
from autodiff.kinds.unique import Unique

# --- definitions ----------------------------------------------------------------------------------


def on_conflict(options: DialectOptions) -> str:
    """Return ON CONFLICT with a space before it, or "" if it is not stated."""
    way = option(options, "sqlite_on_conflict")
    return f" ON CONFLICT {way}" if way else ""


C = TypeVar("C", PrimaryKey, Unique, Check)


def _not_deferred(value: C) -> C:
    """Return the constraint without DEFERRABLE, which SQLite has for foreign keys only."""
    return replace(value, deferral=Deferral())


def _primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    definition = primary_key.definition(_not_deferred(value), dialect)
    return definition + on_conflict(value.options)


def _unique(value: Unique, dialect: Dialect) -> str:
    definition = unique.definition(_not_deferred(value), dialect)
    return definition + on_conflict(value.options)


def _check(value: Check, dialect: Dialect) -> str:
    definition = check.definition(_not_deferred(value), dialect)
    return definition + on_conflict(value.options)


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """Return the standard's definition without the target's namespace: SQLite allows none there."""
    columns, target = dialect.columns(value.columns), dialect.quote(value.target_table)
    words = [f"{prefix(value, dialect)}FOREIGN KEY ({columns}) REFERENCES {target}"]
    if value.target_columns:
        words.append(f"({dialect.columns(value.target_columns)})")
    if value.match:
        words.append(f"MATCH {value.match}")
    if value.on_delete:
        words.append(f"ON DELETE {value.on_delete}")
    if value.on_update:
        words.append(f"ON UPDATE {value.on_update}")
    return " ".join(words) + value.deferral.sql()


DEFINITIONS: Definitions = {
    PrimaryKey: _primary_key,
    Unique: _unique,
    Check: _check,
    ForeignKey: _foreign_key,
}


def index_sql(index: Index, dialect: Dialect, guard: str = "") -> str:
    """Return CREATE INDEX; the namespace is put before the index, not before the table.

    ``guard`` is "IF NOT EXISTS " or "".
    """
    kind = "UNIQUE INDEX" if index.unique else "INDEX"
    name = dialect.qualified(index.namespace, index.name)
    parts = ", ".join(_part(part, dialect) for part in index.parts)
    where = f" WHERE {index.where.sql}" if index.where else ""
    table = dialect.quote(index.table)
    return f"CREATE {kind} {guard}{name} ON {table} ({parts}){where}"


def _part(part: IndexPart, dialect: Dialect) -> str:
    """Return one part of an index. An expression gets parentheses only if a collation follows, which
    would bind closer.
    """
    sql = part.expression.sql
    if part.column is not None or (part.collation and not is_operand(sql)):
        return part.sql(dialect)
    words = [sql]
    if part.collation:
        words.append(f"COLLATE {dialect.quote(part.collation)}")
    if part.descending:
        words.append("DESC")
    return " ".join(words)


# --- statements -----------------------------------------------------------------------------------


def _create_index_in_place(
    operation: Create[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    yield Statement(index_sql(index, dialect, guard))


def _rename_index_in_place(
    operation: Rename[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Drop the index and re-create it: SQLite cannot rename one."""
    before, after = operation.before, operation.after
    name = dialect.qualified(before.key.namespace, before.key.name)
    yield Statement(f"DROP INDEX {name}")
    yield Statement(index_sql(after, dialect))


def _rebuilt(
    operation: Operation, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Rebuild the table for a single operation."""
    yield from dialect.statements((operation,), state)


def _refused(
    operation: Drop[SomeConstraint] | Rename[SomeConstraint],
    dialect: Dialect,
    state: State,
) -> Iterator[Statement]:
    """Raise ConstraintUnclear: the kind of the constraint is unknown, and no SQL works for all."""
    key = operation.object.key
    reason = (
        "the table has none of this name, or is not known here; type_ says its sort"
    )
    raise ConstraintUnclear(key.name, key.table, reason)


_BY_REBUILD = (PrimaryKey, Unique, Check, ForeignKey, Constraint)

EMITTERS: Emitters = {
    (Create, Index): _create_index_in_place,
    (Rename, Index): _rename_index_in_place,
    (Drop, SomeConstraint): _refused,
    (Rename, SomeConstraint): _refused,
    **{
        (operation, kind): _rebuilt
        for operation in (Create, Drop, Rename)
        for kind in _BY_REBUILD
    },
}


# --- constraints in a table's text ----------------------------------------------------------------


def _create(
    stored: StoredTable, operation: Create[Constraint], dialect: Dialect
) -> StoredTable:
    definition = dialect.definition(operation.object)
    return stored.with_text(edits.with_constraint(stored.text, definition))


def _create_key(
    stored: StoredTable, operation: Create[PrimaryKey], dialect: Dialect
) -> StoredTable:
    """Add a primary key, unless AUTOINCREMENT was set before and brought it to its column."""
    key = key_rule(stored.text)
    if key is not None and key[1] == operation.object.columns:
        return stored
    return _create(stored, operation, dialect)


def _drop(
    stored: StoredTable, operation: Drop[Constraint], dialect: Dialect
) -> StoredTable:
    """Remove a constraint; unnamed ones with the same content are one object and all removed."""
    place = place_of(stored, operation.object)
    if place is None:
        if operation.if_exists:
            return stored
        raise unknown(operation.object, stored)
    while place is not None:
        stored = stored.with_text(_without(stored.text, place))
        place = place_of(stored, operation.object)
    return stored


def _without(text: TableText, place: RulePlace) -> TableText:
    if place.column is None:
        return edits.without_constraint(text, place.number)
    words = edits.without_rule(place.column.text, place.rule)
    return edits.with_column_text(text, place.column.name, words)


def _drop_key(
    stored: StoredTable, operation: Drop[PrimaryKey], dialect: Dialect
) -> StoredTable:
    """Remove the primary key; columns that are NOT NULL because of it stay so."""
    names = not_null_by_key(stored.text)
    return with_not_null(_drop(stored, operation, dialect), names)


def with_not_null(stored: StoredTable, names: frozenset[str]) -> StoredTable:
    """Return the table with NOT NULL on the columns ``names``, which are in lower case."""
    text = stored.text
    for column in text.column_texts:
        if column.name.lower() in names and column.rule("notnull") is None:
            words = edits.with_rule(column.text, "notnull", "NOT NULL")
            text = edits.with_column_text(text, column.name, words)
    return stored.with_text(text)


def _rename(
    stored: StoredTable, operation: Rename[Constraint], dialect: Dialect
) -> StoredTable:
    place = place_of(stored, operation.before)
    if place is None:
        raise unknown(operation.before, stored)
    name = dialect.quote(name_of(operation.after))
    words = edits.with_rule_name(place.text, place.rule, name)
    if place.column is not None:
        text = edits.with_column_text(stored.text, place.column.name, words)
    else:
        text = edits.with_constraint_text(stored.text, place.number, words)
    return stored.with_text(text)


# --- indexes of a stored table --------------------------------------------------------------------


def _create_index(
    stored: StoredTable, operation: Create[Index], dialect: Dialect
) -> StoredTable:
    index = operation.object
    if operation.if_not_exists and index_number(stored, index.name) is not None:
        return stored
    sql = index_sql(replace(index, namespace=""), dialect)
    return replace(stored, indexes=(*stored.indexes, sql))


def _drop_index(
    stored: StoredTable, operation: Drop[Index], dialect: Dialect
) -> StoredTable:
    number = index_number(stored, operation.object.name)
    if number is None:
        if operation.if_exists:
            return stored
        raise unknown(operation.object, stored)
    kept = stored.indexes[:number] + stored.indexes[number + 1 :]
    return replace(stored, indexes=kept)


def _rename_index(
    stored: StoredTable, operation: Rename[Index], dialect: Dialect
) -> StoredTable:
    number = index_number(stored, operation.before.name)
    if number is None:
        raise unknown(operation.before, stored)
    sql = stored.indexes[number]
    text = index_text(sql)
    name = dialect.quote(operation.after.name)
    renamed = sql[: text.name_start] + name + sql[text.name_end :]
    before, after = stored.indexes[:number], stored.indexes[number + 1 :]
    return replace(stored, indexes=(*before, renamed, *after))


CHANGES: Changes = {
    (Create, PrimaryKey): _create_key,
    (Drop, PrimaryKey): _drop_key,
    **{(Create, kind): _create for kind in (Unique, Check, ForeignKey)},
    **{(Drop, kind): _drop for kind in (Unique, Check, ForeignKey, Constraint)},
    **{(Rename, kind): _rename for kind in _BY_REBUILD},
    (Create, Index): _create_index,
    (Drop, Index): _drop_index,
    (Rename, Index): _rename_index,
}
