"""Made up values: what the server gives to rows in a NOT NULL column, without being asked.

ALTER TABLE ADD of a NOT NULL column without a default fails on no server of this sort, strict or
not: rows get 0, '' or '0000-00-00' (MariaDB and MySQL manuals, "Data Type Default Values"). So does
MODIFY with rows that hold NULL, where sql_mode is not strict.
"""

from __future__ import annotations

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.state import State
from autodiff.dialects.asking import answer
from autodiff.errors.mysql import RowsWithoutValue
from autodiff.kinds.column import Column, table_name
from autodiff.kinds.needed_value import fill_argument, fill_call, meets_null


def check_rows_have_value(operation: Operation, dialect: Dialect, state: State) -> None:
    """Raise RowsWithoutValue where live rows have no value for the column of ``operation``."""
    if state.connection is None or not meets_null(operation):
        return
    column = operation.object
    assert isinstance(operation, Create | Alter) and isinstance(column, Column)
    sql = f"SELECT 1 FROM {table_name(column, dialect)}"
    if isinstance(operation, Alter):
        sql += f" WHERE {dialect.quote(column.name)} IS NULL"
    elif operation.if_not_exists and state.get(column.key) is not None:
        return
    if answer(state.connection, f"{sql} LIMIT 1") is not None:
        call = fill_call(operation, fill_argument(column, (), dialect))
        name = f"{column.table}.{column.name}"
        raise RowsWithoutValue(name, column.table, call)
