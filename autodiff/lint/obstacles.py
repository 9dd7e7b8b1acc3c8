"""Obstacles: rows that are there and that a change cannot bear, each sort found by one query."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.describe import describe
from autodiff.core.dialect import Dialect
from autodiff.core.execute import Execute
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation, Step
from autodiff.core.own_operation import OwnOperation
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum, labels_gone
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from autodiff.lint.misfits import misfit
from autodiff.lint.rows import Rows

LOG = logging.getLogger("autodiff")

_PLAIN = {"no_parameters": True}

Found = Iterator[tuple[str, sa.Select[Any]]]
"""What rows would be in the way, in words, and the query that finds them."""


@frozen
class Obstacle:
    """Rows in the way of ``operation``: ``reason`` in words, ``query`` shows them.

    No value of a row is kept: what people store is none of a script's or a log's business.
    """

    operation: Operation
    reason: str
    query: str

    def __str__(self) -> str:
        return f"{describe(self.operation)}: {self.reason}"


def obstacles(
    connection: Connection,
    dialect: Dialect,
    schema: Schema,
    steps: Sequence[Step],
) -> tuple[Obstacle, ...]:
    """What stands in the way of ``steps`` on a database that holds ``schema`` and its rows.

    Each query ends at the first row that it finds. One that the database refuses is logged: then
    nothing is known of that operation.
    """
    operations = tuple(x for x in steps if not isinstance(x, OwnOperation))
    rewritten = {x.rewrites for x in steps if isinstance(x, Execute) and x.rewrites}
    rows = Rows(schema, operations, dialect, frozenset(rewritten))
    return tuple(
        Obstacle(operation, reason, query)
        for operation in operations
        for rule in RULES
        for reason, query in _looked(connection, rule(operation, rows), rows)
    )


def _looked(
    connection: Connection, candidates: Found, rows: Rows
) -> Iterator[tuple[str, str]]:
    for reason, query in candidates:
        sql, first = _written(query, rows), _written(query.limit(1), rows)
        try:
            with connection.begin_nested():
                result = connection.exec_driver_sql(first, execution_options=_PLAIN)
                found = result.first() is not None
        except DBAPIError as problem:
            LOG.warning("Rows could not be looked at (%s): %s", problem.orig, sql)
            continue
        if found:
            yield reason, sql


def _written(query: sa.Select[Any], rows: Rows) -> str:
    compiled = query.compile(
        dialect=rows.dialect.sa, compile_kwargs={"literal_binds": True}
    )
    return " ".join(str(compiled).split())


# --- the rules ------------------------------------------------------------------------------------


def _duplicates(operation: Operation, rows: Rows) -> Found:
    """Rows that share what must be unique."""
    value = _created(operation)
    if not isinstance(value, Unique | PrimaryKey | Index):
        return
    columns, where = unique_columns(value), getattr(value, "where", None)
    table = rows.table(value.namespace, value.table)
    held = rows.all_held(value.namespace, value.table, columns)
    if table is None or not held or not (where is None or _stay(value, rows)):
        return
    named = [each.label(f"value_{number}") for number, each in enumerate(held, 1)]
    inner = sa.select(*named).select_from(table)
    if where is not None:
        inner = inner.where(sa.literal_column(f"({where.sql})"))
    if ("nulls_not_distinct", True) not in value.options:
        inner = inner.where(*(each.is_not(None) for each in held))
    found = inner.subquery("found")
    query = (
        sa.select(*found.c, sa.func.count().label("rows"))
        .group_by(*found.c)
        .having(sa.func.count() > 1)
    )
    yield f"several rows have the same {', '.join(columns)}", query


def unique_columns(value: Unique | PrimaryKey | Index) -> tuple[str, ...]:
    """What must be unique; nothing where that is more than plain columns, or need not be."""
    if not isinstance(value, Index):
        return value.columns
    plain = len(value.plain_columns) == len(value.parts) and value.unique
    return value.plain_columns if plain else ()


def _stay(value: Object, rows: Rows) -> bool:
    """Whether a condition on columns can be asked of the rows as they are."""
    columns = [key for key in value.needs() if key.kind == "column"]
    return bool(columns) and all(rows.stays(key) for key in columns)


def _orphans(operation: Operation, rows: Rows) -> Found:
    """Rows that point at nothing."""
    value = _created(operation)
    if not isinstance(value, ForeignKey) or ("not_valid", True) in value.options:
        return
    here = rows.table(value.namespace, value.table)
    held = rows.all_held(value.namespace, value.table, value.columns, "here")
    if here is None or held is None:
        return
    query: sa.Select[Any] = sa.select(*held).select_from(here.alias("here"))
    query = query.where(*(each.is_not(None) for each in held))
    there = rows.table(value.target_namespace, value.target_table)
    ends = (value.target_namespace, value.target_table, value.target_columns)
    targets = rows.all_held(*ends, "there")
    if there is not None and targets is not None:
        same = (one == other for one, other in zip(targets, held, strict=True))
        target: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(
            there.alias("there")
        )
        query = query.where(~target.where(*same).exists())
    columns = ", ".join(value.columns)
    yield f"rows hold a {columns} that {value.target_table} does not have", query


def _breaches(operation: Operation, rows: Rows) -> Found:
    """Rows that do not fulfil a condition."""
    value = _created(operation)
    if not isinstance(value, Check) or ("not_valid", True) in value.options:
        return
    table = rows.table(value.namespace, value.table)
    if table is None or not _stay(value, rows):
        return
    breach: sa.ColumnElement[Any] = sa.literal_column(f"NOT ({value.condition.sql})")
    query: sa.Select[Any] = (
        sa.select(sa.literal_column("*")).select_from(table).where(breach)
    )
    yield "rows do not fulfil it", query


def _misfits(operation: Operation, rows: Rows) -> Found:
    """Values that have no place in a new type."""
    if not isinstance(operation, Alter):
        return
    before, after = operation.before, operation.after
    if not isinstance(before, Column) or not isinstance(after, Column):
        return
    held, table = rows.held(after.key), rows.table(after.namespace, after.table)
    if before.type == after.type or held is None or table is None:
        return
    condition = misfit(before, after, held, rows.dialect)
    if condition is not None:
        query = sa.select(held).select_from(table).where(condition)
        yield f"rows hold values that {after.type.sql} has no place for", query


def _labels_in_use(operation: Operation, rows: Rows) -> Found:
    """Rows that hold a label which goes."""
    if not isinstance(operation, Alter):
        return
    before, after = operation.before, operation.after
    if not isinstance(before, Enum) or not isinstance(after, Enum):
        return
    gone = labels_gone(before, after, operation.inner_renames)
    for column in rows.schema.values() if gone else ():
        if isinstance(column, Column) and before.key in column.needs():
            place = sa.table(column.table, schema=column.namespace or None)
            held: sa.ColumnElement[Any] = sa.literal_column(
                rows.dialect.quote(column.name)
            )
            used = sa.cast(held, sa.String()).in_(gone)
            query = sa.select(held).select_from(place).where(used)
            yield f"rows of {column.table} hold {' or '.join(map(repr, gone))}", query


RULES: tuple[Callable[[Operation, Rows], Found], ...] = (
    _duplicates,
    _orphans,
    _breaches,
    _misfits,
    _labels_in_use,
)


def _created(operation: Operation) -> Object | None:
    return operation.object if isinstance(operation, Create) else None
