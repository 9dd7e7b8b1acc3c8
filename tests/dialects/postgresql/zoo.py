"""A zoo: one of everything that models can say to PostgreSQL, with names that are hard to keep."""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from tests.accepted import IS_NEW, accepted


class Color(enum.Enum):
    red = 1
    green = 2


class Deco(sa.types.TypeDecorator):
    impl = sa.String(20)
    cache_ok = True


TYPES: list[Any] = [
    sa.SmallInteger(),
    sa.BigInteger(),
    sa.Float(),
    sa.Float(10),
    sa.Float(53),
    sa.Double(),
    sa.REAL(),
    sa.Numeric(),
    sa.Numeric(10),
    sa.Numeric(10, 2),
    sa.DECIMAL(5, 1),
    sa.String(),
    sa.String(50),
    sa.Text(),
    sa.Unicode(5),
    sa.UnicodeText(),
    sa.CHAR(3),
    sa.CHAR(),
    sa.String(5, collation="C"),
    sa.Boolean(),
    sa.Date(),
    sa.DateTime(),
    sa.DateTime(timezone=True),
    sa.Time(),
    sa.Time(timezone=True),
    pg.TIMESTAMP(precision=3),
    pg.TIMESTAMP(True, 2),
    pg.TIME(precision=0),
    pg.TIME(True, 1),
    sa.Interval(),
    pg.INTERVAL(),
    pg.INTERVAL(precision=3),
    pg.INTERVAL(fields="DAY TO SECOND", precision=2),
    pg.INTERVAL(fields="YEAR"),
    sa.LargeBinary(),
    sa.Uuid(),
    sa.Uuid(native_uuid=False),
    pg.UUID(),
    sa.JSON(),
    pg.JSONB(),
    sa.ARRAY(sa.Integer),
    sa.ARRAY(sa.String(10)),
    pg.ARRAY(sa.Numeric(5, 2), dimensions=2),
    pg.INET(),
    pg.CIDR(),
    pg.MACADDR(),
    pg.MACADDR8(),
    pg.MONEY(),
    pg.OID(),
    pg.REGCLASS(),
    pg.BIT(),
    pg.BIT(5),
    pg.BIT(varying=True),
    pg.BIT(6, varying=True),
    pg.TSVECTOR(),
    pg.TSQUERY(),
    pg.INT4RANGE(),
    pg.INT8RANGE(),
    pg.NUMRANGE(),
    pg.DATERANGE(),
    pg.TSRANGE(),
    pg.TSTZRANGE(),
    pg.INT4MULTIRANGE(),
    pg.DATEMULTIRANGE(),
    sa.Enum("a", "b", name="mood"),
    sa.Enum(Color),
    sa.Enum("x", "y", name="nn", native_enum=False, create_constraint=True),
    sa.ARRAY(sa.Enum("p", "q", name="arr")),
    Deco(),
    sa.String(30).with_variant(sa.Text(), "postgresql"),
    sa.PickleType(),
    sa.Enum("q", name="Weird Name"),
    pg.ARRAY(pg.TIMESTAMP(True)),
    pg.ENUM("u", "v", name="pgenum"),
    sa.Text(collation="POSIX"),
    pg.BYTEA(),
]

DEFAULTS: list[tuple[Any, Any]] = [
    (sa.Integer, "5"),
    (sa.Integer, sa.text("5")),
    (sa.Integer, sa.text("-1")),
    (sa.Integer, "-1"),
    (sa.Numeric(10, 2), "0"),
    (sa.Numeric(10, 2), sa.text("0")),
    (sa.Numeric(10, 2), "0.00"),
    (sa.Numeric(10, 2), "1.5"),
    (sa.Numeric, "-1.5"),
    (sa.Numeric(10, 2), sa.text("-1.50")),
    (sa.Float, "1"),
    (sa.Float, "1.5"),
    (sa.Float, "1.50"),
    (sa.Float, sa.text("1.50")),
    (sa.Float, "1e10"),
    (sa.REAL, "2"),
    (sa.BigInteger, "5"),
    (sa.BigInteger, sa.text("5")),
    (sa.BigInteger, "5000000000"),
    (sa.BigInteger, sa.text("5000000000")),
    (sa.SmallInteger, "3"),
    (sa.SmallInteger, sa.text("3")),
    (sa.Boolean, sa.true()),
    (sa.Boolean, sa.false()),
    (sa.Boolean, "t"),
    (sa.Boolean, sa.text("'f'")),
    (sa.Boolean, sa.text("TRUE")),
    (sa.String(10), "it's"),
    (sa.String(10), sa.text("'a%b:c'")),
    (sa.Text, "x"),
    (sa.Text, ""),
    (sa.CHAR(3), "ab"),
    (sa.Text, sa.text("E'a\\\\nb'")),
    (sa.Text, "a\\b"),
    (sa.DateTime, sa.func.now()),
    (sa.DateTime(True), sa.text("CURRENT_TIMESTAMP")),
    (sa.DateTime, sa.text("timezone('utc', now())")),
    (sa.DateTime, sa.text("(now() at time zone 'utc')")),
    (sa.Date, "2020-01-01"),
    (sa.Date, sa.text("current_date")),
    (sa.Date, sa.func.current_date()),
    (sa.Time, "10:00"),
    (sa.Interval, "1 day"),
    (sa.Interval, sa.text("interval '1 hour'")),
    (pg.JSONB, "{}"),
    (pg.JSONB, '{"a": 1}'),
    (pg.JSONB, '{"b":1,"a":2}'),
    (sa.JSON, "{}"),
    (sa.JSON, '{"b":1}'),
    (pg.ARRAY(sa.Integer), "{}"),
    (pg.ARRAY(sa.Integer), "{1,2}"),
    (pg.ARRAY(sa.String(5)), "{}"),
    (pg.ARRAY(sa.Integer), sa.text("ARRAY[1,2]")),
    (pg.ARRAY(sa.Text), sa.text("'{}'::text[]")),
    (sa.Uuid, sa.func.gen_random_uuid()),
    (sa.Uuid, "00000000-0000-0000-0000-000000000001"),
    (sa.LargeBinary, sa.text("'\\x00'")),
    (sa.Enum("a", "b", name="mood"), "a"),
    (sa.Enum("a", "b", name="mood"), sa.text("'b'::mood")),
    (sa.Enum(Color), "red"),
    (sa.Integer, sa.text("NULL")),
    (sa.String(5), sa.text("NULL")),
    (sa.String(5), sa.text("NULL::varchar")),
    (sa.Integer, sa.text("1+1")),
    (sa.Text, sa.func.lower("A")),
    (sa.Text, sa.literal("x")),
    (sa.Integer, sa.literal(7)),
    (pg.INET, "127.0.0.1"),
    (sa.Enum("a", "b", name="mood"), sa.text("('a')::mood")),
    (sa.String(5), sa.text("'x'::character varying")),
    (sa.Text, sa.text("('a' || 'b')")),
    (sa.Integer, sa.text("(5)")),
    (sa.ARRAY(sa.Enum("p", "q", name="arr")), "{p}"),
    (sa.Double, sa.text("0")),
    (sa.Numeric, sa.text("1e3")),
    (sa.Boolean, sa.text("'1'")),
    (sa.DateTime, sa.text("'2020-01-01 00:00:00'")),
    (sa.String(20), sa.text("CURRENT_USER")),
]


def types(m: sa.MetaData) -> None:
    """A column of each type."""
    sa.Table("types", m, *[sa.Column(f"c{i}", t) for i, t in enumerate(TYPES)])


def defaults(m: sa.MetaData) -> None:
    """A column with each default."""
    columns = [
        sa.Column(f"c{i}", type_, server_default=default)
        for i, (type_, default) in enumerate(DEFAULTS)
    ]
    sa.Table("defaults", m, *columns)


def checks(m: sa.MetaData) -> None:
    """Conditions, named and not."""
    sa.Table(
        "checks",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.Numeric(5, 2)),
        sa.Column("s", sa.String(10)),
        sa.Column("t", sa.Text),
        sa.Column("bo", sa.Boolean),
        sa.Column("m", sa.Enum("a", "b", name="mood")),
        sa.CheckConstraint("a > 0"),
        sa.CheckConstraint("a < 100"),
        sa.CheckConstraint("b >= 0", name="ck_b"),
        sa.CheckConstraint("s in ('a','b') or t like 'x%'"),
        sa.CheckConstraint("checks.a <> 5", name="with table"),
        sa.CheckConstraint("m = 'a'"),
        sa.CheckConstraint("bo", name="bool"),
    )


def indexes(m: sa.MetaData) -> None:
    """Indexes with each option."""
    sa.Table(
        "idx",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a", sa.Integer, index=True),
        sa.Column("b", sa.Text, unique=True),
        sa.Column("c", sa.String(10)),
        sa.Column("d", pg.JSONB),
        sa.Column("e", pg.ARRAY(sa.Integer)),
        sa.Column("Mixed", sa.Text),
        sa.Column("m", sa.Enum("a", "b", name="mood")),
        sa.Column("k", sa.Integer, key="kk"),
        sa.Column("cc", sa.Text(collation="C")),
    )
    t = m.tables["idx"]
    sa.Index("i1", t.c.a.desc(), t.c.b.asc().nullsfirst(), t.c.c.desc().nullslast())
    sa.Index("i1b", t.c.a.desc().nullsfirst(), t.c.b.asc().nullslast())
    sa.Index("i2", sa.func.lower(t.c.b), unique=True)
    sa.Index("i3", t.c.a, postgresql_where=t.c.b == "x")
    sa.Index("i3b", t.c.a, postgresql_where=sa.text("m = 'a' and a > 0"))
    sa.Index("i4", t.c.d, postgresql_using="gin")
    sa.Index(
        "i5", t.c.d, postgresql_using="gin", postgresql_ops={"d": "jsonb_path_ops"}
    )
    sa.Index(
        "i6",
        t.c.b,
        postgresql_ops={"b": "text_pattern_ops"},
        postgresql_with={"fillfactor": 50},
    )
    sa.Index(
        "i7",
        t.c.a,
        postgresql_include=["b", "c"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    sa.Index("i9", t.c.a + 1, sa.func.coalesce(t.c.c, ""))
    sa.Index("I 10%", t.c.Mixed)
    sa.Index("i11", t.c.b.collate("C"))
    sa.Index("i12", t.c.kk)
    sa.Index(
        "i13",
        sa.func.lower(t.c.b).label("lb"),
        postgresql_ops={"lb": "text_pattern_ops"},
    )
    sa.Index("i14", sa.func.lower(t.c.cc))
    sa.Index("i16", t.c.a, postgresql_using="btree")
    sa.Index("i17", t.c.d["x"].astext)
    sa.Index("i18", sa.cast(t.c.a, sa.Text))
    sa.Table(
        "idx2",
        m,
        sa.Column("a", sa.Integer),
        sa.Column("c", sa.Text),
        sa.Index(
            "j1",
            sa.text("lower(c) text_pattern_ops"),
            sa.text("a DESC NULLS LAST"),
            sa.text("(a + 1)"),
        ),
        sa.Index("j2", "a", "c"),
        sa.Index("j3", sa.text('c COLLATE "C"')),
        sa.Index("j4", sa.text("a desc")),
    )


def keys(m: sa.MetaData) -> None:
    """Keys of each sort, identities, computed columns."""
    sa.Table(
        "p",
        m,
        sa.Column("a", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("b", sa.Integer, primary_key=True),
        sa.Column("u", sa.Integer, unique=True),
        sa.UniqueConstraint(
            "a", "u", name="uq_p", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("b", postgresql_nulls_not_distinct=True),
        sa.UniqueConstraint(
            "b",
            "u",
            name="inc",
            **accepted(sa.UniqueConstraint, postgresql_include=["a"]),
        ),
    )
    sa.Table(
        "f",
        m,
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.Integer),
        sa.Column("u", sa.Integer, sa.ForeignKey("p.u")),
        sa.Column(
            "u2",
            sa.Integer,
            sa.ForeignKey(
                "p.u",
                ondelete="CASCADE",
                onupdate="SET NULL",
                deferrable=True,
                initially="DEFERRED",
            ),
        ),
        sa.ForeignKeyConstraint(
            ["a", "b"], ["p.a", "p.b"], match="FULL", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["a", "b"],
            ["p.a", "p.b"],
            name="setcol",
            ondelete="SET NULL (b)" if IS_NEW else "SET NULL",
        ),
        sa.Column("parent", sa.Integer, sa.ForeignKey("f.id", ondelete="NO ACTION")),
    )
    sa.Table(
        "ident",
        m,
        sa.Column(
            "id",
            sa.Integer,
            sa.Identity(
                always=True,
                start=5,
                increment=2,
                minvalue=1,
                maxvalue=1000,
                cycle=True,
                cache=3,
            ),
            primary_key=True,
        ),
        sa.Column("x", sa.BigInteger, sa.Identity(increment=-1)),
        sa.Column(
            "y", sa.SmallInteger, sa.Identity(start=1, minvalue=1, nomaxvalue=True)
        ),
        sa.Column("z", sa.Integer, sa.Computed("id * 2", persisted=True)),
        sa.Column("w", sa.Text, sa.Computed("'a' || 'b'", persisted=True)),
    )


def odd_names(m: sa.MetaData) -> None:
    """Reserved, mixed-case, spaced and quoted names."""
    sa.Table(
        "select",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order", sa.Integer, comment='it\'s 100% "quoted"'),
        sa.Column("Mixed Case", sa.Text, index=True),
        sa.Column("a%b", sa.Text, sa.CheckConstraint("\"a%b\" <> '%%'"), unique=True),
        comment="it's 50% of :x",
    )
    sa.Table(
        "Weird Table",
        m,
        sa.Column("Id", sa.Integer, primary_key=True),
        sa.Column("ref", sa.ForeignKey("select.id")),
    )


def storage(m: sa.MetaData) -> None:
    """Table options, exclusions, sequences, small and nameless keys."""
    sa.Table(
        "opts",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        **accepted(
            sa.Table, postgresql_with={"fillfactor": 70, "autovacuum_enabled": False}
        ),
        prefixes=["UNLOGGED"],
    )
    sa.Table(
        "part",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("d", sa.Date, primary_key=True),
        postgresql_partition_by="range(d)",
    )
    sa.Table(
        "excl",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("r", pg.TSRANGE),
        sa.Column("i", pg.INT4RANGE),
        pg.ExcludeConstraint(("r", "&&"), using="gist"),
        pg.ExcludeConstraint(
            (sa.column("i"), "&&"),
            ("r", "&&"),
            name="ex2",
            where=sa.text("id > 0"),
            using="gist",
        ),
    )
    seq = sa.Sequence("myseq", start=100, increment=5, metadata=m)
    sa.Sequence("seq2", data_type=sa.Integer, metadata=m, cycle=True, minvalue=-5)
    sa.Table(
        "seqd",
        m,
        sa.Column("id", sa.Integer, sa.Sequence("own_seq"), primary_key=True),
        sa.Column("n", sa.Integer, server_default=seq.next_value()),
        sa.Column("sm", sa.SmallInteger),
    )
    sa.Table("small", m, sa.Column("id", sa.SmallInteger, primary_key=True))
    sa.Table(
        "t" * 60,
        m,
        sa.Column("c" * 60, sa.Integer, unique=True),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("k", sa.Integer, sa.ForeignKey("t" * 60 + ".id")),
        sa.CheckConstraint("k > 0"),
    )
    sa.Table(
        "notnull",
        m,
        sa.Column("a", sa.Integer, nullable=False),
        sa.Column("b", sa.Integer, sa.Sequence("x_opt", optional=True)),
    )
    sa.Table("empty_pk", m, sa.Column("a", sa.Integer))


def namespaces(m: sa.MetaData) -> None:
    """Tables of two namespaces that point at each other; the default one named."""
    sa.Table("p", m, sa.Column("u", sa.Integer, unique=True))
    sa.Table(
        "other",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "e", sa.Enum("a", "b", name="mood", schema="aux"), server_default="a"
        ),
        sa.Column("f", sa.ForeignKey("p.u")),
        sa.Index("ox", "f"),
        sa.CheckConstraint("e <> 'b'"),
        schema="aux",
    )
    sa.Table(
        "cross",
        m,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("o", sa.ForeignKey("aux.other.id")),
        sa.Column("fetched", sa.Integer, server_default=sa.FetchedValue()),
        schema="public",
    )


ZOO = [types, defaults, checks, indexes, keys, odd_names, storage, namespaces]
