"""Reading columns from a stored CREATE TABLE."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.dialects.sqlite.expressions import columns_in, with_known_columns
from autodiff.dialects.sqlite.read_constraints import TableName, not_null_by_key
from autodiff.dialects.sqlite.rules import StoredRule
from autodiff.dialects.sqlite.table_text import (
    ColumnRest,
    ColumnText,
    TableText,
    column_rest,
)
from autodiff.kinds.column import Column, Computed
from autodiff.kinds.keys import column_key
from autodiff.kinds.options import DialectOptions


def columns(place: TableName, text: TableText, dialect: Dialect) -> list[Column]:
    """Return the columns of a table, in their order."""
    not_null = not_null_by_key(text)
    return [
        _column(place, column, _facts(column.rest.sql, dialect), not_null, text)
        for column in text.column_texts
    ]


class _Facts(NamedTuple):
    """What columns have in common that differ only in their name."""

    type: Clause
    nullable: bool
    default: Clause | None
    computed: Computed | None
    options: DialectOptions


def _column(
    place: TableName,
    text: ColumnText,
    facts: _Facts,
    not_null: frozenset[str],
    table: TableText,
) -> Column:
    type_, nullable, default, computed, options = facts
    if computed is None:
        uses: tuple[Key, ...] = ()
    else:
        computed = with_columns_known(computed, table.names)
        uses = columns_used(place, computed, table.names.values())
    if not_null and nullable:
        nullable = text.name.lower() not in not_null
    return Column(
        *(*place, text.name, type_, nullable, default, computed),
        options=options,
        uses=uses,
    )


@lru_cache(maxsize=5_000)
def _facts(sql: str, dialect: Dialect) -> _Facts:
    rest = column_rest(sql)
    type_ = dialect.type_clause(_type_sql(rest))
    not_null = rest.rule("notnull")
    conflict = not_null.conflict if not_null is not None else None
    return _Facts(
        type_,
        not_null is None,
        _default(rest.rule("default"), type_, dialect),
        _computed(rest.rule("generated"), dialect),
        (("sqlite_on_conflict_not_null", conflict),) if conflict else (),
    )


def with_columns_known(computed: Computed, columns: Iterable[str]) -> Computed:
    """Return a computed value after :func:`with_known_columns`."""
    expression = with_known_columns(computed.expression, columns)
    return Computed(expression, computed.stored)


def columns_used(
    place: TableName, computed: Computed, columns: Iterable[str]
) -> tuple[Key, ...]:
    """Return the keys of the columns that a computed one depends on."""
    names = columns_in(computed.expression.sql, columns)
    return tuple(column_key(*place, name) for name in names)


def _type_sql(rest: ColumnRest) -> str:
    """Return a column's type with its collation, as SQLAlchemy spells the two."""
    collation = rest.rule("collate")
    if collation is None:
        return rest.type
    return f'{rest.type} COLLATE "{collation.sql}"'.lstrip()


def _default(rule: StoredRule | None, type_: Clause, dialect: Dialect) -> Clause | None:
    """Return a default as a clause; None for DEFAULT NULL."""
    if rule is None:
        return None
    clause = dialect.default_clause(rule.sql, type_)
    return None if clause.normal == "null" else clause


def _computed(rule: StoredRule | None, dialect: Dialect) -> Computed | None:
    if rule is None:
        return None
    return Computed(dialect.expression_clause(rule.sql), rule.stored)
