"""Settling doubt: the server is asked how it spells what models declare, by temporary tables.

CREATE and DROP TEMPORARY TABLE commit nothing (MariaDB and MySQL manuals, "Statements That Cause
an Implicit Commit") and no other session sees such a table.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.mysql.errors import error_number
from autodiff.dialects.mysql.show_create import ShownTable, shown_table
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index
from autodiff.kinds.options import option
from autodiff.kinds.table import Table

NAME = "autodiff_temporary_question"
REFUSALS = frozenset((1044, 1045, 1142, 1227, 1290, 1046, 1792, 1836))
"""Errors that say: not allowed here, whatever the table is."""


class NotPermitted(Exception):
    """The account may not create temporary tables; the text is the server's."""


def settled(
    connection: Connection, declared: Schema, doubtful: Sequence[Key], dialect: Dialect
) -> Schema:
    """The ``doubtful`` objects of ``declared`` as the server spells them."""
    by_table: dict[Key, list[Object]] = defaultdict(list)
    for key in doubtful:
        value = declared[key]
        if value.parent is not None and _askable(value):
            by_table[value.parent].append(value)
    found: list[Object] = []
    try:
        for table, values in by_table.items():
            found.extend(_of_table(connection, declared, table, values, dialect))
    except NotPermitted as refusal:
        warnings.warn(
            "Temporary tables may not be created with this account, so the server was not asked "
            f"how it spells {len(doubtful)} objects; some differences may be in spelling only. "
            f"Grant CREATE TEMPORARY TABLES to be certain. ({refusal})",
            stacklevel=2,
        )
    return Schema(found)


def _askable(value: Object) -> bool:
    if isinstance(value, Index):
        return any(each.column is None for each in value.parts)
    return isinstance(value, Column | Check)


def _of_table(
    connection: Connection,
    declared: Schema,
    table: Key,
    values: Sequence[Object],
    dialect: Dialect,
) -> Iterator[Object]:
    """All in one question; where the server refuses that, one question each."""
    columns = [each for each in declared.under(table) if isinstance(each, Column)]
    owner = declared[table]
    assert isinstance(owner, Table)
    shown = _asked(connection, owner, columns, values, dialect)
    if shown is not None:
        yield from (_judged(each, shown, number) for number, each in enumerate(values))
        return
    for each in values if len(values) > 1 else ():
        shown = _asked(connection, owner, columns, [each], dialect)
        if shown is not None:
            yield _judged(each, shown, 0)


def _asked(
    connection: Connection,
    table: Table,
    columns: Sequence[Column],
    values: Sequence[Object],
    dialect: Dialect,
) -> ShownTable | None:
    """What the server makes of a table with ``values`` and what they lean on."""
    name = dialect.qualified(table.namespace, NAME)
    collation = option(table.options, f"{dialect.name}_collate")
    suffix = f" COLLATE={collation}" if collation else ""
    lines = ",\n  ".join(_lines(columns, values, dialect))
    try:
        _run(connection, f"CREATE TEMPORARY TABLE {name} (\n  {lines}\n){suffix}")
    except DBAPIError as error:
        if error_number(error) in REFUSALS:
            raise NotPermitted(str(error.orig)) from error
        return None
    try:
        text = _run(connection, f"SHOW CREATE TABLE {name}")
    finally:
        _run(connection, f"DROP TEMPORARY TABLE {name}")
    return shown_table(text, collation)


def _run(connection: Connection, sql: str) -> str:
    """Sent as it stands: without parameters, drivers leave percent signs alone."""
    result = connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
    return str(result.one()[1]) if result.returns_rows else ""


def _lines(
    columns: Sequence[Column], values: Sequence[Object], dialect: Dialect
) -> Iterator[str]:
    """Columns in doubt whole, others by their type; then the checks and indexes in doubt."""
    asked = {each.key for each in values}
    for column in columns:
        known = column.key in asked
        shape = replace(column, autoincrement=False, comment=None, options=())
        plain = Column(column.namespace, column.table, column.name, column.type)
        yield dialect.definition(shape if known else plain)
    for number, value in enumerate(values):
        if isinstance(value, Check):
            yield f"CONSTRAINT {_label(number)} CHECK ({value.condition.sql})"
        if isinstance(value, Index):
            for position, part in enumerate(value.parts):
                if part.column is None:
                    name = _label(number, position)
                    yield f"INDEX {name} (({part.expression.sql}))"


def _label(number: int, position: int = 0) -> str:
    return f"autodiff_{number}_{position}"


def _judged(value: Object, shown: ShownTable, number: int) -> Object:
    if isinstance(value, Column):
        return _judged_column(value, shown)
    if isinstance(value, Check):
        text = shown.checks.get(_label(number))
        condition = value.condition
        return (
            value
            if text is None
            else replace(value, condition=_clause(condition, text))
        )
    assert isinstance(value, Index)
    parts = tuple(
        replace(
            part,
            expression=_clause(
                part.expression, shown.expressions.get(_label(number, position))
            ),
        )
        for position, part in enumerate(value.parts)
    )
    return replace(value, parts=parts)


def _judged_column(value: Column, shown: ShownTable) -> Column:
    column = shown.columns.get(value.name)
    if column is None:
        return value
    computed = value.computed
    if computed is not None:
        expression = _clause(computed.expression, column.expression)
        computed = replace(computed, expression=expression)
    default = value.default and _clause(value.default, column.default)
    return replace(
        value,
        type=_clause(value.type, column.type),
        default=default,
        computed=computed,
    )


def _clause(clause: Clause, normal: str | None) -> Clause:
    return clause if normal is None else clause.with_normal(normal)
