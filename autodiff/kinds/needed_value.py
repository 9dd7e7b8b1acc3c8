"""Needed values: operations that demand a value of rows that are there, and how a script gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeGuard

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.operation import Alter, AnyOperation, Create
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.neutral_value import allowed_value, neutral_value
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

Filling = Create[Column] | Alter[Column]
"""The operations that may say what rows get, as ``fill``."""


def needs_fill(operation: AnyOperation) -> TypeGuard[Filling]:
    """Whether existing rows have no value for the NOT NULL column of ``operation``."""
    match operation:
        case Create(object=Column() as column, fill=None):
            return not column.nullable and not _fills_itself(column)
        case Alter(before=Column() as before, after=Column() as after, fill=None):
            return before.nullable and not after.nullable and after.default is None
    return False


def _fills_itself(column: Column) -> bool:
    made = (column.default, column.computed, column.identity)
    return column.autoincrement or any(each is not None for each in made)


def meets_null(operation: AnyOperation) -> TypeGuard[Filling]:
    """Whether a run of ``operation`` fails on rows that hold NULL: a default fills none of them."""
    match operation:
        case Alter(before=Column() as before, after=Column() as after, fill=None):
            return before.nullable and not after.nullable
    return needs_fill(operation)


def fill_call(operation: Filling, argument: str) -> str:
    """Return a script's call for ``operation``, with ``argument`` (``fill=...``) at its end."""
    key = operation.object.key
    schema = f', schema="{key.namespace}"' if key.namespace else ""
    if isinstance(operation, Create):
        column = f'sa.Column("{key.name}", ...)'
        return f'op.add_column("{key.table}", {column}{schema}, {argument})'
    return f'op.alter_column("{key.table}", "{key.name}", ...{schema}, {argument})'


# --- advice ---------------------------------------------------------------------------------------


def fill_advice(column: Column, rules: Iterable[Object], dialect: Dialect) -> str:
    """Return which value rows need, to follow "needs a value here": ``, such as fill=0``. ``rules``
    are those constraints and indexes of the table that are at hand.
    """
    own = [each for each in rules if each.parent == column.parent]
    if any(_is_unique(each, column) for each in own):
        return (
            ", another one for each row: by op.execute() while the column is nullable"
        )
    for value in own:
        if isinstance(value, ForeignKey) and column.name in value.columns:
            return f": fill=, with one that {value.target_table} has"
    return f", such as {fill_argument(column, own, dialect)}"


def fill_argument(column: Column, rules: Iterable[Object], dialect: Dialect) -> str:
    """Return ``fill=0`` as in a script: a neutral value of the column's type."""
    checks = [each for each in rules if isinstance(each, Check)]
    value = allowed_value(column, checks) or neutral_value(column, dialect)
    return f"fill={_python(value.sql)}" if value else 'fill=sa.text("...")'


def _is_unique(rule: Object, column: Column) -> bool:
    match rule:
        case Unique(columns=columns) | PrimaryKey(columns=columns):
            return columns == (column.name,)
        case Index(unique=True):
            return rule.plain_columns == (column.name,)
    return False


_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_STRING = re.compile(r"'([^'\\]*)'")
_BOOLEANS = {"true": "True", "false": "False"}


def _python(sql: str) -> str:
    """Return a literal of SQL as Python; other SQL as ``sa.text``."""
    if _NUMBER.fullmatch(sql):
        return sql
    if (found := _STRING.fullmatch(sql)) and '"' not in found[1]:
        return f'"{found[1]}"'
    if sql in _BOOLEANS:
        return _BOOLEANS[sql]
    return f"sa.text({sql!r})" if '"' in sql else f'sa.text("{sql}")'
