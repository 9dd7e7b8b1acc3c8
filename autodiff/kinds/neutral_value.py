"""Neutral values: what a column that must hold something gets where nobody says what."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.kinds.bare_type import bare_type
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column

_NIL = uuid.UUID(int=0)
_EPOCH = datetime.datetime(1970, 1, 1)

_VALUES: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (sa.Boolean, False),
    (sa.Integer, 0),
    (sa.Numeric, 0),
    (sa.Float, 0),
    (sa.DateTime, _EPOCH.isoformat(" ")),
    (sa.Date, _EPOCH.date().isoformat()),
    (sa.Time, "00:00:00"),
    (sa.Uuid, _NIL),
    (sa.JSON, "{}"),
    (sa.ARRAY, "{}"),
    (sa.LargeBinary, ""),
    (sa.String, ""),
)
"""By type, the first that fits: 0, "", false, 1970, {}; after what the dialect has of its own."""


_LISTED = re.compile(
    r"(?<!NOT )\bIN\s*\(\s*('(?:[^']|'')*'|-?\d+)\s*[,)]", re.IGNORECASE
)


def allowed_value(column: Column, checks: Iterable[Check]) -> Clause | None:
    """Return the first value that a CHECK on the column alone lists (IN), as an enum's does; None
    where there is none.
    """
    for check in checks:
        own = check.parent == column.parent and check.columns == (column.name,)
        listed = _LISTED.search(check.condition.sql) if own else None
        if listed is not None:
            return Clause(listed[1], listed[1])
    return None


def neutral_value(column: Column, dialect: Dialect) -> Clause | None:
    """Return the neutral value of a column's type as SQL; None where the type has none.

    An enum's is its first label.
    """
    type_ = bare_type(column.type, dialect)
    value = None if type_ is None else _value(type_, dialect)
    if value is None:  # a type that SQLAlchemy has no class for: by its SQL
        value = dialect.neutral_values.get(column.type.sql.upper())
    if column.type.normal.endswith("[]"):
        value = "{}"
    if value is None:
        return None
    return dialect.expression_clause(dialect.compiled(_expression(value)))


def _expression(value: Any) -> sa.ColumnElement[Any] | sa.TextClause:
    if isinstance(value, sa.TextClause):
        return value
    return sa.literal(value, sa.String() if isinstance(value, str) else None)


def _value(type_: TypeEngine[Any], dialect: Dialect) -> Any:
    if isinstance(type_, sa.Enum):
        return type_.enums[0] if type_.enums else None
    if isinstance(type_, sa.Uuid) and not type_.native_uuid:
        return _NIL.hex
    own = dialect.neutral_values.get(type_.__visit_name__)
    if own is not None:
        return own
    return next((value for class_, value in _VALUES if isinstance(type_, class_)), None)
