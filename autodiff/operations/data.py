"""What a script does beside changing the schema: SQL of its own, and rows."""

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
    r"""Run SQL: text as it stands, or a SQLAlchemy construct; gives its result (online).

    With ``parameters``, text may name them (``:name``). Without, a colon is a colon; ``\:`` is
    read as one too, since other tools want it written so.
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
    """Insert rows.

    ``multiinsert=False`` sends one statement a row; so do rows with SQL in them
    (``op.inline_literal``, ``sa.func.now()``), which are seen by themselves.
    """
    values = [value for row in rows for value in row.values()]
    with_sql = any(isinstance(value, sa.ClauseElement) for value in values)
    migration().hand(InsertedRows(table, tuple(rows), multiinsert and not with_sql))


def inline_literal(value: Any, type_: Any = None) -> sa.BindParameter[Any]:
    """A value that is written into the SQL rather than sent beside it."""
    return sa.literal(value, type_, literal_execute=True)


def f(name: str) -> conv:
    """A name that is final: no naming convention is applied to it."""
    return conv(name)
