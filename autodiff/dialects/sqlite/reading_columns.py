"""Reading columns: kind objects made from what a stored CREATE TABLE says of its columns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.dialects.sqlite.column_text import ColumnRest, ColumnText, column_rest
from autodiff.dialects.sqlite.expressions import columns_in, with_known_columns
from autodiff.dialects.sqlite.keys import not_null_by_key
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.kinds.column import Column, Computed
from autodiff.kinds.options import Options
from autodiff.kinds.place import column_key

Place = tuple[str, str]
"""Namespace and table."""


def columns(place: Place, text: TableText, dialect: Dialect) -> list[Column]:
    """The columns of a table, in their order."""
    solid = not_null_by_key(text)
    return [
        _column(place, column, _facts(column.rest.sql, dialect), solid, text)
        for column in text.column_texts
    ]


class _Facts(NamedTuple):
    """What columns that differ in nothing but their name have in common."""

    type: Clause
    nullable: bool
    default: Clause | None
    computed: Computed | None
    options: Options


def _column(
    place: Place,
    column: ColumnText,
    facts: _Facts,
    solid: frozenset[str],
    text: TableText,
) -> Column:
    type_, nullable, default, computed, options = facts
    computed = computed_of(computed, text.names)
    used = () if computed is None else uses(place, computed, text.names.values())
    if solid and nullable:
        nullable = column.name.lower() not in solid
    namespace, table = place
    return Column(
        *(namespace, table, column.name, type_, nullable, default, computed),
        options=options,
        uses=used,
    )


@lru_cache(maxsize=5_000)
def _facts(sql: str, dialect: Dialect) -> _Facts:
    rest = column_rest(sql)
    type_ = dialect.type_clause(type_sql(rest))
    not_null = rest.rule("notnull")
    conflict = not_null.conflict if not_null is not None else None
    return _Facts(
        type_,
        not_null is None,
        _default(rest.rule("default"), type_, dialect),
        _computed(rest, dialect),
        (("sqlite_on_conflict_not_null", conflict),) if conflict else (),
    )


def computed_of(computed: Computed | None, columns: Iterable[str]) -> Computed | None:
    """A computed value among ``columns``, as :func:`with_known_columns` has it."""
    if computed is None:
        return None
    expression = with_known_columns(computed.expression, columns)
    return Computed(expression, computed.stored)


def uses(
    place: Place, computed: Computed | None, names: Iterable[str]
) -> tuple[Key, ...]:
    """The columns that a computed one is made from."""
    if computed is None:
        return ()
    found = columns_in(computed.expression.sql, names)
    return tuple(column_key(*place, each) for each in found)


def type_sql(text: ColumnRest) -> str:
    """A column's type with its collation, as SQLAlchemy spells the two."""
    collation = text.rule("collate")
    if collation is None:
        return text.type
    return f'{text.type} COLLATE "{collation.sql}"'.lstrip()


def _default(rule: Rule | None, type_: Clause, dialect: Dialect) -> Clause | None:
    """DEFAULT NULL is no default."""
    if rule is None:
        return None
    clause = dialect.default_clause(rule.sql, type_)
    return None if clause.normal == "null" else clause


def _computed(text: ColumnRest, dialect: Dialect) -> Computed | None:
    rule = text.rule("generated")
    if rule is None:
        return None
    return Computed(dialect.expression_clause(rule.sql), rule.stored)
