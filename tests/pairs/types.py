"""The types that random models draw from, by database: source, values, defaults and checks."""

from __future__ import annotations

import datetime
import decimal
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.accepted import IS_NEW

Value = Callable[[int], Any]
DAY = datetime.date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Family:
    """Types whose columns hold the same values. ``value`` gives the n-th, each another unless
    ``few``; ``checks`` hold for all of them, for nothing and for the neutral value.
    """

    value: Value
    defaults: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    few: bool = False
    indexed: bool = True


LABELS = ("p", "q", "r")

FAMILIES: dict[str, Family] = {
    "integer": Family(
        lambda n: n,
        ("'0'", "'7'", "sa.text('5')", "sa.text('-3')", "sa.text('(1 + 2)')"),
        (
            "{c} > -5",
            "{c} BETWEEN -9 AND 99",
            "{c} IN (-3, 0, 1, 2, 3, 4, 5, 6, 7, 8)",
            "NOT ({c} < -9)",
            "{c} <> 77 OR {c} IS NULL",
            "({c} + 1) * 2 >= -10 AND {c} < 1000",
            "coalesce({c}, 3) < 90",
            "CASE WHEN {c} > 50 THEN {c} < 60 ELSE {c} > -50 END",
        ),
    ),
    "text": Family(
        lambda n: str(n),
        (
            "'x'",
            "''",
            '"it\'s"',
            "'5%'",
            "'a:b'",
            "'q\"q'",
            "sa.text(\"'say'\")",
            "' x '",
            "'null'",
        ),
        (
            "length({c}) < 300",
            "{c} <> 'it''s 5%'",
            "{c} NOT LIKE 'zz%'",
            "{c} <> 'X' OR {c} IS NULL",
            "{c} NOT IN ('no', 'No', 'NO')",
            "upper({c}) <> 'NEVER'",
            "trim({c}) <> 'a:b c'",
        ),
    ),
    "numeric": Family(
        lambda n: decimal.Decimal(n),
        ("'0'", "'1.5'", "sa.text('2.50')", "sa.text('-1')"),
        ("{c} >= -10", "{c} < 99.5", "{c} * 2 < 500"),
    ),
    "float": Family(
        lambda n: n + 0.5,
        ("'0.5'", "sa.text('1.25')", "'3'"),
        ("{c} > -100.5", "{c} <> 1e9"),
        indexed=False,
    ),
    "boolean": Family(
        lambda n: n % 2 == 0,
        ("sa.true()", "sa.false()"),
        ("{c} IS NOT NULL OR 1 = 1",),
        few=True,
    ),
    "date": Family(
        lambda n: DAY + datetime.timedelta(days=n),
        ("'2021-02-03'", "sa.text('CURRENT_DATE')"),
        ("{c} > '1900-01-01'",),
    ),
    "datetime": Family(
        lambda n: datetime.datetime(2020, 1, n, 0, 0, 0),
        ("sa.func.now()", "'2021-02-03 04:05:06'", "sa.text('CURRENT_TIMESTAMP')"),
        ("{c} > '1900-01-01 00:00:00'",),
    ),
    "moment": Family(
        lambda n: datetime.datetime(2020, 1, n, tzinfo=datetime.UTC),
        ("sa.func.now()", "sa.text('CURRENT_TIMESTAMP')"),
    ),
    "time": Family(lambda n: datetime.time(n), ("'10:11:12'",), ("{c} < '23:59:59'",)),
    "interval": Family(lambda n: datetime.timedelta(hours=n), indexed=False),
    "binary": Family(lambda n: bytes([n]), indexed=False),
    "json": Family(
        lambda n: {"n": n, "t": "a:b%"},
        ("'{}'", "'{\"a\": [1, \"it''s\"]}'"),
        indexed=False,
    ),
    "uuid": Family(
        lambda n: uuid.UUID(int=n),
        # MariaDB gets CHAR(32) from older releases of SQLAlchemy: without hyphens.
        ("'12345678-1234-5678-1234-567812345678'",) if IS_NEW else (),
    ),
    "enum": Family(lambda n: LABELS[(n - 1) % 3], ("'p'", "'q'"), few=True),
    "array": Family(
        lambda n: [n, n + 1], ("'{}'", "'{1,2}'"), ("cardinality({c}) < 9",)
    ),
    "texts": Family(lambda n: [str(n)], ("'{}'", "'{\"a b\"}'"), indexed=False),
    "inet": Family(lambda n: f"10.0.0.{n}", ("'127.0.0.1'",)),
    "tsvector": Family(lambda n: f"'w{n}':1", indexed=False),
    "labels": Family(
        lambda n: [LABELS[(n - 1) % 3]], ("'{}'", "'{p,q}'"), indexed=False
    ),
    "stamp": Family(
        lambda n: datetime.datetime(2020, 1, n),
        (
            "sa.func.now()",
            "'2021-02-03 04:05:06'",
            "sa.text('CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP')",
        ),
    ),
    "range": Family(lambda n: None, indexed=False),
    "bit": Family(lambda n: None, indexed=False),
    "set": Family(lambda n: {"a"}, ("'a'", "'a,b'"), few=True, indexed=False),
    "year": Family(lambda n: 2000 + n, ("'2001'",), indexed=True),
    "longtext": Family(lambda n: str(n), (), ("length({c}) < 300",), indexed=False),
}

INTEGERS = (
    "sa.Integer()",
    "sa.BigInteger()",
    "sa.SmallInteger()",
    "own.Cents()",
    "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
)
COMMON: dict[str, tuple[str, ...]] = {
    "integer": INTEGERS,
    "text": (
        "sa.String(20)",
        "sa.String(50)",
        "sa.String(255)",
        "sa.CHAR(9)",
        "sa.Unicode(30)",
        "own.Short(60)",
        "own.Written(70)",
        "sa.String(80).with_variant(sa.String(90), 'mysql').with_variant(sa.Unicode(90), 'sqlite')",
    ),
    "numeric": ("sa.Numeric(8, 2)", "sa.Numeric(12, 4)", "sa.Numeric(10)"),
    "float": ("sa.Float()", "sa.Double()", "sa.Float(53)"),
    "boolean": ("sa.Boolean()", "sa.Boolean(create_constraint=True)", "sa.Boolean(create_constraint=True, name={n!r})"),
    "date": ("sa.Date()",),
    "datetime": ("sa.DateTime()",),
    "time": ("sa.Time()",),
    "interval": ("sa.Interval()",),
    "binary": ("sa.LargeBinary()",),
    "json": ("sa.JSON()",),
    "uuid": ("sa.Uuid()", "sa.Uuid(native_uuid=False)"),
    "enum": (
        "sa.Enum({l}, name={n!r}, native_enum=False)",
        "sa.Enum({l}, name={n!r}, native_enum=False, create_constraint=True)",
        "sa.Enum({l}, name={n!r}, native_enum=False, length=30)",
        "sa.Enum({l}, name={n!r})",
        "sa.Enum(own.Letter, name={n!r})",
        "sa.Enum(own.Letter, name={n!r}, native_enum=False, create_constraint=True)",
    ),
}  # fmt: skip
"""By family; ``{l}`` are the labels of an enum and ``{n}`` is a name for it."""

SQLITE = COMMON | {
    "text": (*COMMON["text"], "sa.Text()", "sa.String()", "sa.String(20, collation='NOCASE')"),
    "float": (*COMMON["float"], "sa.REAL()"),
    "enum": (*COMMON["enum"], "sa.Enum({l}, create_constraint=True)"),
}  # fmt: skip
POSTGRESQL = COMMON | {
    "text": (*COMMON["text"], "sa.Text()", "sa.String()", "sa.String(20, collation='C')", "sa.Text(collation='POSIX')"),
    "numeric": (*COMMON["numeric"], "sa.Numeric()"),
    "float": (*COMMON["float"], "sa.REAL()"),
    "moment": ("sa.DateTime(timezone=True)", "postgresql.TIMESTAMP(timezone=True, precision=3)"),
    "datetime": ("sa.DateTime()", "postgresql.TIMESTAMP(precision=0)"),
    "time": ("sa.Time()", "postgresql.TIME(precision=3)"),
    "interval": ("sa.Interval()", "postgresql.INTERVAL()", "postgresql.INTERVAL(fields='DAY TO SECOND')"),
    "json": ("sa.JSON()", "postgresql.JSONB()"),
    "array": ("sa.ARRAY(sa.Integer())", "postgresql.ARRAY(sa.BigInteger())", "sa.ARRAY(sa.SmallInteger(), dimensions=1)"),
    "texts": ("sa.ARRAY(sa.Text())", "postgresql.ARRAY(sa.String(30))"),
    "inet": ("postgresql.INET()",),
    "tsvector": ("postgresql.TSVECTOR()",),
    "labels": ("postgresql.ARRAY(sa.Enum({l}, name={n!r}))", "sa.ARRAY(postgresql.ENUM({l}, name={n!r}))"),
    "range": ("postgresql.INT4RANGE()", "postgresql.TSTZRANGE()", "postgresql.NUMRANGE()", "postgresql.INT4MULTIRANGE()"),
    "bit": (
        "postgresql.BIT(4)",
        "postgresql.BIT(7, varying=True)",
        "postgresql.BIT(varying=True)",
        "postgresql.MACADDR()",
        "postgresql.MACADDR8()",
        "postgresql.CIDR()",
        "postgresql.OID()",
        "postgresql.REGCLASS()",
        "postgresql.MONEY()",
        "postgresql.TSQUERY()",
        "postgresql.JSONPATH()",
        "postgresql.ARRAY(sa.Numeric(8, 2))",
        "postgresql.ARRAY(sa.DateTime(timezone=True))",
        "sa.ARRAY(sa.String(5), dimensions=2)",
        "postgresql.INTERVAL(precision=3)",
        "postgresql.TIME(timezone=True)",
    ),
}  # fmt: skip
MYSQL = COMMON | {
    "integer": (*INTEGERS, "mysql.INTEGER(unsigned=True)", "mysql.BIGINT(unsigned=True)", "mysql.MEDIUMINT()", "mysql.TINYINT()", "mysql.INTEGER(zerofill=True)", "mysql.TINYINT(1)"),
    "text": (*COMMON["text"], "mysql.VARCHAR(40, charset='latin1')", "mysql.VARCHAR(40, collation='utf8mb4_bin')", "mysql.NVARCHAR(40)"),
    "longtext": ("sa.Text()", "mysql.MEDIUMTEXT()", "mysql.LONGTEXT()", "mysql.TINYTEXT()"),
    "numeric": (*COMMON["numeric"], "mysql.DECIMAL(9, 3, unsigned=True)"),
    "float": ("sa.Float()", "sa.Double()", "mysql.FLOAT()", "mysql.DOUBLE()", "mysql.DOUBLE(12, 3)", "mysql.FLOAT(unsigned=True)"),
    "datetime": ("sa.DateTime()", "mysql.DATETIME(fsp=3)"),
    "time": ("sa.Time()", "mysql.TIME(fsp=2)"),
    "binary": ("sa.LargeBinary()", "mysql.VARBINARY(20)", "mysql.MEDIUMBLOB()"),
    "enum": (*COMMON["enum"], "mysql.ENUM({l})"),
    "set": ("mysql.SET('a', 'b')", "mysql.SET('a', 'b', 'c')"),
    "year": ("mysql.YEAR()",),
    "stamp": ("sa.TIMESTAMP()", "mysql.TIMESTAMP(fsp=3)"),
    "bit": ("mysql.BIT(5)", "mysql.BINARY(8)", "mysql.BIT(1)"),
}  # fmt: skip

CONVERSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {
        "integer": ("text", "numeric"),
        "text": ("integer",),
        "numeric": ("integer",),
        "enum": ("text",),
    },
    "postgresql": {
        "integer": ("text", "numeric"),
        "text": ("integer",),
        "numeric": ("integer",),
        "date": ("datetime", "text"),
        "datetime": ("date", "moment"),
        "moment": ("datetime",),
        "uuid": ("text",),
        "enum": ("text",),
        "json": ("text",),
        "array": ("texts",),
        "texts": ("array",),
        "inet": ("text",),
    },
    "mysql": {
        "integer": ("text", "numeric"),
        "text": ("integer", "longtext"),
        "longtext": ("text",),
        "numeric": ("integer",),
        "date": ("datetime",),
        "datetime": ("date",),
        "enum": ("text",),
        "year": ("integer",),
    },
}
"""Changes of family that keep the values of the rows, there and back."""
