"""Operations that add, drop and rename columns."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.dialects.script_words import is_script_word
from autodiff.kinds.column import Column
from autodiff.kinds.options import options as sorted_options
from autodiff.operations.handover import (
    dialect,
    model,
    table_parts,
    together,
    types_first,
)
from autodiff.operations.keywords import strict

UNSAID = Clause("", "")
"""The type of a column of which a script gives only the name."""

FIELDS = frozenset(
    {
        "type",
        "nullable",
        "default",
        "computed",
        "identity",
        "autoincrement",
        "comment",
        "options",
    }
)
"""The fields of a column, without table and name."""


@strict()
def add_column(
    table_name: str,
    column: sa.Column[Any],
    *,
    schema: str | None = None,
    if_not_exists: bool | None = None,
    inline_references: bool | None = None,
    inline_primary_key: bool | None = None,
    fill: Any = None,
) -> None:
    """Add a column to a table, with the primary key, constraints and index that it states.

    ``column`` is a ``sa.Column``. A named enum type that it depends on is created first if the
    database does not have it. ``fill`` (a value or ``sa.text``) is the value for existing rows of
    a column without default. ``schema`` is the table's namespace, None the default one;
    ``if_not_exists`` skips a column that exists. ``inline_references`` and ``inline_primary_key``
    are accepted without effect: constraints are created in the same ALTER TABLE if the database
    can do that, otherwise directly after it.
    """
    together(added_column(table_name, column, schema, if_not_exists, fill))


def added_column(
    table_name: str,
    column: sa.Column[Any],
    schema: str | None,
    if_not_exists: bool | None = None,
    fill: Any = None,
) -> list[Operation]:
    """Return the creates of the column's named types, the column, and its constraints and index.

    The arguments are those of :func:`add_column`.
    """
    table = model(table_name, column, schema=schema)
    _, value, *parts = table_parts(table)
    guard = bool(if_not_exists)
    filled = Create(value, if_not_exists=guard, fill=filling(fill))
    return [*types_first(table), filled, *(Create(each) for each in parts)]


def filling(value: Any) -> Clause | None:
    """Return the value for rows as SQL, from a value or a SQLAlchemy expression; None for None."""
    if value is None:
        return None
    stated = value if isinstance(value, sa.ClauseElement) else sa.literal(value)
    return dialect().expression_clause(dialect().compiled(stated))


@strict(own=("existing_type",), shape=Drop)
def drop_column(
    table_name: str,
    column_name: str,
    *,
    schema: str | None = None,
    if_exists: bool | None = None,
    **options: Any,
) -> None:
    """Drop a column with its data.

    ``schema`` is the table's namespace, None the default one; ``if_exists`` skips a column that
    does not exist. On SQL Server the column's default is dropped with it, named or not;
    ``mssql_drop_check=True`` and ``mssql_drop_foreign_key=True`` drop its CHECK and its foreign key
    as well, whatever their names. ``existing_type`` is accepted without effect. Raises
    KeywordUnknown for any other option.
    """
    words = {k: v for k, v in options.items() if is_script_word(k, Drop)}
    together([dropped_column(table_name, column_name, schema, if_exists, words)])


def dropped_column(
    table_name: str,
    column_name: str,
    schema: str | None,
    if_exists: bool | None = None,
    words: dict[str, Any] | None = None,
) -> Operation:
    """Return the drop of a column.

    ``words`` are the database's own keywords of :func:`drop_column`; they become options of the
    dropped column, where the database reads them.
    """
    value = named(table_name, column_name, schema, sorted_options(words or {}))
    return Drop(value, unknown=FIELDS, if_exists=bool(if_exists))


@strict()
def rename_column(
    table_name: str, old_name: str, new_name: str, *, schema: str | None = None
) -> None:
    """Rename a column; values, constraints and indexes stay.

    ``schema`` is the table's namespace, None the default one.
    """
    together([renamed_column(table_name, old_name, new_name, schema)])


def renamed_column(
    table_name: str, old: str, new: str, schema: str | None
) -> Operation:
    before, after = named(table_name, old, schema), named(table_name, new, schema)
    return Rename(before, after, FIELDS)


def named(
    table_name: str,
    column_name: str,
    schema: str | None,
    options: tuple[tuple[str, Any], ...] = (),
) -> Column:
    """Return a column of which only table and name are known, with ``options`` of the operation."""
    namespace = dialect().namespace(schema)
    return Column(namespace, table_name, column_name, UNSAID, options=options)
