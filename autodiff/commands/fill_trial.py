"""The trial of a fill: the database evaluates its value before a script is written."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from autodiff.connect.database import server_words
from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create, Operation, Rename
from autodiff.errors.mysql import FillMalformed
from autodiff.execute.runner import Run
from autodiff.kinds.bare_type import bare_type
from autodiff.kinds.column import Column
from autodiff.kinds.keys import table_key
from autodiff.lint.rows_before import RowsBefore

_STRING = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"[A-Za-z_]\w*")


def try_fill(run_: Run, operation: Operation, fill: Clause, rows: RowsBefore) -> None:
    """Raise FillMalformed where the database does not take ``fill`` in the column of ``operation``,
    or would not keep its value. ``rows`` gives the names before the operations.
    """
    column = operation.object
    if not isinstance(operation, Create | Alter) or not isinstance(column, Column):
        return
    table = rows.key_now(table_key(column.namespace, column.table))
    words = {each.lower() for each in _WORD.findall(_STRING.sub("", fill.sql))}
    if table is None or table not in rows.schema:
        return
    if words & _new_names(rows) - {column.name.lower()}:
        return
    name = f"{column.table}.{column.name}"
    place = run_.dialect.qualified(table.namespace, table.name)
    try:
        tried = run_.dialect.tried_fill(run_.connection, operation, fill, place)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        raise FillMalformed(name, _reason(problem, fill, column, rows)) from problem
    finally:
        if run_.owns_transaction and not run_.connection.invalidated:
            run_.connection.rollback()
    names = {each.lower() for each in _columns(column, rows)}
    if tried == (None,) and not words & names:
        raise FillMalformed(name, "it is NULL, which the column must not be")
    if tried and not words & names and not _is_kept(tried[0], column, run_):
        raise FillMalformed(name, f"{fill.sql} is no {column.type.sql}")


def _new_names(rows: RowsBefore) -> set[str]:
    """Return the names that columns have only after the operations: a fill that uses one is not
    tried.
    """
    made = [each for each in rows.operations if isinstance(each, Create | Rename)]
    return {x.object.key.name.lower() for x in made if isinstance(x.object, Column)}


def _columns(column: Column, rows: RowsBefore) -> list[str]:
    """Return the names of the columns that the table has now."""
    table = rows.key_now(table_key(column.namespace, column.table))
    under = rows.schema.under(table) if table is not None else ()
    return [each.name for each in under if isinstance(each, Column)]


def _reason(problem: DBAPIError, fill: Clause, column: Column, rows: RowsBefore) -> str:
    word = fill.sql.strip()
    if not _WORD.fullmatch(word):
        return server_words(problem).rstrip(".")
    columns = {each.lower() for each in _columns(column, rows)}
    if word.lower() in columns:
        return (
            f"what rows get in a new column must not name another one, such as {word}"
        )
    return (
        f"there is no column {word} in {column.table}; write a string in quotes, as "
        f"'{word}'"
    )


def _is_kept(value: object, column: Column, run_: Run) -> bool:
    """Whether the database keeps the value as a number, where the column is for numbers and the
    database takes any value (SQLite).
    """
    type_ = bare_type(column.type, run_.dialect)
    if run_.dialect.holds_types or not isinstance(
        type_, sa.Integer | sa.Numeric | sa.Float
    ):
        return True
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return False
    return not isinstance(type_, sa.Integer) or number == number.to_integral_value()
