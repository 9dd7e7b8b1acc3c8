"""Types as users write them, with what may go wrong when they are printed."""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, UserDefinedType


class Money(TypeDecorator[Any]):
    """Takes an argument and keeps it under its name."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, currency: str = "EUR", places: int = 2) -> None:
        super().__init__(12, places)
        self.currency = currency
        self.places = places


class Forgetful(TypeDecorator[Any]):
    """Keeps its argument under another name, so nobody can say it again."""

    impl = sa.String
    cache_ok = True

    def __init__(self, size: int) -> None:
        super().__init__(size)


class Address(TypeDecorator[Any]):
    """Its ``repr`` is no Python."""

    impl = sa.Text
    cache_ok = True

    def __repr__(self) -> str:
        return f"<Address at 0x{id(self):x}>"


class Rude(TypeDecorator[Any]):
    """Its ``repr`` raises."""

    impl = sa.Integer
    cache_ok = True

    def __repr__(self) -> str:
        raise RuntimeError("no")


class Outer:
    """Holds a type inside."""

    class Inner(TypeDecorator[Any]):
        """Stands in a class."""

        impl = sa.String(7)
        cache_ok = True


class Point(UserDefinedType[Any]):
    """Spells itself."""

    cache_ok = True

    def __init__(self, srid: int = 4326) -> None:
        self.srid = srid

    def get_col_spec(self, **_: Any) -> str:
        return f"POINT({self.srid})"


class Colour(enum.Enum):
    """Names and values differ."""

    RED = "red"
    GREEN = "green"


class Painted(TypeDecorator[Any]):
    """An enum inside, with its CHECK."""

    impl = sa.Enum("a", "b", name="painted", create_constraint=True, native_enum=False)
    cache_ok = True


def local_type() -> Any:
    """A type of a class that no script can name."""

    class Local(TypeDecorator[Any]):
        impl = sa.String(11)
        cache_ok = True

    return Local()
