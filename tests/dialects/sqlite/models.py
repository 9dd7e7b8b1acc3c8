"""Models of every shape that must read back as they were declared, on SQLite."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from tests.accepted import IS_NEW, accepted
from tests.cases.journey import Models

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Colour(enum.Enum):
    red = "r"
    blue = "b"


class Cents(sa.TypeDecorator[int]):
    """A decorated type."""

    impl = sa.Numeric(10, 2)
    cache_ok = True


TYPES: list[sa.types.TypeEngine[object]] = [
    sa.Integer(),
    sa.BigInteger(),
    sa.SmallInteger(),
    sa.String(),
    sa.String(50),
    sa.String(50, collation="NOCASE"),
    sa.String(collation="RTRIM"),
    sa.Unicode(20),
    sa.Text(),
    sa.UnicodeText(),
    sa.CHAR(3),
    sa.NCHAR(3),
    sa.NVARCHAR(9),
    sa.CLOB(),
    sa.Numeric(),
    sa.Numeric(10),
    sa.Numeric(10, 2),
    sa.DECIMAL(12, 4),
    sa.Float(),
    sa.Float(24),
    sa.Double(),
    sa.REAL(),
    sa.DOUBLE_PRECISION(),
    sa.Boolean(),
    sa.Date(),
    sa.DateTime(),
    sa.DateTime(timezone=True),
    sa.Time(),
    sa.TIMESTAMP(),
    sa.Interval(),
    sa.LargeBinary(),
    sa.LargeBinary(20),
    sa.BLOB(),
    sa.VARBINARY(8),
    sa.JSON(),
    sa.Uuid(),
    sa.UUID(),
    sa.PickleType(),
    sa.Enum("a", "bcd"),
    sa.Enum(Colour),
    Cents(),
    sa.String(10).with_variant(sa.Text(), "sqlite"),
    sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
    sqlite.DATETIME(storage_format="%(year)04d%(month)02d%(day)02d"),
    sqlite.JSON(),
]


def every_type(metadata: sa.MetaData) -> None:
    columns = [sa.Column(f"c{n}", type_) for n, type_ in enumerate(TYPES)]
    sa.Table("every_type", metadata, *columns)


def defaults(metadata: sa.MetaData) -> None:
    stated: list[object] = [
        "plain",
        "it's",
        "100% :sure",
        "",
        "5",
        sa.text("5"),
        sa.text("-5"),
        sa.text("1 + 2" if IS_NEW else "(1 + 2)"),
        sa.text("(1 + 2) * 3"[:7]),
        sa.text("NULL"),
        sa.text("CURRENT_TIMESTAMP"),
        sa.text("datetime('now')" if IS_NEW else "(datetime('now'))"),
        sa.text("(datetime('now'))"),
        sa.func.now(),
        sa.func.lower("A"),
        sa.true(),
        sa.false(),
        sa.FetchedValue(),
        sa.text("'quoted'"),
        sa.text("x'00ff'"),
        sa.text("'semi;colon -- no comment'"),
    ]
    columns = [
        sa.Column(f"c{n}", sa.String(30), server_default=each)  # type: ignore[arg-type]
        for n, each in enumerate(stated)
    ]
    sa.Table(
        "defaults", metadata, sa.Column("id", sa.Integer, primary_key=True), *columns
    )


def odd_names(metadata: sa.MetaData) -> None:
    parent = sa.Table(
        "Mixed Case %", metadata, sa.Column("Order", sa.Integer, primary_key=True)
    )
    sa.Table(
        'quo"ted',
        metadata,
        sa.Column("select", sa.Integer, primary_key=True),
        sa.Column("per%cent", sa.String(5), key="other"),
        sa.Column("with space", sa.ForeignKey(parent.c.Order)),
        sa.Column('quo"te', sa.Integer, unique=True, index=True),
        sa.Column("UPPER", sa.Integer),
        sa.Column("größe", sa.Integer),
        sa.CheckConstraint('"UPPER" > 0 AND "with space" <> 5', name="ck %"),
        sa.Index("Ix Mixed", "other", sa.text('"UPPER" DESC')),
    )
    long = "x" * 80
    sa.Table(
        long,
        metadata,
        sa.Column(long, sa.Integer, primary_key=True),
        sa.Column("y", sa.ForeignKey(parent.c.Order, name="f" * 70), index=True),
    )


def conventions(metadata: sa.MetaData) -> None:
    metadata.naming_convention = CONVENTION
    sa.Table("p", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table(
        "c",
        metadata,
        sa.Column("a", sa.Integer, primary_key=True),
        sa.Column("b", sa.ForeignKey("p.id"), primary_key=True),
        sa.Column("u", sa.Integer, unique=True),
        sa.Column("i", sa.Integer, index=True),
        sa.Column("flag", sa.Boolean(create_constraint=True, name="flag")),
        sa.Column("kind", sa.Enum("x", "y", create_constraint=True, name="kind")),
        sa.CheckConstraint("u > 0", name="positive"),
        sa.UniqueConstraint("u", "i"),
    )
    sa.Table(
        "counted",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sqlite_autoincrement=True,
    )


def constraints(metadata: sa.MetaData) -> None:
    sa.Table(
        "parent",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(5), unique=True),
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.Integer),
        sa.UniqueConstraint("a", "b"),
    )
    sa.Table(
        "child",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("p", sa.ForeignKey("parent.id", ondelete="CASCADE")),
        sa.Column(
            "code", sa.ForeignKey("parent.code", onupdate="set null", name="fkc")
        ),
        sa.Column("x", sa.Integer, sa.CheckConstraint("x > 0")),
        sa.Column("y", sa.Integer),
        sa.Column("flag", sa.Boolean(create_constraint=True)),
        sa.Column("kind", sa.Enum("a", "b", create_constraint=True, name="k")),
        sa.Column("self", sa.ForeignKey("child.id", ondelete="NO ACTION")),
        sa.ForeignKeyConstraint(
            ["x", "y"],
            ["parent.a", "parent.b"],
            deferrable=True,
            initially="DEFERRED",
            match="FULL",
        ),
        sa.ForeignKeyConstraint(["y"], ["parent.id"], deferrable=True, use_alter=True),
        sa.CheckConstraint("x < y"),
        sa.CheckConstraint("x < 100", name="small"),
        sa.UniqueConstraint("y", name="uq_y"),
        sa.UniqueConstraint("x"),
    )
    child = metadata.tables["child"]
    child.append_constraint(sa.CheckConstraint(child.c.y.between(1, 5)))
    child.append_constraint(
        sa.CheckConstraint(child.c.code.in_(["a'b", "c"]) | child.c.code.is_(None))
    )


def indexes(metadata: sa.MetaData) -> None:
    table = sa.Table(
        "t",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), key="label"),
        sa.Column("Number", sa.Integer),
        sa.Column("flag", sa.Boolean),
    )
    name, number = table.c.label, table.c.Number
    sa.Index("i1", name)
    sa.Index("i2", name, number.desc(), unique=True)
    sa.Index("i3", sa.func.lower(name))
    sa.Index("i4", sa.func.lower(name).desc(), number)
    sa.Index("i5", name, sqlite_where=number > 5)
    sa.Index("i6", name.collate("NOCASE"))
    sa.Index("i7", name.collate("NOCASE").desc())
    sa.Index("i8", number + 1)
    sa.Index("i9", sa.text('"Number" + 2'), _table=table)
    sa.Index("i10", sa.text("name COLLATE NOCASE DESC"), _table=table)
    sa.Index("i11", number, sqlite_where=sa.and_(name != "a'b", table.c.flag))
    sa.Index("i12", sa.case((number > 5, name), else_="x"))
    sa.Index("i13", sa.text("name"), sa.text("coalesce(name, 'a,b')"), _table=table)
    sa.Index("i14", number.asc(), postgresql_using="hash", postgresql_where=number > 1)


def generated(metadata: sa.MetaData) -> None:
    sa.Table(
        "t",
        metadata,
        sa.Column("a", sa.Integer, primary_key=True),
        sa.Column("b", sa.Integer, sa.Computed("a * 2")),
        sa.Column(
            "c", sa.Integer, sa.Computed("a + b", persisted=True), nullable=False
        ),
        sa.Column("d", sa.String, sa.Computed("'x' || a", persisted=False)),
        sa.Column("e", sa.Integer, sa.Identity()),
    )


def options(metadata: sa.MetaData) -> None:
    sa.Table(
        "counted",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("x", sa.Integer),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "counted_not",
        metadata,
        sa.Column("id", sa.String, primary_key=True),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "rowless",
        metadata,
        sa.Column("id", sa.String, primary_key=True),
        sqlite_with_rowid=False,
    )
    sa.Table(
        "conflicts",
        metadata,
        sa.Column(
            "id", sa.Integer, primary_key=True, sqlite_on_conflict_primary_key="FAIL"
        ),
        sa.Column("a", sa.Integer, unique=True, sqlite_on_conflict_unique="replace"),
        sa.Column(
            "b", sa.Integer, nullable=False, sqlite_on_conflict_not_null="IGNORE"
        ),
        sa.Column("c", sa.Integer, nullable=False, sqlite_on_conflict_not_null="ABORT"),
        sa.UniqueConstraint("b", "c", sqlite_on_conflict="ROLLBACK"),
        sa.CheckConstraint("b > 0", sqlite_on_conflict="IGNORE"),
    )
    sa.Table(
        "conflicting_key",
        metadata,
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.Integer),
        sa.PrimaryKeyConstraint("a", "b", name="pk", sqlite_on_conflict="REPLACE"),
    )
    sa.Table(
        "counted_conflict",
        metadata,
        sa.Column(
            "id", sa.Integer, primary_key=True, sqlite_on_conflict_primary_key="FAIL"
        ),
        sqlite_autoincrement=True,
    )
    sa.Table(
        "strict",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("x", sa.Text),
        **accepted(sa.Table, sqlite_strict=True),
    )


def keys(metadata: sa.MetaData) -> None:
    sa.Table("none", metadata, sa.Column("x", sa.Integer))
    sa.Table(
        "nullable",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True, nullable=True),
    )
    sa.Table("text", metadata, sa.Column("id", sa.String(5), primary_key=True))
    sa.Table("big", metadata, sa.Column("id", sa.BigInteger, primary_key=True))
    sa.Table(
        "two",
        metadata,
        sa.Column("b", sa.Integer, primary_key=True),
        sa.Column("a", sa.Integer, primary_key=True),
        sa.PrimaryKeyConstraint("a", "b", name="named"),
    )
    sa.Table("main_named", metadata, sa.Column("x", sa.Integer), schema="main")
    sa.Table(
        "commented", metadata, sa.Column("x", sa.Integer, comment="c"), comment="t"
    )


def cycle(metadata: sa.MetaData) -> None:
    for here, there in (("a", "b"), ("b", "a")):
        sa.Table(
            here,
            metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("other", sa.ForeignKey(f"{there}.id", name=f"fk_{here}")),
        )


ALL: list[Models] = [
    every_type,
    defaults,
    odd_names,
    conventions,
    constraints,
    indexes,
    generated,
    options,
    keys,
    cycle,
]
