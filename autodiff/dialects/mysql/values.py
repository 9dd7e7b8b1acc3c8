"""Values: what MySQL's and MariaDB's types hold, by the spelling of their catalogs."""

from __future__ import annotations

import re
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.dialects.mysql.tokens import unquoted
from autodiff.dialects.mysql.types import base_name, collation_of
from autodiff.kinds.values import Values, decimal, whole

_WHOLE = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "bigint": 8}
_FLOATS = {"float": 24, "double": 53}
_BYTES = {"tiny": 2**8 - 1, "": 2**16 - 1, "medium": 2**24 - 1, "long": None}
"""By what stands before TEXT and BLOB."""
_BY_BYTES = re.compile(r"(?P<size>tiny|medium|long|)(?P<sort>text|blob)")
_MOMENTS = {"datetime": "moment", "timestamp": "moment", "time": "time"}
_LABEL = re.compile(r"'(?:[^'\\]|\\.|'')*'", re.DOTALL)
_SIZES = re.compile(r"\(([\d, ]+)\)")


def values_of(type_: Clause) -> Values:
    """The values of a column's type."""
    normal, name = type_.normal, base_name(type_.normal)
    found = _of_numbers(name, normal) or _of_texts(name, normal)
    found = found or _of_moments(name, normal) or Values(name)
    return replace(found, name=type_.sql)


def _sizes(normal: str) -> list[int]:
    found = _SIZES.search(normal)
    return [int(each) for each in found[1].split(",")] if found else []


def _of_numbers(name: str, normal: str) -> Values | None:
    sizes, unsigned = _sizes(normal), "unsigned" in normal
    if name in _WHOLE:
        return whole("", _WHOLE[name], unsigned=unsigned)
    if name == "year":
        return Values("whole", lowest=0, highest=2155, negative=False)
    if name == "bit":
        return Values("whole", highest=2 ** (sizes or [1])[0] - 1, negative=False)
    if name == "decimal":
        return replace(decimal("", *(sizes or [10, 0])), negative=not unsigned)
    if name in _FLOATS:
        return Values("float", bits=_FLOATS[name], negative=not unsigned)
    return None


def _of_texts(name: str, normal: str) -> Values | None:
    sizes = _sizes(normal)
    charset = (collation_of(normal) or "").partition("_")[0]
    if name in ("char", "varchar"):
        return Values("text", length=(sizes or [1])[0], charset=charset)
    if found := _BY_BYTES.fullmatch(name):
        family = "text" if found["sort"] == "text" else "bytes"
        length = _BYTES[found["size"]]
        return Values(family, length=length, in_bytes=True, charset=charset)
    if name in ("binary", "varbinary"):
        return Values("bytes", length=(sizes or [1])[0])
    if name in ("enum", "set"):
        labels = tuple(unquoted(each) for each in _LABEL.findall(normal))
        return Values("labels" if name == "enum" else name, labels=labels)
    return None


def _of_moments(name: str, normal: str) -> Values | None:
    """A TIMESTAMP is a moment in the world, shown by the session's time zone."""
    if name not in _MOMENTS:
        return None
    fraction = (_sizes(normal) or [0])[0]
    return Values(_MOMENTS[name], zoned=name == "timestamp", fraction=fraction)
