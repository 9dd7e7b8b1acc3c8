"""Describe the values of rows: what a type allows, what a fill gives, what the server refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create
from autodiff.dialects.optional_query import TRIED, Tried, first_value
from autodiff.dialects.postgresql.session import send, undone
from autodiff.dialects.postgresql.types import BUILT_IN, TypeName, parsed
from autodiff.kinds.column import Column
from autodiff.kinds.values import Values, decimal, whole

# --- what the server refuses ----------------------------------------------------------------------

NOT_NULL_VIOLATION = "23502"


def sqlstate(problem: DBAPIError) -> str | None:
    """Return the SQLSTATE of an error of psycopg, asyncpg, psycopg2 or pg8000."""
    error = problem.orig
    for name in ("sqlstate", "pgcode"):
        if state := getattr(error, name, None):
            return str(state)
    fields = getattr(error, "args", ("",))[:1]
    return fields[0].get("C") if fields and isinstance(fields[0], dict) else None


# --- what a type can hold -------------------------------------------------------------------------

_WHOLE = {"smallint": 2, "integer": 4, "bigint": 8}
_TEXTS = ("text", "character varying", "character", "citext", "name")
_FLOATS = {"real": 24, "double precision": 53}
_MOMENTS = {"timestamp": "moment", "time": "time"}
_FAMILIES = {"bytea": "bytes"}


def values_of(type_: Clause) -> Values:
    """Return the values of a column's type; those of an enum type are its labels, if known."""
    name = parsed(type_.normal)
    numbers = [
        int(size) for size in name.arguments.split(",") if size.lstrip("-").isdigit()
    ]
    values = _measured(name, numbers) or _named(name, type_.source)
    return replace(values, name=type_.sql, array=name.array)


def _measured(type_: TypeName, numbers: Sequence[int]) -> Values | None:
    """Return the values of a type that has a size; None for others."""
    size = numbers[0] if numbers else None
    if type_.name in _WHOLE:
        return whole("", _WHOLE[type_.name])
    if type_.name in _TEXTS:
        return Values("text", length=63 if type_.name == "name" else size)
    if type_.name in _FLOATS:
        return Values("float", bits=_FLOATS[type_.name])
    if type_.name == "numeric":
        return decimal("", size, numbers[1] if len(numbers) > 1 else None)
    word, _, zone = type_.name.partition(" ")
    if word in _MOMENTS:
        zoned = zone.startswith("with ")
        fraction = 6 if size is None else size
        return Values(_MOMENTS[word], zoned=zoned, fraction=fraction)
    return None


def _named(type_: TypeName, source: object) -> Values:
    if type_.name.startswith("interval"):
        return Values("interval", fraction=6 if type_.name == "interval" else 0)
    if type_.name in BUILT_IN:
        return Values(_FAMILIES.get(type_.name, type_.name))
    labels = tuple(source.enums) if isinstance(source, sa.Enum) else ()
    return Values("labels", labels=labels)


# --- questions that end in time -------------------------------------------------------------------


def answer_within(connection: Connection, sql: str, seconds: float) -> Any:
    """Return the first value of a query; None where it takes over ``seconds`` or is refused.

    A savepoint is rolled back in any case: it keeps the transaction usable and restores the
    timeout. Raises DBAPIError where the connection is lost.
    """
    began = not connection.in_transaction()
    try:
        with undone(connection):
            send(connection, f"SET LOCAL statement_timeout = {round(seconds * 1000)}")
            return first_value(connection, sql)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        return None
    finally:
        if began and not connection.invalidated:
            connection.rollback()


# --- values for rows, tried -----------------------------------------------------------------------

_TABLE = "pg_temp.autodiff_fill"


def tried_fill(
    connection: Connection,
    operation: Create[Object] | Alter[Object],
    fill: Clause,
    table: str,
) -> Tried:
    """Try ``fill`` for the column of ``operation`` in a temporary table; ``table`` is the real one.

    Returns (1,) for a value, (None,) for NULL, and () where no temporary table may be created.
    Raises DBAPIError where the server refuses ``fill``. A new column gets it as a default, which
    may name no column; an existing one by UPDATE.
    """
    column = operation.object
    assert isinstance(column, Column)
    with undone(connection):
        if not _sent(connection, "CREATE TEMPORARY TABLE autodiff_fill ()"):
            return ()
        added = f"ALTER TABLE {_TABLE} ADD COLUMN filled"
        if not _sent(connection, f"{added} {column.type.sql}"):
            send(connection, f"{added} text")  # of a type that is yet to be created
        if isinstance(operation, Create):
            default = f"ALTER COLUMN filled SET DEFAULT {fill.sql}"
            send(connection, f"ALTER TABLE {_TABLE} {default}")
            send(connection, f"INSERT INTO {_TABLE} DEFAULT VALUES")
        else:
            no_row = f"(SELECT 1 AS one) AS one LEFT JOIN {table} ON false"
            send(connection, f"INSERT INTO {_TABLE} SELECT ({fill.sql}) FROM {no_row}")
        return (first_value(connection, TRIED.format(_TABLE)),)


def _sent(connection: Connection, sql: str) -> bool:
    """Whether the server accepts a statement; if not, the transaction stays usable."""
    savepoint = connection.begin_nested()
    try:
        send(connection, sql)
    except DBAPIError as problem:
        if problem.connection_invalidated:
            raise
        savepoint.rollback()
        return False
    savepoint.commit()
    return True
