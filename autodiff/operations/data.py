"""SQL of a script's own, and rows that it inserts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import conv

from autodiff.execute.current import migration
from autodiff.execute.item import InsertedRows, Sql
from autodiff.operations.keywords import strict


@strict()
def execute(
    sqltext: Any,
    parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    *,
    execution_options: Mapping[str, Any] | None = None,
) -> Any:
    r"""Run SQL: text or a SQLAlchemy construct. Return its result, offline None.

    With ``parameters`` (one mapping, or a list of them to run the statement once for each), text
    may name them as ``:name``. Without, a colon is a colon; so is ``\:``, as other tools require
    it. ``execution_options`` are SQLAlchemy's for the statement.
    """
    statement = sqltext
    if isinstance(sqltext, str) and not parameters:
        statement = sqltext.replace("\\:", ":")
    if execution_options:
        statement = _construct(statement, parameters)
        statement = statement.execution_options(**execution_options)
    return migration().hand(Sql(statement, parameters))


def _construct(statement: Any, parameters: Any) -> Any:
    if not isinstance(statement, str):
        return statement
    return sa.text(statement if parameters else statement.replace(":", "\\:"))


@strict()
def bulk_insert(
    table: sa.Table | sa.TableClause,
    rows: Sequence[Mapping[str, Any]],
    *,
    multiinsert: bool = True,
) -> None:
    """Insert ``rows``, mappings by column name, into ``table``.

    ``multiinsert=False`` sends one statement for each row. So is done if a row has SQL in it
    (``op.inline_literal``, ``sa.func.now()``).
    """
    values = [value for row in rows for value in row.values()]
    with_sql = any(isinstance(value, sa.ClauseElement) for value in values)
    migration().hand(InsertedRows(table, tuple(rows), multiinsert and not with_sql))


def inline_literal(value: Any, type_: Any = None) -> sa.BindParameter[Any]:
    """Return a value that is written into the SQL instead of sent as a parameter.

    ``type_`` is its SQLAlchemy type; None derives it from the value.
    """
    return sa.literal(value, type_, literal_execute=True)


def f(name: str) -> conv:
    """Return a name to which no naming convention is applied."""
    return conv(name)
