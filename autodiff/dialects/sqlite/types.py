"""Types, which SQLite stores as they were written: their normal forms, affinities and objects."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from autodiff.dialects.sqlite.tokens import tokens


@lru_cache(maxsize=20_000)
def normal_type(sql: str) -> str:
    """Return a type in upper case, with single spaces, none around signs, without COLLATE BINARY."""
    stream = tokens(sql)
    if not stream:
        return ""
    text = stream[0].text.upper()
    for before, token in zip(stream, stream[1:], strict=False):
        glued = "sign" in (before.kind, token.kind) and before.text != ")"
        word = token.identifier if before.keyword == "COLLATE" else token.text
        text += ("" if glued or token.text in "()," else " ") + word.upper()
    return text.removesuffix(" COLLATE BINARY")


def affinity(sql: str) -> str:
    """Return the affinity of a type, by https://sqlite.org/datatype3.html (section 3.1)."""
    declared = normal_type(sql).partition(" COLLATE ")[0]
    if "INT" in declared:
        return "INTEGER"
    if any(word in declared for word in ("CHAR", "CLOB", "TEXT")):
        return "TEXT"
    if "BLOB" in declared or not declared:
        return "BLOB"
    if any(word in declared for word in ("REAL", "FLOA", "DOUB")):
        return "REAL"
    return "NUMERIC"


_PLAIN: dict[str, Any] = {
    "INTEGER": sa.Integer,
    "SMALLINT": sa.SmallInteger,
    "BIGINT": sa.BigInteger,
    "BOOLEAN": sa.Boolean,
    "DATE": sa.Date,
    "DATETIME": sa.DateTime,
    "TIME": sa.Time,
    "TIMESTAMP": sa.TIMESTAMP,
    "TEXT": sa.Text,
    "CLOB": sa.CLOB,
    "VARCHAR": sa.String,
    "CHAR": sa.CHAR,
    "NVARCHAR": sa.NVARCHAR,
    "NCHAR": sa.NCHAR,
    "NUMERIC": sa.Numeric,
    "DECIMAL": sa.DECIMAL,
    "FLOAT": sa.Float,
    "REAL": sa.REAL,
    "DOUBLE": sa.Double,
    "DOUBLE PRECISION": sa.DOUBLE_PRECISION,
    "BLOB": sa.LargeBinary,
    "BINARY": sa.BINARY,
    "VARBINARY": sa.VARBINARY,
    "JSON": sa.JSON,
}
_SHAPE = re.compile(
    r"(?P<name>[A-Z][A-Z ]*?)(?:\((?P<numbers>\d+(?:,\d+)*)\))?"
    r"(?: COLLATE (?P<collation>\w+))?\Z"
)


def known_type(sql: str) -> Any | None:
    """Return SQLAlchemy's type for ``sql``, or None; the caller compiles it to verify the spelling."""
    match = _SHAPE.match(normal_type(sql))
    if match is None or match["name"] not in _PLAIN:
        return None
    numbers = [int(number) for number in (match["numbers"] or "").split(",") if number]
    named = {"collation": match["collation"]} if match["collation"] else {}
    try:
        return _PLAIN[match["name"]](*numbers, **named)
    except TypeError:
        return None
