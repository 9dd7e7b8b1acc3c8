"""Columns in PostgreSQL's words: SERIAL, identity, stored expressions, comments."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Alter, Create
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.alter_column import alter, comment
from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds import column as standard
from autodiff.kinds.column import Column

_SERIALS = {"smallint": "SMALLSERIAL", "bigint": "BIGSERIAL"}


def _definition(column: Column, dialect: Dialect) -> str:
    if not column.autoincrement:
        return standard.definition(column, dialect)
    serial = _SERIALS.get(parsed(column.type.normal).name, "SERIAL")
    null = "" if column.nullable else " NOT NULL"
    return f"{dialect.quote(column.name)} {serial}{null}"


def _create(operation: Create, dialect: Dialect, state: State) -> Iterator[Statement]:
    column = operation.object
    assert isinstance(column, Column)
    yield from standard.create(operation, dialect, state)
    if column.autoincrement and column.nullable:
        yield from _nullable(column, dialect)
    yield from comments(column, dialect)


def _nullable(column: Column, dialect: Dialect) -> Iterator[Statement]:
    """SERIAL implies NOT NULL."""
    table = standard.table_name(column, dialect)
    clause = f"ALTER COLUMN {dialect.quote(column.name)} DROP NOT NULL"
    yield altering(table, clause)


def comments(column: Column, dialect: Dialect) -> Iterator[Statement]:
    """COMMENT ON a new column, where it has one."""
    if column.comment:
        yield comment(column, dialect)


EMITTERS: Emitters = {(Create, Column): _create, (Alter, Column): alter}
DEFINITIONS: Definitions = {Column: _definition}
