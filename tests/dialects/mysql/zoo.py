"""A zoo: one of everything that models may state for MySQL and MariaDB, odd names included."""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from tests.accepted import ENUM_PERCENT


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Upper(sa.types.TypeDecorator[str]):
    impl = sa.String(7)
    cache_ok = True


COLUMNS: dict[str, tuple[Any, dict[str, Any]]] = {
    "integer": (sa.Integer, {"server_default": "0"}),
    "big": (sa.BigInteger, {"server_default": "-1"}),
    "small": (sa.SmallInteger, {"nullable": False}),
    "tiny": (mysql.TINYINT, {}),
    "tiny_width": (mysql.TINYINT(2), {}),
    "unsigned": (mysql.INTEGER(unsigned=True), {}),
    "big_unsigned": (mysql.BIGINT(unsigned=True), {}),
    "zerofill": (mysql.INTEGER(5, zerofill=True), {}),
    "bit": (mysql.BIT(3), {"server_default": sa.text("b'101'")}),
    "boolean": (sa.Boolean, {"server_default": sa.true()}),
    "checked": (sa.Boolean(create_constraint=True), {}),
    "numeric": (sa.Numeric(10, 2), {"server_default": "1.5"}),
    "bare_numeric": (sa.Numeric, {}),
    "decimal_unsigned": (mysql.DECIMAL(5, unsigned=True), {}),
    "float": (sa.Float, {"server_default": "0.1"}),
    "float53": (sa.Float(53), {}),
    "double": (sa.Double, {}),
    "double_sized": (mysql.DOUBLE(8, 3), {}),
    "string": (sa.String(60), {"server_default": 'it\'s 100% \\ `x` "y"\nnext'}),
    "empty": (sa.String(20), {"server_default": ""}),
    "unicode": (sa.Unicode(5), {}),
    "char": (sa.CHAR(5), {}),
    "national": (sa.NCHAR(5), {}),
    "collated": (sa.String(10, collation="utf8mb4_bin"), {}),
    "latin": (mysql.VARCHAR(10, charset="latin1"), {}),
    "latin_bin": (mysql.TEXT(charset="latin1", collation="latin1_bin"), {}),
    "decorated": (Upper, {}),
    "variant": (sa.String(9).with_variant(mysql.LONGTEXT(), "mysql", "mariadb"), {}),
    "text": (sa.Text, {"server_default": "abc"}),
    "short_text": (sa.Text(50), {}),
    "long_text": (mysql.LONGTEXT, {}),
    "enum": (sa.Enum("a", "b'c", f"d\\e {ENUM_PERCENT}", "f,g (h)", name="en"), {}),
    "py_enum": (sa.Enum(Colour), {"server_default": "RED"}),
    "plain_enum": (
        sa.Enum("a", "b", native_enum=False, create_constraint=True, name="en2"),
        {},
    ),
    "set": (mysql.SET("x'y", "z"), {}),
    "binary": (sa.BINARY(3), {}),
    "varbinary": (sa.VARBINARY(5), {}),
    "blob": (sa.LargeBinary, {}),
    "sized_blob": (sa.LargeBinary(300), {}),
    "long_blob": (mysql.LONGBLOB, {}),
    "date": (sa.Date, {"server_default": "2020-01-01"}),
    "datetime": (sa.DateTime, {"server_default": sa.func.now()}),
    "moment": (sa.DateTime, {"server_default": "2020-01-01"}),
    "fraction": (
        mysql.DATETIME(fsp=3),
        {"server_default": sa.text("CURRENT_TIMESTAMP(3)")},
    ),
    "stamp": (sa.TIMESTAMP, {}),
    "stamp_needed": (
        sa.TIMESTAMP,
        {"nullable": False, "server_default": sa.func.now()},
    ),
    "stamp_touched": (
        sa.TIMESTAMP,
        {"server_default": sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")},
    ),
    "touched_only": (sa.DateTime, {"server_default": sa.text("NULL ON UPDATE now()")}),
    "fetched": (sa.Integer, {"server_default": sa.FetchedValue()}),
    "time": (sa.Time, {}),
    "precise_time": (mysql.TIME(fsp=6), {}),
    "year": (mysql.YEAR, {}),
    "interval": (sa.Interval, {}),
    "json": (sa.JSON, {}),
    "json_default": (sa.JSON, {"server_default": sa.text("('{}')")}),
    "uuid": (sa.Uuid, {}),
    "uuid_text": (sa.Uuid(native_uuid=False), {}),
    "generated": (sa.String(36), {"server_default": sa.text("uuid()")}),
    "sum": (sa.Integer, {"server_default": sa.text("(1 + 2)")}),
    "null": (sa.Integer, {"server_default": sa.text("NULL")}),
    "order": (sa.Integer, {"comment": 'it\'s 100% \\ "q"\n`x`'}),
    "we ird": (sa.Integer, {}),
    "100%": (sa.Integer, {}),
    "back`tick": (sa.Integer, {}),
    "MiXed": (sa.Integer, {"key": "other"}),
    "n" * 64: (sa.Integer, {}),
}


def types(metadata: sa.MetaData) -> None:
    """A column of each type, each with a default where it says something."""
    columns = [
        sa.Column(name, type_, **options) for name, (type_, options) in COLUMNS.items()
    ]
    key = sa.Column("id", sa.Integer, primary_key=True)
    sa.Table("types", metadata, key, *columns, comment="table's 100% \\")


def keys(metadata: sa.MetaData) -> None:
    """Constraints and indexes of each sort."""
    sa.Table(
        "p",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("b", sa.Integer, unique=True),
        sa.Column("c", sa.Integer, index=True),
    )
    sa.Table(
        "keys",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("p_id", sa.ForeignKey("p.id", ondelete="CASCADE")),
        sa.Column("b_id", sa.ForeignKey("p.b", name="fk_named", onupdate="SET NULL")),
        sa.Column("again", sa.ForeignKey("p.id", ondelete="RESTRICT")),
        sa.Column("no", sa.ForeignKey("p.id", ondelete="NO ACTION"), index=True),
        sa.Column("a", sa.Integer, sa.CheckConstraint("a > 0"), key="aa"),
        sa.Column("s", sa.String(20)),
        sa.Column("t", sa.Text),
        sa.Column("u", sa.Integer, unique=True),
        sa.Column("v", sa.Integer, index=True, unique=True),
        sa.Column("date", sa.Date),
        sa.Column("g", sa.Integer, sa.Computed("a + 1")),
        sa.Column("h", sa.Integer, sa.Computed("abs(a) + 1", persisted=True)),
        sa.UniqueConstraint("aa", "s"),
        sa.UniqueConstraint("s", "aa", name="uq of 100%"),
        sa.Index("ix_x", "aa", "u"),
        sa.Index("ix_down", sa.desc("a")),
        sa.Index("ix_text", sa.text("s DESC"), "date"),
        sa.Index("ix_prefix", "t", mysql_length=10, mariadb_length=10),
        sa.Index("ix_some", "t", "s", mysql_length={"t": 5}, mariadb_length={"t": 5}),
        sa.Index("ft", "t", mysql_prefix="FULLTEXT", mariadb_prefix="fulltext"),
        sa.Index("ix_how", "u", "v", mysql_using="btree", mariadb_using="btree"),
        sa.Index("date", "date"),
        sa.Index("i" * 64, "date", "u"),
        sa.CheckConstraint("a < 10"),
        sa.CheckConstraint("(a + 1) * 2 > 3"),
        sa.CheckConstraint("NOT (a = 3)", name="ck_not"),
        sa.CheckConstraint("s LIKE '100%' OR s = 'it''s'", name="ck_text"),
        sa.CheckConstraint("upper(s) <> 'X'", name="c" * 64),
    )
    sa.Table(
        "composite",
        metadata,
        sa.Column("a", sa.Integer, primary_key=True),
        sa.Column("b", sa.Integer, primary_key=True),
        sa.Column("c", sa.Integer),
        sa.ForeignKeyConstraint(["a", "b"], ["composite.a", "composite.b"]),
    )


def tables(metadata: sa.MetaData) -> None:
    """Tables of other engines and character sets, without a key, with a reserved name."""
    for prefix in ("mysql", "mariadb"):
        options = {f"{prefix}_engine": "MyISAM", f"{prefix}_collate": "latin1_bin"}
        sa.Table(
            f"isam_{prefix}",
            metadata,
            sa.Column("a", sa.Integer),
            sa.Column("s", sa.String(3)),
            **options,
        )
    sa.Table(
        "mem",
        metadata,
        sa.Column("a", sa.Integer, index=True),
        sa.Column("b", sa.Integer),
        sa.Index("mb", "b", mysql_using="btree", mariadb_using="btree"),
        mysql_engine="MEMORY",
        mariadb_engine="MEMORY",
    )
    sa.Table(
        "utf",
        metadata,
        sa.Column("s", sa.String(3)),
        mysql_default_charset="utf8",
        mariadb_charset="utf8",
        mysql_engine="innodb",
        mysql_row_format="dynamic",
    )
    sa.Table("select", metadata, sa.Column("from", sa.Integer, primary_key=True))
    sa.Table("UPPER", metadata, sa.Column("A", sa.Integer, primary_key=True))


def conventions(metadata: sa.MetaData) -> None:
    """Names by a convention, some so long that SQLAlchemy cuts them."""
    metadata.naming_convention = {
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
    long = "a_table_with_a_name_that_is_almost_too_long_by_itself"
    sa.Table(
        long,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a_long_column_name", sa.Integer, unique=True),
        sa.Column("another_long_column_name", sa.Integer, index=True),
        sa.Column("parent", sa.ForeignKey(f"{long}.id")),
        sa.Column("flag", sa.Boolean(create_constraint=True, name="flag")),
        sa.CheckConstraint("parent > 0", name="positive"),
    )


def sequences(metadata: sa.MetaData) -> None:
    """Sequences, which MariaDB has."""
    sa.Sequence("plain", metadata=metadata)
    sa.Sequence("all", start=5, increment=2, minvalue=3, maxvalue=99, metadata=metadata)
    sa.Sequence("down", start=-1, increment=-1, cycle=True, metadata=metadata)
    counted = sa.Column("id", sa.Integer, sa.Sequence("own"), primary_key=True)
    sa.Table("counted", metadata, counted)


ZOO = {each.__name__: each for each in (types, keys, tables, conventions, sequences)}
