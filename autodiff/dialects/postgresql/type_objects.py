"""Type objects: the SQLAlchemy type for a spelling, proved by compiling it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from autodiff.core.dialect import Dialect
from autodiff.dialects.postgresql.types import TypeName, parsed
from autodiff.types import RawType

_INTERVAL = re.compile(
    r"^interval(?=.)(?: (?P<fields>[a-z ]+))?(?:\((?P<size>\d+)\))?$"
)
Maker = Callable[..., Any]

_PLAIN: dict[str, tuple[Maker, ...]] = {
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


def type_object(sql: str, dialect: Dialect) -> object:
    """The type that compiles to ``sql`` here, a :class:`RawType` where SQLAlchemy has none."""
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
    if found := _INTERVAL.match(type_.name):
        precision = int(found["size"]) if found["size"] else None
        yield pg.INTERVAL(precision=precision, fields=found["fields"])
        return
    sizes = [int(each) for each in type_.arguments.split(",") if each.strip().isdigit()]
    for make in _PLAIN.get(type_.name, ()):
        if (made := _made(make, sizes, type_.collation)) is not None:
            yield made


def _made(make: Maker, sizes: list[int], collation: str) -> Any:
    named = {"collation": collation} if collation else {}
    try:
        return make(*sizes, **named)
    except (TypeError, IndexError):
        return None
