"""Indexes of models: SQLAlchemy's expressions taken apart into the parts of an index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import TextClause, UnaryExpression
from sqlalchemy.sql.visitors import iterate

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.mentions import columns_mentioned, types_used
from autodiff.kinds.naming import final_name
from autodiff.kinds.options import declared_options, states_options

_MODIFIERS = {
    operators.desc_op: {"descending": True},
    operators.asc_op: {},
    operators.nulls_first_op: {"nulls_first": True},
    operators.nulls_last_op: {"nulls_first": False},
}
_TRAILING = re.compile(
    r"^(?P<head>.+?)(?P<opclass>\s+[a-z]\w*_ops)?(?P<way>\s+(?:ASC|DESC))?(?P<nulls>\s+NULLS\s+(?:FIRST|LAST))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_OWN_KEYWORDS = ("where", "ops", "length")


def declared(index: sa.Index, dialect: Dialect) -> Index:
    """Return the value of a model's index."""
    table = index.table
    assert table is not None
    given = _given(index, dialect.name)
    where = given.get("where")
    expressions = list(index.expressions)
    columns = tuple(dict.fromkeys(_columns_in([*expressions, where], table)))
    return Index(
        dialect.namespace(table.schema),
        table.name,
        final_name(index, dialect) or "",
        tuple(_part(each, table, given, dialect) for each in expressions),
        bool(index.unique),
        None if where is None else _condition(where, dialect),
        declared_options(index, dialect, _OWN_KEYWORDS),
        columns,
        types_used(columns, table, dialect),
    )


def _given(index: sa.Index, dialect_name: str) -> dict[str, Any]:
    """Return the index's keywords for this database, without the prefix."""
    if not states_options(index):
        return {}
    prefix = f"{dialect_name}_"
    return {
        name.removeprefix(prefix): value
        for name, value in index.dialect_kwargs.items()
        if name.startswith(prefix)
    }


def _condition(where: Any, dialect: Dialect) -> Any:
    expression = sa.text(where) if isinstance(where, str) else where
    return dialect.expression_clause(dialect.compiled(expression))


def _part(item: Any, table: sa.Table, given: Any, dialect: Dialect) -> IndexPart:
    changes: dict[str, Any] = {}
    while isinstance(item, UnaryExpression) and item.modifier in _MODIFIERS:
        changes |= _MODIFIERS[item.modifier]
        item = item.element
    if isinstance(item, sa.ColumnClause):
        clause = column_clause(item.name, dialect)
        return IndexPart(clause, item.name, **changes, **_per_part(item, given))
    if isinstance(item, TextClause):
        return replace(text_part(item.text, table, dialect), **changes)
    sql = dialect.compiled(item)
    named = sql in {each.name for each in table.columns}  # as in desc("name")
    part = (
        column_part(sql, dialect)
        if named
        else IndexPart(dialect.expression_clause(sql))
    )
    return replace(part, **changes, **_per_part(item, given))


def column_part(name: str, dialect: Dialect) -> IndexPart:
    """Return a plain column as a part of an index."""
    return IndexPart(column_clause(name, dialect), name)


def column_clause(name: str, dialect: Dialect) -> Clause:
    """Return a plain column as an expression."""
    return dialect.expression_clause(dialect.quote(name))


def text_part(text: str, table: sa.Table, dialect: Dialect) -> IndexPart:
    """Return a part that a model states as text: ``"lower(name)"``, ``"name DESC NULLS LAST"``."""
    parts = _TRAILING.match(dialect.compiled(sa.text(text)))
    assert parts is not None
    head, way, nulls = parts["head"].strip(), parts["way"] or "", parts["nulls"] or ""
    bare = _unquoted(head)
    column = bare if bare in {each.name for each in table.columns} else None
    part = (
        column_part(column, dialect)
        if column
        else IndexPart(dialect.expression_clause(_unwrapped(head)))
    )
    return replace(
        part,
        opclass=(parts["opclass"] or "").strip() or None,
        descending=way.strip().upper() == "DESC",
        nulls_first=nulls.upper().endswith("FIRST") if nulls else None,
    )


def _unquoted(head: str) -> str:
    """Return a name without its quotes, if it has any."""
    mark = head[:1]
    if mark not in ('"', "`") or head[-1:] != mark:
        return head
    return head[1:-1].replace(mark * 2, mark)


def _unwrapped(head: str) -> str:
    """Return ``(a + b)`` without the outer parentheses."""
    if not (head.startswith("(") and head.endswith(")")):
        return head
    depth = 0
    for position, letter in enumerate(head):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and position < len(head) - 1:
            return head
    return head[1:-1].strip()


def _per_part(item: Any, given: Any) -> dict[str, Any]:
    """Return what SQLAlchemy keeps per column beside the index: operator class, prefix length."""
    if not given:
        return {}
    lengths = given.get("length")
    length = _stated(lengths, item) if isinstance(lengths, dict) else lengths
    return {"opclass": _stated(given.get("ops") or {}, item), "length": length}


def _stated(values: dict[str, Any], item: Any) -> Any:
    """Look up a value by the column's key (operator classes), else by its name (prefix lengths)."""
    key, name = getattr(item, "key", None), getattr(item, "name", None)
    return values.get(str(key), values.get(str(name)))


def _columns_in(items: list[Any], table: sa.Table) -> list[str]:
    names: list[str] = []
    for item in items:
        if isinstance(item, sa.Column) and item.table is table:
            names.append(item.name)
        elif hasattr(item, "get_children"):
            for element in iterate(item):
                names.extend(_columns_of(element, table))
        elif isinstance(item, str):
            names.extend(columns_mentioned(item, table))
    return names


def _columns_of(element: Any, table: sa.Table) -> Iterable[str]:
    """Return the columns that one element of an expression names, bound to the table or not."""
    if isinstance(element, TextClause):
        return columns_mentioned(element.text, table)
    if not isinstance(element, sa.ColumnClause) or element.table not in (table, None):
        return ()
    if element.is_literal:
        return columns_mentioned(element.name, table)
    names = {each.name for each in table.columns}
    return (element.name,) if element.name in names else ()
