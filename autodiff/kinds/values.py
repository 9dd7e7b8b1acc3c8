"""Values: which values a type holds, as far as that tells what another type makes of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from autodiff.frozen import frozen


@frozen
class Values:
    """The values of one type.

    ``family`` is what sort they are: text, bytes, whole, decimal, float, boolean, date, moment, time,
    interval, uuid, json, labels, or the name of a type that is its own. Of the other fields those
    count that the family has; None is no limit. ``name`` is the type as SQL writes it.
    """

    family: str
    name: str = ""
    length: int | None = None
    in_bytes: bool = False
    """Whether the length of a text is one of bytes, of which a character takes up to four."""
    charset: str = ""
    lowest: int = 0
    highest: int = 0
    negative: bool = True
    whole: int | None = None
    """Digits before the point."""
    scale: int | None = None
    """Digits behind the point."""
    bits: int = 53
    """Binary digits of a float that are exact."""
    zoned: bool = False
    fraction: int = 6
    """Digits of a second."""
    labels: tuple[str, ...] = ()
    array: bool = False

    @property
    def digits(self) -> int:
        """Return the decimal digits of a float that are exact."""
        return 15 if self.bits >= 53 else 6


def whole(name: str, bytes_: int, *, unsigned: bool = False) -> Values:
    """Return the whole numbers that fit into some bytes."""
    bits = 8 * bytes_
    low, high = (
        (0, 2**bits - 1) if unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    return Values("whole", name, lowest=low, highest=high, negative=not unsigned)


def decimal(name: str, precision: int | None, scale: int | None) -> Values:
    """Return numbers of ``precision`` digits, ``scale`` of them after the point; any number without
    a precision.
    """
    if precision is None:
        return Values("decimal", name)
    behind = scale or 0
    return Values("decimal", name, whole=precision - behind, scale=behind)


def values_of(type_: TypeEngine[Any], name: str) -> Values:
    """Return the values of a SQLAlchemy type, on a database that states no more."""
    match type_:
        case sa.Enum():
            return Values("labels", name, labels=tuple(type_.enums))
        case sa.Boolean():
            return Values("boolean", name)
        case sa.SmallInteger():
            return whole(name, 2)
        case sa.BigInteger():
            return whole(name, 8)
        case sa.Integer():
            return whole(name, 4)
        case sa.Float():
            small = (type_.precision or 53) <= 24 or isinstance(type_, sa.REAL)
            return Values("float", name, bits=24 if small else 53)
        case sa.Numeric():
            return decimal(name, type_.precision, type_.scale)
        case sa.String():
            return Values("text", name, length=type_.length)
        case sa.DateTime() | sa.Time():
            family = "moment" if isinstance(type_, sa.DateTime) else "time"
            return Values(family, name, zoned=bool(type_.timezone))
    return Values(_family(type_), name)


_FAMILIES: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (sa.Date, "date"),
    (sa.Interval, "interval"),
    (sa.Uuid, "uuid"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
)


def _family(type_: TypeEngine[Any]) -> str:
    families = (family for class_, family in _FAMILIES if isinstance(type_, class_))
    return next(families, type_.__visit_name__.lower())
