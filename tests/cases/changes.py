"""Changes that every database must take there and back: a name, models before, models after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

import sqlalchemy as sa

from tests.cases.journey import Models

Item = Callable[[], Any]
"""Makes a column, constraint or index, anew each time."""


class Change(NamedTuple):
    """One change of models; with ``rows`` in each table, where the tables can hold some."""

    name: str
    before: Models
    after: Models
    rows: int = 3


def one(*items: Item, name: str = "item", **options: Any) -> Models:
    """Models of a single table with an ``id`` and what ``items`` make, anew each time."""

    def models(metadata: sa.MetaData) -> None:
        key = sa.Column("id", sa.Integer, primary_key=True)
        copies = [each() for each in items]
        sa.Table(name, metadata, key, *copies, **options)

    return models


def both(*models: Models) -> Models:
    """Several models on one metadata."""

    def together(metadata: sa.MetaData) -> None:
        for each in models:
            each(metadata)

    return together


def nothing(metadata: sa.MetaData) -> None:
    """No tables."""


def made(class_: Callable[..., Any]) -> Callable[..., Item]:
    """``made(sa.Column)("a", ...)`` is an item that makes such a column."""
    return lambda *items, **options: lambda: class_(
        *(each() if isinstance(each, FunctionType) else each for each in items),
        **options,
    )


col, index, unique = made(sa.Column), made(sa.Index), made(sa.UniqueConstraint)
check, foreign_key = made(sa.CheckConstraint), made(sa.ForeignKey)

NUMBER, TEXT = sa.Integer(), sa.String(50)
PARENT = one(col("code", sa.Integer(), nullable=False, unique=True), name="parent")


def child(*items: Item, **options: Any) -> Models:
    """A parent table, and a table that may point at it."""
    return both(PARENT, one(col("parent_id", NUMBER), *items, name="child", **options))


def link(**options: Any) -> Item:
    return made(sa.ForeignKeyConstraint)(["parent_id"], ["parent.id"], **options)


def _columns() -> Iterator[Change]:
    plain = one(col("a", NUMBER))
    yield Change("create the first table", nothing, plain, 0)
    yield Change("drop the last table", plain, nothing, 0)
    yield Change("add a column", plain, one(col("a", NUMBER), col("b", TEXT)))
    yield Change(
        "add a column that must hold something",
        plain,
        one(col("a", NUMBER), col("b", TEXT, nullable=False, server_default="x")),
    )
    yield Change("drop a column", one(col("a", NUMBER), col("b", NUMBER)), plain)
    yield Change("swap a column for another", plain, one(col("b", NUMBER)))
    yield Change("allow null", one(col("a", NUMBER, nullable=False)), plain)
    yield Change("forbid null", plain, one(col("a", NUMBER, nullable=False)))
    yield Change("longer text", one(col("a", sa.String(20))), one(col("a", TEXT)))
    yield Change("text to number", one(col("a", TEXT)), plain)
    yield Change("number to text", plain, one(col("a", TEXT)))
    yield Change("wider number", plain, one(col("a", sa.BigInteger())))
    yield Change("more digits", *_types(sa.Numeric(8, 2), sa.Numeric(12, 4)))
    yield Change("date to timestamp", *_types(sa.Date(), sa.DateTime()))
    yield Change("limited text to unlimited", *_types(TEXT, sa.Text()))
    yield Change(
        "type and null at once",
        one(col("a", sa.String(20), nullable=False)),
        one(col("a", TEXT)),
    )
    yield Change(
        "the key column grows",
        lambda m: sa.Table("k", m, sa.Column("id", sa.Integer, primary_key=True)),
        lambda m: sa.Table("k", m, sa.Column("id", sa.BigInteger, primary_key=True)),
    )


def _types(before: Any, after: Any) -> tuple[Models, Models]:
    return one(col("a", before)), one(col("a", after))


def _defaults() -> Iterator[Change]:
    bare, given = one(col("a", TEXT)), one(col("a", TEXT, server_default="it's 5%"))
    yield Change("set a default", bare, given)
    yield Change("drop a default", given, bare)
    yield Change("change a default", given, one(col("a", TEXT, server_default=":b\\")))
    yield Change(
        "a default in the way of a new type",
        one(col("a", TEXT, server_default="5")),
        one(col("a", NUMBER, server_default="5")),
    )
    yield Change(
        "a default goes with a new type",
        one(col("a", TEXT, server_default="5")),
        one(col("a", NUMBER)),
    )
    yield Change(
        "a default comes with a new type",
        one(col("a", NUMBER)),
        one(col("a", TEXT, server_default="none")),
    )
    yield Change(
        "a number's default",
        one(col("a", NUMBER, server_default="1")),
        one(col("a", NUMBER, server_default=sa.text("-2"))),
    )
    yield Change(
        "the time of writing",
        one(col("a", sa.DateTime())),
        one(col("a", sa.DateTime(), server_default=sa.func.now())),
    )


def _keys() -> Iterator[Change]:
    a, b = col("a", NUMBER, nullable=False), col("b", NUMBER, nullable=False)
    bare = one(a, b)
    yield Change("unique", bare, one(a, b, unique("a", name="uq_a")))
    yield Change("unnamed unique", bare, one(a, b, unique("a", "b")))
    yield Change(
        "unique over other columns",
        one(a, b, unique("a", name="uq_a")),
        one(a, b, unique("b", name="uq_a")),
    )
    yield Change("another primary key", _pair(("a",)), _pair(("a", "b")))
    yield Change("no primary key", _pair(("a",)), _pair(()))
    yield Change("index", bare, one(a, b, index("ix", "a", "b")))
    yield Change("unique index", bare, one(a, b, index("ix", "a", unique=True)))
    yield Change(
        "index over other columns",
        one(a, b, index("ix", "a")),
        one(a, b, index("ix", "b", "a")),
    )
    yield Change(
        "index becomes unique",
        one(a, b, index("ix", "a")),
        one(a, b, index("ix", "a", unique=True)),
    )
    yield Change(
        "a column goes with its index",
        one(a, col("c", NUMBER), index("ix", "c")),
        one(a),
    )
    positive = check("a > 0", name="ck_a")
    yield Change("check", bare, one(a, b, positive))
    yield Change("unnamed check", bare, one(a, b, check("a > 0")))
    yield Change(
        "another text of a check",
        one(a, b, positive),
        one(a, b, check("a > 0 and b < 1000", name="ck_a")),
    )
    yield Change(
        "a check over a new column",
        one(a),
        one(a, col("c", NUMBER), check("c > a", name="ck_c")),
    )


def _pair(key: tuple[str, ...]) -> Models:
    def models(metadata: sa.MetaData) -> None:
        columns = [sa.Column(each, NUMBER, nullable=False) for each in "ab"]
        keys = [sa.PrimaryKeyConstraint(*key, name="pk_pair")] if key else []
        sa.Table("pair", metadata, *columns, *keys)

    return models


def _links() -> Iterator[Change]:
    bare, linked = child(), child(link(name="fk"))
    yield Change("foreign key", bare, linked)
    yield Change("unnamed foreign key", bare, child(link()))
    yield Change("foreign key goes", linked, bare)
    yield Change(
        "what deletion does", linked, child(link(name="fk", ondelete="CASCADE"))
    )
    yield Change("both tables come", nothing, linked, 0)
    yield Change("both tables go", linked, nothing, 0)
    yield Change(
        "both ends grow",
        _ends(sa.Integer()),
        _ends(sa.BigInteger()),
    )
    yield Change("both ends change their type", _ends(sa.Integer()), _ends(TEXT))
    yield Change("tables that point at each other", nothing, _ring, 0)
    yield Change("the ring is opened", _ring, _open_ring, 0)
    yield Change("a table points at itself", one(col("up", NUMBER)), one(_ITSELF))
    yield Change(
        "a foreign key with an index on its column",
        bare,
        child(link(name="fk"), index("ix_child", "parent_id")),
    )


_ITSELF = col("up", NUMBER, foreign_key("item.id", name="fk_up"))


def _ends(type_: Any) -> Models:
    def models(metadata: sa.MetaData) -> None:
        key = sa.Column("id", type_, primary_key=True, autoincrement=False)
        sa.Table("head", metadata, key)
        ref = sa.Column("ref", type_, sa.ForeignKey("head.id", name="fk_ref"))
        sa.Table("tail", metadata, sa.Column("id", NUMBER, primary_key=True), ref)

    return models


def _ring(metadata: sa.MetaData) -> None:
    for here, there in (("east", "west"), ("west", "east")):
        key = sa.ForeignKey(f"{there}.id", name=f"fk_{here}", use_alter=True)
        columns = [
            sa.Column("id", NUMBER, primary_key=True),
            sa.Column("r", NUMBER, key),
        ]
        sa.Table(here, metadata, *columns)


def _open_ring(metadata: sa.MetaData) -> None:
    key = sa.ForeignKey("west.id", name="fk_east")
    columns = [sa.Column("id", NUMBER, primary_key=True), sa.Column("r", NUMBER, key)]
    sa.Table("east", metadata, *columns)
    sa.Table("west", metadata, sa.Column("id", NUMBER, primary_key=True))


def _odd_names() -> Iterator[Change]:
    for name in ("select", "Mixed Case", "per%cent", "quo'te", "semi;colon", "ünï"):
        yield Change(
            f"everything is called {name}",
            one(col("a", NUMBER), name=name),
            one(
                col("a", NUMBER),
                col(name, TEXT, server_default="%s :x"),
                unique(name, name=f"{name}_uq"),
                index(f"{name}_ix", name, "a"),
                name=name,
            ),
            1,
        )


CHANGES = [*_columns(), *_defaults(), *_keys(), *_links(), *_odd_names()]
