"""Types that an application made for itself, as models of the cases use them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, UserDefinedType


class Money(TypeDecorator[int]):
    """An amount as a number of cents."""

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, currency: str) -> None:
        super().__init__()
        self.currency = currency


class Colour(UserDefinedType[str]):
    """A colour as the database would spell it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "CHAR(7)"
