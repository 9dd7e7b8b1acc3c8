"""Types as an application has them of its own: a Python enum, a decorator, a type by its words."""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, UserDefinedType


class Letter(enum.Enum):
    """Labels are the names of the members, not their values."""

    p = "one"
    q = "two"
    r = "three"


class Short(TypeDecorator[str]):
    """Text, of a length that its user states."""

    impl = sa.String
    cache_ok = True


class Cents(TypeDecorator[int]):
    """A whole number, by another type on each database."""

    impl = sa.Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        big = dialect.name == "postgresql"
        return dialect.type_descriptor(sa.BigInteger() if big else sa.Integer())


class Written(UserDefinedType[str]):
    """A type that SQLAlchemy knows by its spelling alone."""

    cache_ok = True

    def __init__(self, length: int) -> None:
        self.length = length

    def get_col_spec(self, **_: object) -> str:
        return f"VARCHAR({self.length})"
