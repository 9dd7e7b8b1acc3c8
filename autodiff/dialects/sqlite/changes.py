"""Changes: what an operation does to the texts of a table, whether or not SQLite could do it itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.dialects.sqlite import edits
from autodiff.dialects.sqlite.alteration import altered_column, with_counting
from autodiff.dialects.sqlite.definitions import index_sql, option_words
from autodiff.dialects.sqlite.finding import Found, constraint_of, index_of
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.keys import key_rule, not_null_by_key
from autodiff.dialects.sqlite.renaming import (
    index_with_renamed_column,
    with_renamed_column,
)
from autodiff.dialects.sqlite.standing import Standing
from autodiff.errors.sqlite import PartUnknown
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique


def changed(standing: Standing, operation: Operation, dialect: Dialect) -> Standing:
    """``standing`` after ``operation``. Raises PartUnknown where its object is not there."""
    change = CHANGES[type(operation), type(operation.object)]
    return change(standing, operation, dialect)


# --- columns --------------------------------------------------------------------------------------


def _create_column(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    column = operation.object
    if operation.if_not_exists and standing.text.column(column.name):
        return standing
    text = edits.with_column(standing.text, dialect.definition(column))
    fresh = standing.fresh | {column.name.lower()}
    filled = standing.with_fill(column.name, operation.fill)
    return replace(filled.with_text(text), fresh=fresh)


def _drop_column(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    name = operation.object.name
    if standing.text.column(name) is None:
        if operation.if_exists:
            return standing
        raise PartUnknown(str(operation.object.key), standing.text.name)
    return standing.with_text(edits.without_column(standing.text, name))


def _alter_column(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    text = altered_column(standing.text, operation, dialect)
    return standing.with_text(text).with_fill(operation.after.name, operation.fill)


def _rename_column(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    old, new = operation.before.name, operation.after.name
    if standing.text.column(old) is None:
        raise PartUnknown(str(operation.before.key), standing.text.name)
    quoted = dialect.quote(new)
    indexes = (index_with_renamed_column(sql, old, quoted) for sql in standing.indexes)
    text = with_renamed_column(standing.text, old, quoted)
    return replace(standing.with_text(text), indexes=tuple(indexes))


# --- constraints ----------------------------------------------------------------------------------


def _create_constraint(
    standing: Standing, operation: Any, dialect: Dialect
) -> Standing:
    definition = dialect.definition(operation.object)
    return standing.with_text(edits.with_constraint(standing.text, definition))


def _create_key(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    """Where AUTOINCREMENT was asked for before, the key stands at its column already."""
    found = key_rule(standing.text)
    if found is not None and found[1] == operation.object.columns:
        return standing
    return _create_constraint(standing, operation, dialect)


def _drop_constraint(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    """Without a name, all that say the same are one object."""
    found = constraint_of(standing, operation.object)
    if found is None:
        if operation.if_exists:
            return standing
        raise PartUnknown(str(operation.object.key), standing.text.name)
    while found is not None:
        standing = standing.with_text(_without(standing, found))
        found = constraint_of(standing, operation.object)
    return standing


def _without(standing: Standing, found: Found) -> Any:
    if found.column is None:
        return edits.without_constraint(standing.text, found.number)
    words = edits.without_rule(found.column.text, found.rule)
    return edits.with_column_text(standing.text, found.column.name, words)


def _drop_key(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    """The columns stay what they were, NOT NULL, where it was the key that made them so."""
    solid = not_null_by_key(standing.text)
    return _solid(_drop_constraint(standing, operation, dialect), solid)


def _solid(standing: Standing, names: frozenset[str]) -> Standing:
    text = standing.text
    for column in text.column_texts:
        if column.name.lower() in names and column.rule("notnull") is None:
            words = edits.with_rule(column.text, "notnull", "NOT NULL")
            text = edits.with_column_text(text, column.name, words)
    return standing.with_text(text)


def _rename_constraint(
    standing: Standing, operation: Any, dialect: Dialect
) -> Standing:
    found = constraint_of(standing, operation.before)
    if found is None:
        raise PartUnknown(str(operation.before.key), standing.text.name)
    words = edits.with_rule_name(
        found.text, found.rule, dialect.quote(operation.after.name)
    )
    if found.column is not None:
        text = edits.with_column_text(standing.text, found.column.name, words)
    else:
        text = edits.with_constraint_text(standing.text, found.number, words)
    return standing.with_text(text)


# --- indexes --------------------------------------------------------------------------------------


def _create_index(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    index = operation.object
    if operation.if_not_exists and index_of(standing, index.name) is not None:
        return standing
    sql = index_sql(replace(index, namespace=""), dialect)
    return replace(standing, indexes=(*standing.indexes, sql))


def _drop_index(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    number = index_of(standing, operation.object.name)
    if number is None:
        if operation.if_exists:
            return standing
        raise PartUnknown(str(operation.object.key), standing.text.name)
    kept = standing.indexes[:number] + standing.indexes[number + 1 :]
    return replace(standing, indexes=kept)


def _rename_index(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    number = index_of(standing, operation.before.name)
    if number is None:
        raise PartUnknown(str(operation.before.key), standing.text.name)
    sql = standing.indexes[number]
    text = index_text(sql)
    name = dialect.quote(operation.after.name)
    changed_sql = sql[: text.name_start] + name + sql[text.name_end :]
    before, after = standing.indexes[:number], standing.indexes[number + 1 :]
    return replace(standing, indexes=(*before, changed_sql, *after))


# --- the table ------------------------------------------------------------------------------------


def _alter_table(standing: Standing, operation: Any, dialect: Dialect) -> Standing:
    before, after = operation.before.options, operation.after.options
    if before == after:
        return standing
    words = option_words(after)
    if words != option_words(before):
        solid = not_null_by_key(standing.text)
        text = edits.with_options(standing.text, words)
        standing = _solid(standing.with_text(text), solid - not_null_by_key(text))
    counts = bool(option(after, "sqlite_autoincrement"))
    return standing.with_text(with_counting(standing.text, counts))


Change = Callable[[Standing, Any, Dialect], Standing]

CHANGES: dict[tuple[type, type], Change] = {
    (Create, Column): _create_column,
    (Drop, Column): _drop_column,
    (Alter, Column): _alter_column,
    (Rename, Column): _rename_column,
    (Create, PrimaryKey): _create_key,
    (Drop, PrimaryKey): _drop_key,
    **{(Create, kind): _create_constraint for kind in (Unique, Check, ForeignKey)},
    **{
        (Drop, kind): _drop_constraint
        for kind in (Unique, Check, ForeignKey, Constraint)
    },
    **{
        (Rename, kind): _rename_constraint
        for kind in (PrimaryKey, Unique, Check, ForeignKey, Constraint)
    },
    (Create, Index): _create_index,
    (Drop, Index): _drop_index,
    (Rename, Index): _rename_index,
    (Alter, Table): _alter_table,
}
"""By operation and kind."""
