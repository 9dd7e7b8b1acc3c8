"""Changes that concern PostgreSQL alone, or what PostgreSQL alone has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from tests.accepted import IS_NEW, accepts
from tests.cases.changes import (
    NUMBER,
    TEXT,
    Change,
    Item,
    both,
    check,
    child,
    col,
    foreign_key,
    index,
    link,
    made,
    nothing,
    one,
    unique,
)
from tests.cases.journey import Models

exclude = made(pg.ExcludeConstraint)


def mood(*labels: str, name: str = "mood", **options: Any) -> sa.Enum:
    return sa.Enum(*labels, name=name, **options)


def feeling(*labels: str, default: Any = None, items: tuple[Item, ...] = ()) -> Models:
    """A table with a column of an enum type of these labels."""
    return one(col("m", mood(*labels), server_default=default), *items)


def _enums() -> Iterator[Change]:
    ab = feeling("a", "b")
    yield Change("an enum comes with its column", one(), ab)
    yield Change("an enum goes with its column", ab, one())
    yield Change("an enum comes with its table", nothing, ab, 0)
    yield Change("a label at the end", ab, feeling("a", "b", "c"))
    yield Change("a label in front and in between", ab, feeling("z", "a", "y", "b"))
    yield Change("several labels in front", ab, feeling("x", "y", "z", "a", "b"))
    yield Change("a label goes", feeling("a", "b", "c"), feeling("a", "c"))
    yield Change("labels change places", ab, feeling("b", "a"))
    yield Change("odd labels", ab, feeling("a", "b", "it's", '"q"', "50%", ":x"))
    yield Change(
        "a new label is the new default", ab, feeling("a", "b", "c", default="c")
    )
    yield Change(
        "the default's label goes",
        feeling("a", "b", "c", default="c"),
        feeling("a", "b"),
    )
    yield Change(
        "the default moves to a new label",
        feeling("a", "b", "c", default="c"),
        feeling("a", "b", "d", default="d"),
    )
    yield Change(
        "a default stays while a label goes",
        feeling("a", "b", "c", default="a"),
        feeling("a", "b", default="a"),
    )
    partial = index("ix", "id", postgresql_where=sa.text("m = 'a'"))
    yield Change(
        "conditions over the type stay",
        feeling("a", "b", "c", items=(partial, check("m <> 'b'", name="ck"))),
        feeling("a", "b", items=(partial, check("m <> 'b'", name="ck"))),
    )
    yield Change(
        "a condition asks for a new label",
        feeling("a", "b", items=(check("m <> 'b'", name="ck"),)),
        feeling("a", "b", "c", items=(check("m <> 'c'", name="ck"),)),
    )
    yield Change(
        "an index over the type stays",
        feeling("a", "b", "c", items=(index("ix", "m"),)),
        feeling("a", "b", items=(index("ix", "m"),)),
    )
    yield Change("a second column uses the type", ab, _two_columns)
    yield Change("arrays of the type", _arrays("a", "b", "c"), _arrays("b", "a"))
    yield Change(
        "a computed column over the type", _over_type("a", "b", "c"), _over_type("a")
    )
    yield Change("two enums change places", _two("p", "q"), _two("q", "p"))
    yield Change("text becomes an enum", _as_type(TEXT), _as_type(mood("1", "2", "3")))
    yield Change(
        "an enum with a default becomes text",
        feeling("a", "b", default="a"),
        one(col("m", TEXT, server_default="a")),
    )
    yield Change("another enum", ab, one(col("m", mood("a", "b", name="other"))))
    yield Change(
        "an enum without type becomes one",
        one(col("m", mood("a", "b", native_enum=False, create_constraint=True))),
        ab,
    )


def _two_columns(metadata: sa.MetaData) -> None:
    one(col("m", mood("a", "b")), col("n", mood("a", "b"), server_default="b"))(
        metadata
    )


def _arrays(*labels: str) -> Models:
    return one(
        col("m", pg.ARRAY(mood(*labels)), server_default="{a}"), col("n", mood(*labels))
    )


def _over_type(*labels: str) -> Models:
    computed = sa.Computed("m = 'a'", persisted=True)
    return one(
        col("m", mood(*labels)),
        lambda: sa.Column("is_a", sa.Boolean, computed._copy()),
        index("ix", "is_a"),
    )


def _two(first: str, second: str) -> Models:
    return one(
        col("m", mood("a", "b", name=first)), col("n", mood("a", "b", name=second))
    )


def _as_type(type_: Any) -> Models:
    return one(col("m", type_))


def _types() -> Iterator[Change]:
    pairs: list[tuple[Any, Any]] = [
        (TEXT, sa.Boolean()),
        (sa.Text(), sa.Numeric(10, 2)),
        (NUMBER, sa.Boolean()),
        (sa.BigInteger(), sa.Boolean()),
        (sa.Numeric(), sa.Boolean()),
        (sa.Date(), sa.Text()),
        (sa.DateTime(), sa.DateTime(timezone=True)),
        (sa.Time(), sa.Interval()),
        (sa.JSON(), pg.JSONB()),
        (pg.JSONB(), sa.Text()),
        (sa.Uuid(), sa.String(36)),
        (sa.LargeBinary(), sa.Text()),
        (NUMBER, pg.ARRAY(NUMBER)),
        (TEXT, pg.ARRAY(sa.Text())),
        (pg.ARRAY(NUMBER), pg.ARRAY(sa.Text())),
        (pg.ARRAY(NUMBER), sa.Text()),
        (sa.Float(), sa.REAL()),
        (sa.String(5), sa.CHAR(5)),
        (sa.Text(), sa.Text(collation="C")),
        (sa.Interval(), pg.INTERVAL(precision=3)),
    ]
    for old, new in pairs:
        name = f"{old!r} to {new!r}"
        rows = 1 if isinstance(new, sa.Boolean) else 3
        yield Change(name, _as_type(old), _as_type(new), 0 if _lossy(old) else rows)
    yield Change(
        "a computed column reads the column that changes",
        _summed(sa.Integer()),
        _summed(sa.BigInteger()),
    )
    yield Change(
        "a computed column reads text that grows",
        _shouted(sa.String(20)),
        _shouted(sa.String(50)),
    )


def _lossy(type_: Any) -> bool:
    """Whether rows of ``type_`` have no counterpart by nature: three numbers, two booleans."""
    return isinstance(type_, sa.Text | sa.String | sa.Numeric | sa.Integer)


def _summed(type_: Any) -> Models:
    return one(
        col("a", type_),
        lambda: sa.Column("twice", type_, sa.Computed("a * 2", persisted=True)),
        index("ix", "twice"),
    )


def _shouted(type_: Any) -> Models:
    return one(
        col("a", type_),
        lambda: sa.Column("loud", sa.Text, sa.Computed("upper(a)", persisted=True)),
        index("ix", "loud"),
        unique("loud", name="uq"),
    )


def _numbering() -> Iterator[Change]:
    plain, serial = _key(autoincrement=False), _key()
    identity = _key(sa.Identity())
    yield Change("a serial becomes an identity", serial, identity, 0)
    yield Change("a plain key becomes serial", plain, serial)
    yield Change("a plain key becomes an identity", plain, identity, 0)
    always = _key(sa.Identity(always=True))
    yield Change("an identity insists", identity, always, 0)
    yield Change(
        "an identity counts otherwise",
        identity,
        _key(sa.Identity(start=10, increment=5, minvalue=2, maxvalue=99, cycle=True)),
        0,
    )
    yield Change(
        "an identity counts down", identity, _key(sa.Identity(increment=-1)), 0
    )
    big = _key(type_=sa.BigInteger())
    yield Change("a serial grows", serial, big)
    yield Change("a serial shrinks", big, _key(type_=sa.SmallInteger()))
    yield Change(
        "an identity grows", identity, _key(sa.Identity(), type_=sa.BigInteger()), 0
    )
    yield Change("a sequence comes", one(), both(one(), _sequence(start=5)))
    yield Change("a sequence counts otherwise", _sequence(), _sequence(increment=3), 0)
    yield Change("a sequence moves its bounds", _sequence(), _sequence(minvalue=7), 0)
    yield Change(
        "a sequence of smaller numbers",
        _sequence(),
        _sequence(data_type=sa.Integer()),
        0,
    )
    yield Change("a default takes its number from a sequence", one(), _numbered)
    yield Change(
        "a column is computed no more",
        one(
            col("a", NUMBER),
            lambda: sa.Column("b", NUMBER, sa.Computed("a + 1", persisted=True)),
            index("ix", "b"),
        ),
        one(col("a", NUMBER), col("b", NUMBER), index("ix", "b")),
    )
    yield Change(
        "a column is computed otherwise",
        one(
            col("a", NUMBER),
            lambda: sa.Column("b", NUMBER, sa.Computed("a + 1", persisted=True)),
            index("ix", "b"),
        ),
        one(
            col("a", NUMBER),
            lambda: sa.Column("b", NUMBER, sa.Computed("a + 2", persisted=True)),
            index("ix", "b"),
        ),
    )


def _key(*items: Any, type_: Any = NUMBER, **options: Any) -> Models:
    def models(metadata: sa.MetaData) -> None:
        copies = [each._copy() for each in items]
        key = sa.Column("id", type_, *copies, primary_key=True, **options)
        sa.Table("item", metadata, key, sa.Column("a", NUMBER))

    return models


def _sequence(**counting: Any) -> Models:
    def models(metadata: sa.MetaData) -> None:
        sa.Sequence("counter", metadata=metadata, **counting)

    return models


def _numbered(metadata: sa.MetaData) -> None:
    counter = sa.Sequence("counter", metadata=metadata)
    one(col("n", NUMBER, server_default=counter.next_value()))(metadata)


def _indexes() -> Iterator[Change]:
    columns = (col("a", NUMBER), col("b", TEXT), col("j", pg.JSONB()))
    bare = one(*columns)
    plain = one(*columns, index("ix", "a"))
    variants: dict[str, Item] = {
        "descending": lambda: sa.Index("ix", sa.desc("a")),
        "nulls first": lambda: sa.Index("ix", sa.nulls_first(sa.column("a"))),
        "partial": index("ix", "a", postgresql_where=sa.text("b = 'x%'")),
        "with columns included": index("ix", "a", postgresql_include=["b"]),
        "by hash": index("ix", "a", postgresql_using="hash"),
        "filled by half": index("ix", "a", postgresql_with={"fillfactor": 50}),
        "over an expression": index("ix", sa.text("lower(b)")),
        "over a sum": index("ix", sa.text("(a + 1)")),
        "by another class": index("ix", "b", postgresql_ops={"b": "text_pattern_ops"}),
        "by another order": index("ix", sa.text('b COLLATE "C"')),
        "nulls are one": index(
            "ix", "a", unique=True, postgresql_nulls_not_distinct=True
        ),
        "of documents": index("ix", "j", postgresql_using="gin"),
    }
    for name, variant in variants.items():
        rows = 1 if name == "nulls are one" else 3
        yield Change(f"an index {name}", bare, one(*columns, variant), rows)
        yield Change(
            f"an index becomes one {name}", plain, one(*columns, variant), rows
        )


def _constraints() -> Iterator[Change]:
    a, b = col("a", NUMBER), col("b", NUMBER)
    plain = one(a, b, unique("a", name="uq"))
    yield Change(
        "a unique is checked late",
        plain,
        one(a, b, unique("a", name="uq", deferrable=True, initially="DEFERRED")),
    )
    if accepts(sa.UniqueConstraint, "postgresql_include"):
        yield Change(
            "a unique includes a column",
            plain,
            one(a, b, unique("a", name="uq", postgresql_include=["b"])),
        )
    yield Change(
        "a unique takes nulls as one",
        plain,
        one(a, b, unique("a", name="uq", postgresql_nulls_not_distinct=True)),
    )
    linked = child(link(name="fk"))
    yield Change(
        "a foreign key is checked late",
        linked,
        child(link(name="fk", deferrable=True, initially="DEFERRED")),
    )
    yield Change(
        "a foreign key matches in full", linked, child(link(name="fk", match="FULL"))
    )
    if IS_NEW:
        yield Change(
            "deletion empties one column",
            linked,
            child(link(name="fk", ondelete="SET NULL (parent_id)")),
        )
    span = col("span", pg.TSRANGE())
    alone = exclude(("span", "&&"), using="gist", name="alone")
    yield Change("an exclusion", one(span), one(span, alone))
    yield Change(
        "another exclusion",
        one(span, alone),
        one(
            span,
            exclude(
                (sa.text("tsrange(lower(span), null)"), "&&"),
                using="gist",
                name="alone",
                where=sa.text("id > 7"),
            ),
        ),
    )
    yield Change("an unnamed exclusion", one(span), one(span, exclude(("span", "&&"))))
    yield Change(
        "labels kept by a check",
        one(col("m", mood("a", "b", native_enum=False, create_constraint=True))),
        one(col("m", mood("a", "c", native_enum=False, create_constraint=True))),
    )
    yield Change("the primary key is checked late", _late(None), _late(True))


def _late(deferrable: bool | None) -> Models:
    def models(metadata: sa.MetaData) -> None:
        key = sa.PrimaryKeyConstraint("id", deferrable=deferrable)
        sa.Table("item", metadata, sa.Column("id", NUMBER, autoincrement=False), key)

    return models


def _tables() -> Iterator[Change]:
    bare = one()
    yield Change("a table's comment", bare, one(comment="it's 5% \\ :x"))
    yield Change(
        "a column's comment",
        one(col("a", NUMBER)),
        one(col("a", NUMBER, comment="it's")),
    )
    yield Change("a commented column", bare, one(col("a", NUMBER, comment="x")))
    yield Change("a commented table", nothing, one(comment="it's"), 0)
    yield Change("an unlogged table", bare, one(prefixes=["UNLOGGED"]))
    yield Change("unlogged tables in a ring", _ring(), _ring("UNLOGGED"), 0)
    yield Change("logged again in a ring", _ring("UNLOGGED"), _ring(), 0)
    if accepts(sa.Table, "postgresql_with"):
        yield Change(
            "storage parameters",
            one(postgresql_with={"fillfactor": 70}),
            one(postgresql_with={"autovacuum_enabled": False, "fillfactor": 80}),
        )
    yield Change("a partitioned table", nothing, _partitioned, 0)
    yield Change(
        "a table points at itself from the start",
        nothing,
        one(col("up", NUMBER, foreign_key("item.id"))),
        0,
    )


def _ring(*prefixes: str) -> Models:
    """Two tables, each with a foreign key to the other, and one to itself."""

    def models(metadata: sa.MetaData) -> None:
        for name, other in (("item", "box"), ("box", "item")):
            sa.Table(
                name,
                metadata,
                sa.Column("id", NUMBER, primary_key=True),
                sa.Column("other", NUMBER),
                sa.Column("up", NUMBER),
                sa.ForeignKeyConstraint(
                    ["other"], [f"{other}.id"], name=f"{name}_other", use_alter=True
                ),
                sa.ForeignKeyConstraint(["up"], [f"{name}.id"], name=f"{name}_up"),
                prefixes=list(prefixes),
            )

    return models


def _partitioned(metadata: sa.MetaData) -> None:
    columns = [
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
    ]
    sa.Table("log", metadata, *columns, postgresql_partition_by="range(day)")


def in_namespace(metadata: sa.MetaData) -> None:
    kind = mood("a", "b", schema="aux")
    columns = [
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("m", kind, server_default="a", index=True),
        sa.Column("up", NUMBER, sa.ForeignKey("aux.item.id")),
    ]
    sa.Table("item", metadata, *columns, sa.CheckConstraint("m <> 'b'"), schema="aux")


CHANGES = [
    *_enums(),
    *_types(),
    *_numbering(),
    *_indexes(),
    *_constraints(),
    *_tables(),
]
