"""Type names: what PostgreSQL's ``format_type`` makes of a type's spelling, and back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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
    """A type's name taken apart: ``varchar(50)[] COLLATE "C"``."""

    name: str
    arguments: str
    array: bool
    collation: str

    @property
    def text(self) -> str:
        """In the words of ``format_type``, with the collation after it."""
        return self.item + ("[]" if self.array else "") + self._collate

    @property
    def item(self) -> str:
        """Without array and collation."""
        arguments = f"({self.arguments})" if self.arguments else ""
        zone = _ZONE.search(self.name)
        place = zone.start() if zone else len(self.name)
        return f"{self.name[:place]}{arguments}{self.name[place:]}"

    @property
    def _collate(self) -> str:
        return f' COLLATE "{self.collation}"' if self.collation else ""


@lru_cache(4096)
def parsed(sql: str) -> TypeName:
    """A type's spelling taken apart; the name in the words of ``format_type``."""
    text = " ".join(sql.split())
    collation = ""
    if found := _COLLATE.match(text):
        text, collation = found["type"], _unquoted(found["collation"])
    array = False
    if found := _DIMENSIONS.match(text):
        text, array = found["item"], True
    name, arguments = _item(text)
    return TypeName(name, arguments, array, collation)


def _item(text: str) -> tuple[str, str]:
    found = _PLAIN.match(text)
    if text.lower().startswith("interval"):
        return re.sub(r"\s*\(\s*(\d+)\s*\)", r"(\1)", text.lower()), ""
    if found is None:
        return text, ""
    name = found["name"].lower()
    arguments = re.sub(r"\s*,\s*", ",", found["arguments"] or "")
    name = _ALIASES.get(name, name)
    if name in _ZONED:
        zone = " ".join((found["zone"] or _ZONED[name]).lower().split())
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
    """The identifiers of a quoted or qualified type name, or None for another spelling."""
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
    """A server's type name as SQLAlchemy would write it: ``VARCHAR(50)``."""
    type_ = parsed(server)
    if '"' in type_.name or "." in type_.name:
        return type_.text
    if type_.name in BUILT_IN or type_.name.startswith("interval"):
        name = _SPELLINGS.get(type_.name, type_.name.upper())
        arguments = type_.arguments.replace(",", ", ")
        return type_._replace(name=name, arguments=arguments).text
    return type_.text


BUILT_IN = frozenset(
    {
        "bigint",
        "bit",
        "bit varying",
        "boolean",
        "bytea",
        "character",
        "character varying",
        "cidr",
        "date",
        "datemultirange",
        "daterange",
        "double precision",
        "inet",
        "int4multirange",
        "int4range",
        "int8multirange",
        "int8range",
        "integer",
        "json",
        "jsonb",
        "macaddr",
        "macaddr8",
        "money",
        "numeric",
        "nummultirange",
        "numrange",
        "oid",
        "real",
        "regclass",
        "regconfig",
        "smallint",
        "text",
        "time with time zone",
        "time without time zone",
        "timestamp with time zone",
        "timestamp without time zone",
        "tsmultirange",
        "tsquery",
        "tsrange",
        "tstzmultirange",
        "tstzrange",
        "tsvector",
        "uuid",
        "xml",
    }
)
"""Types that SQLAlchemy spells in capitals."""
