"""Name types as ``format_type`` does, spell such names, and find SQLAlchemy's types for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import TextClause
from sqlalchemy.dialects import postgresql as pg

from autodiff.core.dialect import Dialect
from autodiff.types import RawType

_ALIASES = {
    "varchar": "character varying",
    "char varying": "character varying",
    "char": "character",
    "int": "integer",
    "int4": "integer",
    "int2": "smallint",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "double": "double precision",
    "decimal": "numeric",
    "dec": "numeric",
    "bool": "boolean",
    "varbit": "bit varying",
}
_ZONED = {
    "timestamp": "without time zone",
    "timestamptz": "with time zone",
    "time": "without time zone",
    "timetz": "with time zone",
}
_SPELLINGS = {
    "character varying": "VARCHAR",
    "character": "CHAR",
}
_STATED_LENGTH = ("character", "bit")
"""Types whose length is 1 where none is stated."""

_COLLATE = re.compile(r"^(?P<type>.+?)\s+COLLATE\s+(?P<collation>\S.*)$", re.I | re.S)
_DIMENSIONS = re.compile(
    r"^(?P<item>.+?)\s*(?:(?:\[\d*\]\s*)+|\s+ARRAY(?:\[\d+\])?)$", re.I
)
_PLAIN = re.compile(
    r"^(?P<name>[^\W\d][\w ]*?)\s*(?:\(\s*(?P<arguments>[^()]*?)\s*\))?"
    r"\s*(?P<zone>with(?:out)?\s+time\s+zone)?$",
    re.I,
)
_ZONE = re.compile(r" with(?:out)? time zone$", re.I)
_IDENTIFIER = re.compile(r'"((?:[^"]|"")*)"|([^."]+)')


class TypeName(NamedTuple):
    """A type's name in its parts: ``varchar(50)[] COLLATE "C"``."""

    name: str
    arguments: str
    array: bool
    collation: str

    @property
    def text(self) -> str:
        """Write the name as ``format_type`` does, with the collation after it."""
        return self.item + ("[]" if self.array else "") + self._collate

    @property
    def item(self) -> str:
        """Write the name without array and collation."""
        arguments = f"({self.arguments})" if self.arguments else ""
        zone = _ZONE.search(self.name)
        end = zone.start() if zone else len(self.name)
        return f"{self.name[:end]}{arguments}{self.name[end:]}"

    @property
    def _collate(self) -> str:
        return f' COLLATE "{self.collation}"' if self.collation else ""


@lru_cache(4096)
def parsed(sql: str) -> TypeName:
    """Parse a type's spelling; the name is the one that ``format_type`` gives."""
    text = " ".join(sql.split())
    collation = ""
    if match := _COLLATE.match(text):
        text, collation = match["type"], _unquoted(match["collation"])
    array = False
    if match := _DIMENSIONS.match(text):
        text, array = match["item"], True
    name, arguments = _item(text)
    return TypeName(name, arguments, array, collation)


def _item(text: str) -> tuple[str, str]:
    match = _PLAIN.match(text)
    if text.lower().startswith("interval"):
        return re.sub(r"\s*\(\s*(\d+)\s*\)", r"(\1)", text.lower()), ""
    if match is None:
        return text, ""
    name = match["name"].lower()
    arguments = re.sub(r"\s*,\s*", ",", match["arguments"] or "")
    name = _ALIASES.get(name, name)
    if name in _ZONED:
        zone = " ".join((match["zone"] or _ZONED[name]).lower().split())
        return f"{name.removesuffix('tz')} {zone}", arguments
    if name == "float":
        small = arguments and int(arguments) <= 24
        return ("real" if small else "double precision"), ""
    if name == "numeric" and arguments and "," not in arguments:
        arguments += ",0"
    if name in _STATED_LENGTH and not arguments:
        arguments = "1"
    return name, arguments


def _unquoted(name: str) -> str:
    parts = [
        (quoted.replace('""', '"') if quoted else plain)
        for quoted, plain in _IDENTIFIER.findall(name)
    ]
    return parts[-1] if parts else name


def user_type(sql: str) -> list[str] | None:
    """Split a quoted or qualified type name into identifiers; None for another spelling."""
    if not re.fullmatch(
        r'(?:"(?:[^"]|"")+"|[\w$]+)(?:\.(?:"(?:[^"]|"")+"|[\w$]+))?', sql
    ):
        return None
    if '"' not in sql and "." not in sql or sql == '"char"':
        return None
    return [
        quoted.replace('""', '"') if quoted else plain.lower()
        for quoted, plain in _IDENTIFIER.findall(sql)
    ]


@lru_cache(4096)
def spelled(server: str) -> str:
    """Spell a server's type name as SQLAlchemy would: ``VARCHAR(50)``."""
    type_ = parsed(server)
    if '"' in type_.name or "." in type_.name:
        return type_.text
    if type_.name in BUILT_IN or type_.name.startswith("interval"):
        name = _SPELLINGS.get(type_.name, type_.name.upper())
        arguments = type_.arguments.replace(",", ", ")
        return type_._replace(name=name, arguments=arguments).text
    return type_.text


_TEXT_KEPT = frozenset(
    {
        "text",
        "character varying",
        "character",
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "real",
        "double precision",
        "date",
        "uuid",
        "json",
        "jsonb",
    }
)
"""Built-in types whose literals in the catalog are read as the same text again."""


def typed_literal(literal: str, type_normal: str) -> str:
    """Spell a column's default that is a string literal as ``pg_get_expr`` does, with its type.

    Returns "" where the type's input function may change the text.
    """
    type_ = parsed(type_normal)
    if type_.name in BUILT_IN and type_.name not in _TEXT_KEPT:
        return ""
    if type_.array:
        return f"{literal}::{type_.name}[]" if literal == "'{}'" else ""
    name = "bpchar" if type_.name == "character" else type_.name
    return f"{literal}::{name}"


# --- SQLAlchemy's types ---------------------------------------------------------------------------

_INTERVAL = re.compile(
    r"^interval(?=.)(?: (?P<fields>[a-z ]+))?(?:\((?P<size>\d+)\))?$"
)
Maker = Callable[..., Any]

_OBJECTS: dict[str, tuple[Maker, ...]] = {
    "smallint": (sa.SmallInteger,),
    "integer": (sa.Integer,),
    "bigint": (sa.BigInteger,),
    "real": (sa.REAL,),
    "double precision": (sa.Double,),
    "numeric": (sa.Numeric,),
    "boolean": (sa.Boolean,),
    "text": (sa.Text,),
    "character varying": (sa.String,),
    "character": (sa.CHAR,),
    "date": (sa.Date,),
    "bytea": (sa.LargeBinary,),
    "uuid": (sa.Uuid,),
    "json": (sa.JSON,),
    "jsonb": (pg.JSONB,),
    "inet": (pg.INET,),
    "cidr": (pg.CIDR,),
    "macaddr": (pg.MACADDR,),
    "macaddr8": (pg.MACADDR8,),
    "money": (pg.MONEY,),
    "oid": (pg.OID,),
    "regclass": (pg.REGCLASS,),
    "tsvector": (pg.TSVECTOR,),
    "tsquery": (pg.TSQUERY,),
    "hstore": (pg.HSTORE,),
    "citext": (pg.CITEXT,),
    "int4range": (pg.INT4RANGE,),
    "int8range": (pg.INT8RANGE,),
    "numrange": (pg.NUMRANGE,),
    "daterange": (pg.DATERANGE,),
    "tsrange": (pg.TSRANGE,),
    "tstzrange": (pg.TSTZRANGE,),
    "int4multirange": (pg.INT4MULTIRANGE,),
    "int8multirange": (pg.INT8MULTIRANGE,),
    "nummultirange": (pg.NUMMULTIRANGE,),
    "datemultirange": (pg.DATEMULTIRANGE,),
    "tsmultirange": (pg.TSMULTIRANGE,),
    "tstzmultirange": (pg.TSTZMULTIRANGE,),
    "interval": (sa.Interval,),
    "bit": (pg.BIT,),
    "bit varying": (lambda *n: pg.BIT(n[0] if n else None, varying=True),),
    "timestamp without time zone": (
        sa.DateTime,
        lambda *p: pg.TIMESTAMP(precision=p[0]),
    ),
    "timestamp with time zone": (
        lambda: sa.DateTime(timezone=True),
        lambda *p: pg.TIMESTAMP(timezone=True, precision=p[0]),
    ),
    "time without time zone": (sa.Time, lambda *p: pg.TIME(precision=p[0])),
    "time with time zone": (
        lambda: sa.Time(timezone=True),
        lambda *p: pg.TIME(timezone=True, precision=p[0]),
    ),
}
BUILT_IN = (_OBJECTS.keys() - {"hstore", "citext"}) | {"regconfig", "xml"}
"""Types that SQLAlchemy spells in capitals: all that the server has by itself."""


def type_object(sql: str, dialect: Dialect) -> object:
    """Return the type that compiles to ``sql`` here; a :class:`RawType` if there is none."""
    normal = dialect.normal_type(sql)
    for candidate in _candidates(parsed(normal)):
        if dialect.normal_type(dialect.compiled_type(candidate)) == normal:
            return candidate
    return RawType(sql)


def _candidates(type_: TypeName) -> Iterator[Any]:
    if type_.array:
        for item in _candidates(type_._replace(array=False)):
            yield sa.ARRAY(item)
        return
    if match := _INTERVAL.match(type_.name):
        precision = int(match["size"]) if match["size"] else None
        yield pg.INTERVAL(precision=precision, fields=match["fields"])
        return
    sizes = [int(size) for size in type_.arguments.split(",") if size.strip().isdigit()]
    for make in _OBJECTS.get(type_.name, ()):
        named = {"collation": type_.collation} if type_.collation else {}
        with suppress(TypeError, IndexError):  # the class takes other arguments
            yield make(*sizes, **named)


_RANGES = ("INT4", "INT8", "NUM", "DATE", "TS", "TSTZ")
NEUTRAL_VALUES: dict[str, str | int | TextClause] = {
    "INTERVAL": "0",
    "INET": "0.0.0.0",
    "CIDR": "0.0.0.0/0",
    "MACADDR": "00:00:00:00:00:00",
    "MACADDR8": "00:00:00:00:00:00:00:00",
    "MONEY": 0,
    "OID": 0,
    "TSVECTOR": "",
    "TSQUERY": "",
    "HSTORE": "",
    **dict.fromkeys([f"{name}RANGE" for name in _RANGES], "empty"),
    **dict.fromkeys([f"{name}MULTIRANGE" for name in _RANGES], "{}"),
}
"""Values for rows where nothing else is known, by SQLAlchemy's names of PostgreSQL's own types."""
