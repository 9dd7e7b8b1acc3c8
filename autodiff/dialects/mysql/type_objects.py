"""Find SQLAlchemy types for the server's spellings, and verify each one by compiling it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from autodiff.core.dialect import Dialect
from autodiff.dialects.mysql.literals import unquoted
from autodiff.types import RawType

Make = Callable[["Shape"], Iterator[Any]]
_SHAPE = re.compile(
    r"""(?P<name>\w+)(?:\((?P<arguments>(?:'(?:[^'\\]|\\.|'')*'|[^()'])*)\))?
    (?P<words>(?:\s+(?:unsigned|zerofill))*)
    (?:\s+character\s+set\s+(?P<charset>\w+))?
    (?:\s+collate\s+(?P<collate>\w+))?\s*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_LABEL = re.compile(r"'(?:[^'\\]|\\.|'')*'", re.DOTALL)


class Shape:
    """A type's spelling, split into name, arguments and words."""

    def __init__(self, match: re.Match[str]) -> None:
        self.name = match["name"].lower()
        self.arguments = match["arguments"]
        words = match["words"].lower().split()
        self.numeric = {
            word: True for word in ("unsigned", "zerofill") if word in words
        }
        pairs = {"charset": match["charset"], "collation": match["collate"]}
        self.textual = {name: value for name, value in pairs.items() if value}

    @property
    def numbers(self) -> list[int]:
        arguments = (self.arguments or "").split(",")
        return [int(number) for number in arguments if number.strip()]

    @property
    def labels(self) -> list[str]:
        return [unquoted(label) for label in _LABEL.findall(self.arguments or "")]


def type_object(sql: str, dialect: Dialect) -> object:
    """Return the first type that compiles to ``sql``, a generic one if possible; else a RawType."""
    match = _SHAPE.fullmatch(sql.strip())
    if match is not None:
        shape = Shape(match)
        wanted = dialect.normal_type(sql)
        for candidate in _CANDIDATES.get(shape.name, _by_name)(shape):
            if dialect.normal_type(dialect.compiled_type(candidate)) == wanted:
                return candidate
    return RawType(sql)


def _integer(generic: Any, own: Any) -> Make:
    def make(shape: Shape) -> Iterator[Any]:
        if not shape.numeric:
            yield generic()
        yield own(**shape.numeric)
        if shape.arguments:
            yield own(display_width=shape.numbers[0], **shape.numeric)

    return make


def _tiny(shape: Shape) -> Iterator[Any]:
    yield sa.Boolean()
    yield from _integer(mysql.TINYINT, mysql.TINYINT)(shape)


def _decimal(shape: Shape) -> Iterator[Any]:
    sizes = dict(zip(("precision", "scale"), shape.numbers, strict=False))
    generic: Any = sa.Numeric
    own: Any = mysql.DECIMAL
    if not shape.numeric:
        yield generic(**sizes)
    yield own(**sizes, **shape.numeric)


def _floating(generic: Any, own: Any) -> Make:
    def make(shape: Shape) -> Iterator[Any]:
        if not shape.numeric and not shape.arguments:
            yield generic()
        yield own(*shape.numbers, **shape.numeric)

    return make


def _text(generic: Any, own: Any) -> Make:
    def make(shape: Shape) -> Iterator[Any]:
        if generic is not None and "charset" not in shape.textual:
            yield generic(*shape.numbers, **shape.textual)
        yield own(*shape.numbers, **shape.textual)

    return make


def _enum(shape: Shape) -> Iterator[Any]:
    if not shape.textual:
        yield sa.Enum(*shape.labels)
    yield mysql.ENUM(*shape.labels, **shape.textual)


def _set(shape: Shape) -> Iterator[Any]:
    extra = {"retrieve_as_bitwise": True} if "" in shape.labels else {}
    yield mysql.SET(*shape.labels, **extra, **shape.textual)


def _moment(generic: Any, own: Any) -> Make:
    def make(shape: Shape) -> Iterator[Any]:
        yield generic()
        if shape.arguments:
            yield own(fsp=shape.numbers[0])

    return make


def _plain(*types: Any) -> Make:
    def make(shape: Shape) -> Iterator[Any]:
        for type_ in types:
            yield type_(*shape.numbers)

    return make


def _without(*types: Any) -> Make:
    def make(shape: Shape) -> Iterator[Any]:
        for type_ in types:
            yield type_()

    return make


def _by_name(shape: Shape) -> Iterator[Any]:
    type_ = getattr(mysql, shape.name.upper(), None)
    if isinstance(type_, type) and not shape.arguments:
        yield type_()


_CANDIDATES: dict[str, Make] = {
    "tinyint": _tiny,
    "smallint": _integer(sa.SmallInteger, mysql.SMALLINT),
    "mediumint": _integer(mysql.MEDIUMINT, mysql.MEDIUMINT),
    "int": _integer(sa.Integer, mysql.INTEGER),
    "integer": _integer(sa.Integer, mysql.INTEGER),
    "bigint": _integer(sa.BigInteger, mysql.BIGINT),
    "decimal": _decimal,
    "numeric": _decimal,
    "float": _floating(sa.Float, mysql.FLOAT),
    "double": _floating(sa.Double, mysql.DOUBLE),
    "char": _text(sa.CHAR, mysql.CHAR),
    "varchar": _text(sa.String, mysql.VARCHAR),
    "tinytext": _text(None, mysql.TINYTEXT),
    "text": _text(sa.Text, mysql.TEXT),
    "mediumtext": _text(None, mysql.MEDIUMTEXT),
    "longtext": _text(None, mysql.LONGTEXT),
    "enum": _enum,
    "set": _set,
    "datetime": _moment(sa.DateTime, mysql.DATETIME),
    "timestamp": _moment(sa.TIMESTAMP, mysql.TIMESTAMP),
    "time": _moment(sa.Time, mysql.TIME),
    "date": _without(sa.Date),
    "year": _without(mysql.YEAR),
    "bit": _plain(mysql.BIT),
    "binary": _plain(sa.BINARY),
    "varbinary": _plain(sa.VARBINARY),
    "tinyblob": _without(mysql.TINYBLOB),
    "blob": _without(sa.LargeBinary),
    "mediumblob": _without(mysql.MEDIUMBLOB),
    "longblob": _without(mysql.LONGBLOB),
    "json": _without(sa.JSON),
    "uuid": _without(sa.Uuid, sa.UUID),
}
