"""Values: what PostgreSQL's types hold, by the names that ``format_type`` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.dialects.postgresql.types import BUILT_IN, TypeName, parsed
from autodiff.kinds.values import Values, decimal, whole

_WHOLE = {"smallint": 2, "integer": 4, "bigint": 8}
_TEXTS = ("text", "character varying", "character", "citext", "name")
_FLOATS = {"real": 24, "double precision": 53}
_MOMENTS = {"timestamp": "moment", "time": "time"}
_FAMILIES = {"bytea": "bytes"}


def values_of(type_: Clause) -> Values:
    """The values of a column's type; a type of the user's own holds labels, as far as is known."""
    name = parsed(type_.normal)
    numbers = [int(x) for x in name.arguments.split(",") if x.lstrip("-").isdigit()]
    found = _measured(name, numbers) or _named(name, type_.source)
    return replace(found, name=type_.sql, array=name.array)


def _measured(type_: TypeName, numbers: Sequence[int]) -> Values | None:
    """The values of a type that has a size."""
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
