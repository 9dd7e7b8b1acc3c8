"""Describe the values of rows: what a type allows, what a fill gives, what the server chooses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.recast import Recast
from autodiff.core.state import State
from autodiff.dialects.mysql.literals import unquoted
from autodiff.dialects.mysql.server import Server
from autodiff.dialects.mysql.types import base_name, collation_of
from autodiff.dialects.optional_query import TRIED, Tried, answer, first_value
from autodiff.errors.mysql import RowsWithoutValue
from autodiff.kinds import recasting
from autodiff.kinds.column import Column, table_name
from autodiff.kinds.needed_value import fill_argument, fill_call, meets_null
from autodiff.kinds.values import Values, decimal, whole

# --- what the server refuses ----------------------------------------------------------------------

NULL_REFUSED = frozenset((1048, 1138, 1263, 1265, 1364))
"""Errors for NULL in a NOT NULL column; MariaDB raises 1265 where MODIFY meets a NULL."""


def error_number(problem: DBAPIError) -> int | None:
    """Return the server's number of an error; None if the driver gives none."""
    arguments = getattr(problem.orig, "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else None


# --- what a type can hold -------------------------------------------------------------------------

_WHOLE = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "bigint": 8}
_FLOATS = {"float": 24, "double": 53}
_BYTES = {"tiny": 2**8 - 1, "": 2**16 - 1, "medium": 2**24 - 1, "long": None}
"""Lengths in bytes, by the word before TEXT and BLOB."""
_BY_BYTES = re.compile(r"(?P<size>tiny|medium|long|)(?P<sort>text|blob)")
_MOMENTS = {"datetime": "moment", "timestamp": "moment", "time": "time"}
_LABEL = re.compile(r"'(?:[^'\\]|\\.|'')*'", re.DOTALL)
_SIZES = re.compile(r"\(([\d, ]+)\)")


def values_of(type_: Clause) -> Values:
    """Return the values that a column's type can have."""
    normal, name = type_.normal, base_name(type_.normal)
    values = _of_numbers(name, normal) or _of_texts(name, normal)
    values = values or _of_moments(name, normal) or Values(name)
    return replace(values, name=type_.sql)


def _sizes(normal: str) -> list[int]:
    match = _SIZES.search(normal)
    return [int(size) for size in match[1].split(",")] if match else []


def _of_numbers(name: str, normal: str) -> Values | None:
    sizes, unsigned = _sizes(normal), "unsigned" in normal
    if name in _WHOLE:
        return whole("", _WHOLE[name], unsigned=unsigned)
    if name == "year":
        return Values("whole", lowest=0, highest=2155, negative=False)
    if name == "bit":
        return Values("whole", highest=2 ** (sizes or [1])[0] - 1, negative=False)
    if name == "decimal":
        return replace(decimal("", *(sizes or [10, 0])), negative=not unsigned)
    if name in _FLOATS:
        return Values("float", bits=_FLOATS[name], negative=not unsigned)
    return None


def _of_texts(name: str, normal: str) -> Values | None:
    sizes = _sizes(normal)
    charset = (collation_of(normal) or "").partition("_")[0]
    if name in ("char", "varchar"):
        return Values("text", length=(sizes or [1])[0], charset=charset)
    if match := _BY_BYTES.fullmatch(name):
        family = "text" if match["sort"] == "text" else "bytes"
        length = _BYTES[match["size"]]
        return Values(family, length=length, in_bytes=True, charset=charset)
    if name in ("binary", "varbinary"):
        return Values("bytes", length=(sizes or [1])[0])
    if name in ("enum", "set"):
        labels = tuple(unquoted(label) for label in _LABEL.findall(normal))
        return Values("labels" if name == "enum" else name, labels=labels)
    return None


def _of_moments(name: str, normal: str) -> Values | None:
    """Return the values of a date and time type; the session's time zone applies to TIMESTAMP."""
    if name not in _MOMENTS:
        return None
    fraction = (_sizes(normal) or [0])[0]
    return Values(_MOMENTS[name], zoned=name == "timestamp", fraction=fraction)


# --- what another type makes of it ----------------------------------------------------------------

_UNICODE = ("utf8mb4", "utf16", "utf32", "utf16le")


def recast(old: Values, new: Values) -> Recast:
    """Return what happens to values as the type changes, and whether the new character set lacks
    characters of the old one.
    """
    result = recasting.recast(old, new)
    texts = old.family == new.family == "text"
    if result or not texts or _covers(new.charset, old.charset):
        return result
    return Recast(refused=f"with characters that {new.charset} does not have")


def _covers(new: str, old: str) -> bool:
    """Whether a character set has all characters of another; "" is the table's, which is
    unknown.
    """
    if not new or not old or new == old or new in _UNICODE or old == "ascii":
        return True
    return new in ("utf8mb3", "utf8") and old not in _UNICODE


# --- questions that end in time -------------------------------------------------------------------


def answer_within(
    connection: Connection, sql: str, seconds: float, server: Server
) -> Any:
    """Return the first value of the SELECT ``sql``; None where it takes over ``seconds`` or is
    refused.

    ``server`` chooses the syntax of the limit, which is on this one statement (MariaDB 10.1, MySQL
    5.7.8).
    """
    return answer(connection, limited(sql, seconds, server))


def limited(sql: str, seconds: float, server: Server) -> str:
    """Return ``sql`` with its time limit, in the syntax of the server."""
    if server.mariadb:
        return f"SET STATEMENT max_statement_time={seconds:g} FOR {sql}"
    hint = f"/*+ MAX_EXECUTION_TIME({round(seconds * 1000)}) */"
    return f"SELECT {hint}{sql.removeprefix('SELECT')}"


# --- values for rows, tried -----------------------------------------------------------------------

_NAME = "autodiff_temporary_fill"


def tried_fill(
    connection: Connection,
    operation: Create[Object] | Alter[Object],
    fill: Clause,
    table: str,
) -> Tried:
    """Try ``fill`` for the column of ``operation`` in a temporary table; ``table`` is the real one.

    Returns (1,) for a value, (None,) for NULL, and () where no temporary table may be created.
    Raises DBAPIError where the server refuses ``fill``.
    """
    column = operation.object
    assert isinstance(column, Column)
    try:
        _send(
            connection,
            f"CREATE TEMPORARY TABLE {_NAME} (filled {column.type.sql} NULL)",
        )
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        return ()
    try:
        no_row = f"(SELECT 1 AS one) AS one LEFT JOIN {table} ON false"
        _send(connection, f"INSERT INTO {_NAME} SELECT ({fill.sql}) FROM {no_row}")
        return (first_value(connection, TRIED.format(_NAME)),)
    finally:
        _send(connection, f"DROP TEMPORARY TABLE {_NAME}")


def _send(connection: Connection, sql: str) -> None:
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


# --- values that the server makes up --------------------------------------------------------------


# No server refuses ADD COLUMN of a NOT NULL column without a default, strict or not: rows get 0, ''
# or '0000-00-00' (MariaDB and MySQL manuals, "Data Type Default Values"). Nor is MODIFY refused
# where rows are NULL and sql_mode is not strict.
def check_rows_have_value(operation: Operation, dialect: Dialect, state: State) -> None:
    """Raise RowsWithoutValue where live rows have no value for the column of ``operation``."""
    if state.connection is None or not meets_null(operation):
        return
    column = operation.object
    sql = f"SELECT 1 FROM {table_name(column, dialect)}"
    if isinstance(operation, Alter):
        sql += f" WHERE {dialect.quote(column.name)} IS NULL"
    elif operation.if_not_exists and state.get(column.key) is not None:
        return
    if answer(state.connection, f"{sql} LIMIT 1") is not None:
        call = fill_call(operation, fill_argument(column, (), dialect))
        name = f"{column.table}.{column.name}"
        raise RowsWithoutValue(name, column.table, call)
