"""Numeric defaults: those of columns that are one number in different spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.schema import Schema
from autodiff.kinds.bare_type import bare_type
from autodiff.kinds.column import Column

_NUMBER = re.compile(
    r"\(?(?P<quote>'?)(?P<value>[-+]?\d+(?:\.\d*)?)(?P=quote)(?:::[a-z ]+)?\)?"
)


def with_equal_numbers(
    declared: Schema, reflected: Schema, keys: Iterable[Key], dialect: Dialect
) -> Schema:
    """Return ``declared`` with the live default where both are one number in a numeric column.

    SQLite and PostgreSQL tell ``5``, ``'5'`` and ``5.00`` apart. Only the columns in ``keys`` are
    compared.
    """
    pairs = ((declared[key], reflected.get(key)) for key in keys)
    alike = [
        replace(column, default=live.default)
        for column, live in pairs
        if isinstance(column, Column)
        and isinstance(live, Column)
        and column.type == live.type
        and _one_number(column, live, dialect)
    ]
    return declared.with_objects(alike) if alike else declared


def _one_number(value: Column, live: Column, dialect: Dialect) -> bool:
    number, live_number = _number(value.default), _number(live.default)
    if number is None or number != live_number:
        return False
    return isinstance(
        bare_type(value.type, dialect), sa.Numeric | sa.Integer | sa.Float
    )


def _number(default: Clause | None) -> Decimal | None:
    match = _NUMBER.fullmatch(default.sql.strip()) if default is not None else None
    return Decimal(match["value"]) if match else None
