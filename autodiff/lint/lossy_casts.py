"""Misfits: values of a column that do not fit its new type."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from autodiff.core.dialect import Dialect
from autodiff.kinds.bare_type import bare_type
from autodiff.kinds.column import Column

Condition = sa.ColumnElement[bool]

_WHOLE_NUMBER = "^[[:space:]]*[-+]?[0-9]+[[:space:]]*$"
_NUMBER = (
    "^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$"
)

_BYTES = {
    "tinyint": 1,
    "smallint": 2,
    "small_integer": 2,
    "mediumint": 3,
    "integer": 4,
    "int": 4,
    "bigint": 8,
    "big_integer": 8,
}


def misfit(
    before: Column, after: Column, held: sa.ColumnElement[Any], dialect: Dialect
) -> Condition | None:
    """Return a condition that is true for rows whose value does not fit the new type without loss.

    ``held`` is the column in a query on its table, ``before`` and ``after`` are its two states.
    Returns None if all values fit, or if that is not known.
    """
    old, new = bare_type(before.type, dialect), bare_type(after.type, dialect)
    if old is None or new is None or not dialect.holds_types:
        return None
    if isinstance(new, sa.Enum):
        return sa.cast(held, sa.String()).not_in(new.enums)
    if isinstance(new, sa.Integer):
        return _not_whole(old, new, held)
    if isinstance(new, sa.Float):
        return _unlike(_NUMBER, held) if _is_text(old) else None
    if isinstance(new, sa.Numeric):
        return _too_many_digits(old, new, held)
    if _is_text(new):
        return _too_long(old, new, held)
    return None


def _is_text(type_: TypeEngine[Any]) -> bool:
    return isinstance(type_, sa.String) and not isinstance(type_, sa.Enum)


def _unlike(pattern: str, held: sa.ColumnElement[Any]) -> Condition:
    return sa.not_(held.regexp_match(sa.literal_column(f"'{pattern}'")))


def _too_long(
    old: TypeEngine[Any], new: TypeEngine[Any], held: sa.ColumnElement[Any]
) -> Condition | None:
    """Return the condition for text longer than the new length.

    Trailing blanks do not count: all servers cut them, as the SQL standard requires.
    """
    longest = getattr(new, "length", None)
    before = getattr(old, "length", None) if _is_text(old) else None
    if longest is None or (before is not None and before <= longest):
        return None
    text = held if _is_text(old) else sa.cast(held, sa.String())
    length: sa.ColumnElement[int] = sa.func.char_length(sa.func.rtrim(text))
    return sa.and_(length > longest)


def _not_whole(
    old: TypeEngine[Any], new: TypeEngine[Any], held: sa.ColumnElement[Any]
) -> Condition | None:
    if _is_text(old):
        return _unlike(_WHOLE_NUMBER, held)
    if not isinstance(old, sa.Integer | sa.Numeric) or _spans(new, old):
        return None
    lowest, highest = _range(new)
    return sa.not_(held.between(_number(lowest), _number(highest)))


def _spans(new: TypeEngine[Any], old: TypeEngine[Any]) -> bool:
    """Whether the range of ``new`` includes that of ``old``."""
    if not isinstance(old, sa.Integer):
        return False
    (lowest, highest), (least, most) = _range(new), _range(old)
    return lowest <= least and most <= highest


def _range(type_: TypeEngine[Any]) -> tuple[int, int]:
    bits = 8 * _BYTES.get(type_.__visit_name__.lower(), 8)
    if getattr(type_, "unsigned", False):
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def _too_many_digits(
    old: TypeEngine[Any], new: sa.Numeric[Any], held: sa.ColumnElement[Any]
) -> Condition | None:
    """Return the condition for numbers that are too large once their digits after the point are
    rounded: 9.96 does not fit NUMERIC(2, 1).
    """
    if _is_text(old):
        return _unlike(_NUMBER, held)
    is_number = isinstance(old, sa.Numeric | sa.Integer | sa.Float)
    if new.precision is None or not is_number:
        return None
    scale = new.scale or 0
    whole = new.precision - scale
    if isinstance(old, sa.Numeric) and _within(old, new):
        return None
    end = Decimal(10) ** whole - Decimal(10) ** -scale / 2
    return sa.func.abs(held) >= _number(end)


def _within(old: sa.Numeric[Any], new: sa.Numeric[Any]) -> bool:
    """Whether all numbers of ``old``, rounded, fit ``new``."""
    if old.precision is None or new.precision is None:
        return False
    before, after = old.scale or 0, new.scale or 0
    room = (new.precision - after) - (old.precision - before)
    return room > 0 or (room == 0 and before <= after)


def _number(value: Decimal | int) -> sa.ColumnElement[Any]:
    return sa.literal_column(format(value, "f"))
