"""Changes that MySQL and MariaDB make in their own way: (name, before, after)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from tests.accepted import ENUM_PERCENT

Models = Callable[[sa.MetaData], None]


def table(*items: Any, name: str = "t", **options: Any) -> Models:
    """Models of one table with a primary key ``id`` and ``items``."""

    def declare(metadata: sa.MetaData) -> None:
        key = sa.Column("id", sa.Integer, primary_key=True)
        sa.Table(name, metadata, key, *(_fresh(each) for each in items), **options)

    return declare


def _fresh(item: Any) -> Any:
    return item() if callable(item) and not isinstance(item, type) else item._copy()


def column(*arguments: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(*arguments, **options)


def family(child: Callable[[], list[Any]], parent: Callable[[], list[Any]]) -> Models:
    """A table ``p`` and a table ``c``, each with a primary key."""

    def declare(metadata: sa.MetaData) -> None:
        sa.Table("p", metadata, *parent())
        sa.Table("c", metadata, *child())

    return declare


def _id(type_: Any = sa.Integer) -> sa.Column[Any]:
    return sa.Column("id", type_, primary_key=True)


def pair(
    child: Callable[[], list[Any]], other_child: Callable[[], list[Any]]
) -> tuple[Models, Models]:
    """Two states of a child table beside the same parent."""

    def parent() -> list[Any]:
        return [_id(), sa.Column("b", sa.Integer, unique=True)]

    return family(child, parent), family(other_child, parent)


def _key(**options: Any) -> list[Any]:
    return [
        _id(),
        sa.Column("p_id", sa.Integer),
        sa.ForeignKeyConstraint(["p_id"], ["p.id"], name="fk", **options),
    ]


def typed(before: Any, after: Any, **options: Any) -> tuple[Models, Models]:
    """A column that changes its type."""
    return (
        table(column("a", before, **options)),
        table(column("a", after, **options)),
    )


CHANGES: dict[str, tuple[Models, Models]] = {
    "unsigned": typed(sa.Integer, mysql.INTEGER(unsigned=True)),
    "display width": typed(mysql.INTEGER(display_width=5), sa.Integer),
    "zerofill": typed(sa.Integer, mysql.INTEGER(zerofill=True)),
    "varchar longer": typed(sa.String(20), sa.String(80)),
    "numeric scale only": typed(sa.Numeric(10), sa.Numeric(10, 2)),
    "text sizes": typed(sa.Text, mysql.LONGTEXT),
    "text to json": typed(mysql.LONGTEXT, sa.JSON),
    "boolean to integer": typed(sa.Boolean, sa.Integer),
    "enum member added": typed(sa.Enum("1", "b"), sa.Enum("1", "b", "c")),
    "enum members reordered": typed(sa.Enum("1", "b"), sa.Enum("b", "1")),
    "enum member with quote": typed(
        sa.Enum("1", "b"), sa.Enum("1", f"it's \\ 5{ENUM_PERCENT}")
    ),
    "set members": typed(mysql.SET("x", "y"), mysql.SET("x", "y", "z")),
    "collation": typed(sa.String(9), sa.String(9, collation="utf8mb4_bin")),
    "charset": typed(sa.String(9), mysql.VARCHAR(9, charset="latin1")),
    "fraction of seconds": typed(sa.DateTime, mysql.DATETIME(fsp=3)),
    "datetime to timestamp": typed(sa.DateTime, sa.TIMESTAMP),
    "float to double": typed(sa.Float, sa.Double),
    "string to integer": typed(sa.String(10), sa.Integer),
    "uuid to string": typed(sa.Uuid, sa.String(36)),
    "default and comment kept by a change of type": typed(
        sa.String(20), sa.String(30), server_default="it's", comment='50% of "it" \\'
    ),
    "not null kept by a change of type": typed(
        sa.Integer, sa.BigInteger, nullable=False, server_default="7"
    ),
    "default": (
        table(column("a", sa.Integer)),
        table(column("a", sa.Integer, server_default="5")),
    ),
    "default with backslash": (
        table(column("a", sa.String(9), server_default="x")),
        table(column("a", sa.String(9), server_default="a\\b'c%")),
    ),
    "default expression": (
        table(column("a", sa.String(40), server_default=sa.text("uuid()"))),
        table(column("a", sa.String(40), server_default=sa.text("(concat('a', 1))"))),
    ),
    "on update": (
        table(column("a", sa.TIMESTAMP, server_default=sa.func.now())),
        table(
            column(
                "a",
                sa.TIMESTAMP,
                server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
            )
        ),
    ),
    "nullable": (
        table(column("a", sa.Integer)),
        table(column("a", sa.Integer, nullable=False)),
    ),
    "nullable timestamp": (
        table(column("a", sa.TIMESTAMP)),
        table(column("a", sa.TIMESTAMP, nullable=False)),
    ),
    "comment with everything": (
        table(column("a", sa.Integer, comment="old")),
        table(column("a", sa.Integer, comment='it\'s "100%" \\ `x`\nnext')),
    ),
    "computed added": (
        table(column("a", sa.Integer)),
        table(
            column("a", sa.Integer),
            lambda: sa.Column("g", sa.Integer, sa.Computed("a * 2")),
        ),
    ),
    "computed changed": (
        table(
            column("a", sa.Integer),
            lambda: sa.Column("g", sa.Integer, sa.Computed("a * 2")),
        ),
        table(
            column("a", sa.Integer),
            lambda: sa.Column("g", sa.Integer, sa.Computed("(a + 1) * 2")),
        ),
    ),
    "computed stored": (
        table(
            column("a", sa.Integer),
            lambda: sa.Column("g", sa.Integer, sa.Computed("a * 2")),
        ),
        table(
            column("a", sa.Integer),
            lambda: sa.Column("g", sa.Integer, sa.Computed("a * 2", persisted=True)),
        ),
    ),
    "check text": (
        table(column("a", sa.Integer), lambda: sa.CheckConstraint("a > 0", name="ck")),
        table(column("a", sa.Integer), lambda: sa.CheckConstraint("a > -1", name="ck")),
    ),
    "unnamed check changed": (
        table(column("a", sa.Integer), lambda: sa.CheckConstraint("a > 0")),
        table(column("a", sa.Integer), lambda: sa.CheckConstraint("a <> 7")),
    ),
    "unnamed check added beside another": (
        table(column("a", sa.Integer), lambda: sa.CheckConstraint("a > 0")),
        table(
            column("a", sa.Integer),
            lambda: sa.CheckConstraint("a > 0"),
            lambda: sa.CheckConstraint("a <> 7"),
        ),
    ),
    "check of a column comes": (
        table(column("a", sa.Integer)),
        table(lambda: sa.Column("a", sa.Integer, sa.CheckConstraint("a > 0"))),
    ),
    "check of a column stays when it changes": (
        table(lambda: sa.Column("a", sa.Integer, sa.CheckConstraint("a > 0"))),
        table(lambda: sa.Column("a", sa.BigInteger, sa.CheckConstraint("a > 0"))),
    ),
    "check of a column changes with it": (
        table(lambda: sa.Column("a", sa.Integer, sa.CheckConstraint("a > 0"))),
        table(lambda: sa.Column("a", sa.BigInteger, sa.CheckConstraint("a <> 9"))),
    ),
    "check of a boolean": (
        table(column("a", sa.Boolean)),
        table(lambda: sa.Column("a", sa.Boolean(create_constraint=True))),
    ),
    "unique added": (
        table(column("a", sa.Integer)),
        table(column("a", sa.Integer, unique=True)),
    ),
    "unique to index": (
        table(column("a", sa.Integer), lambda: sa.UniqueConstraint("a", name="x")),
        table(column("a", sa.Integer), lambda: sa.Index("x", "a")),
    ),
    "index to unique": (
        table(column("a", sa.Integer), lambda: sa.Index("x", "a")),
        table(column("a", sa.Integer), lambda: sa.Index("x", "a", unique=True)),
    ),
    "index name in another case": (
        table(column("a", sa.Integer), lambda: sa.Index("ix_a", "a")),
        table(column("a", sa.Integer), lambda: sa.Index("IX_A", "a")),
    ),
    "index descending": (
        table(column("a", sa.Integer), lambda: sa.Index("x", "a")),
        table(column("a", sa.Integer), lambda: sa.Index("x", sa.text("a DESC"))),
    ),
    "index prefix": (
        table(column("a", sa.Text), lambda: sa.Index("x", "a", mysql_length={"a": 10})),
        table(column("a", sa.Text), lambda: sa.Index("x", "a", mysql_length={"a": 20})),
    ),
    "index to fulltext": (
        table(column("a", sa.Text), lambda: sa.Index("x", "a", mysql_length=10)),
        table(
            column("a", sa.Text), lambda: sa.Index("x", "a", mysql_prefix="FULLTEXT")
        ),
    ),
    "primary key widened under AUTO_INCREMENT": (
        lambda m: _keyed(m, "id"),
        lambda m: _keyed(m, "id", "other"),
    ),
    "column with AUTO_INCREMENT comes": (
        lambda m: _unkeyed(m),
        lambda m: _unkeyed(m, sa.Column("id", sa.Integer, primary_key=True)),
    ),
    "AUTO_INCREMENT ends": (
        table(column("a", sa.Integer)),
        lambda m: _no_auto(m),
    ),
    "primary key's type": (
        table(column("a", sa.Integer)),
        lambda m: _typed_key(m, sa.BigInteger),
    ),
    "foreign key added": pair(lambda: _key()[:2], _key),
    "foreign key's action": pair(_key, lambda: _key(ondelete="CASCADE")),
    "foreign key gets an index of its own": pair(
        _key, lambda: [*_key(), sa.Index("ix", "p_id")]
    ),
    "foreign key's index is replaced": pair(
        lambda: [*_key(), sa.Index("ix", "p_id")],
        lambda: [*_key(), sa.Column("x", sa.Integer), sa.Index("ix", "p_id", "x")],
    ),
    "foreign key's index becomes unique": pair(
        lambda: [*_key(), sa.Index("ix", "p_id")],
        lambda: [*_key(), sa.UniqueConstraint("p_id", name="ix")],
    ),
    "unnamed foreign key added": pair(
        lambda: [_id(), sa.Column("p_id", sa.Integer)],
        lambda: [_id(), sa.Column("p_id", sa.Integer, sa.ForeignKey("p.id"))],
    ),
    "both ends of a foreign key change their type": (
        family(
            lambda: [_id(), sa.Column("p_id", sa.Integer, sa.ForeignKey("p.id"))],
            lambda: [_id()],
        ),
        family(
            lambda: [_id(), sa.Column("p_id", sa.BigInteger, sa.ForeignKey("p.id"))],
            lambda: [_id(sa.BigInteger)],
        ),
    ),
    "referred unique is replaced": (
        family(
            lambda: [_id(), sa.Column("x", sa.Integer, sa.ForeignKey("p.b"))],
            lambda: [_id(), sa.Column("b", sa.Integer, unique=True)],
        ),
        family(
            lambda: [_id(), sa.Column("x", sa.Integer, sa.ForeignKey("p.b"))],
            lambda: [
                _id(),
                sa.Column("b", sa.Integer),
                sa.UniqueConstraint("b", name="uq_new"),
            ],
        ),
    ),
    "engine": (
        table(column("a", sa.Integer), mysql_engine="InnoDB"),
        table(column("a", sa.Integer), mysql_engine="MyISAM"),
    ),
    "row format": (
        table(column("a", sa.Integer)),
        table(column("a", sa.Integer), mysql_row_format="COMPRESSED"),
    ),
    "table comment": (
        table(column("a", sa.Integer), comment="old"),
        table(column("a", sa.Integer), comment="it's 100% \\ new"),
    ),
    "table charset": (
        table(column("a", sa.String(9)), mysql_charset="latin1"),
        table(column("a", sa.String(9)), mysql_charset="utf8mb4"),
    ),
    "table collation": (
        table(column("a", sa.String(9)), mysql_collate="utf8mb4_bin"),
        table(
            column("a", sa.String(9)),
            column("b", sa.String(5)),
            mysql_collate="utf8mb4_unicode_ci",
        ),
    ),
    "odd names": (
        table(column("we ird", sa.Integer), name="order"),
        table(
            column("we ird", sa.BigInteger, comment="x"),
            column("100%", sa.Integer),
            lambda: sa.Index("my index%", "100%"),
            name="order",
        ),
    ),
    "table dropped": (
        table(
            lambda: sa.Column("a", sa.Integer, sa.CheckConstraint("a > 0")),
            column("j", sa.JSON),
            column("s", sa.String(9, collation="utf8mb4_bin"), unique=True),
            lambda: sa.Index("ft", "s", mysql_prefix="FULLTEXT"),
            mysql_engine="InnoDB",
            comment="gone",
        ),
        lambda m: None,
    ),
    "sequence": (
        lambda m: _sequence(m, start=5),
        lambda m: _sequence(m, start=7, increment=2, cycle=True),
    ),
}


def _sequence(metadata: sa.MetaData, **options: Any) -> None:
    sa.Sequence("s", metadata=metadata, **options)


def _keyed(metadata: sa.MetaData, *names: str) -> None:
    columns = [
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("other", sa.Integer, nullable=False, autoincrement=False),
    ]
    sa.Table("t", metadata, *columns, sa.PrimaryKeyConstraint(*names))


def _unkeyed(metadata: sa.MetaData, *columns: Any) -> None:
    sa.Table("t", metadata, sa.Column("a", sa.Integer), *columns)


def _no_auto(metadata: sa.MetaData) -> None:
    key = sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)
    sa.Table("t", metadata, key, sa.Column("a", sa.Integer))


def _typed_key(metadata: sa.MetaData, type_: Any) -> None:
    sa.Table("t", metadata, _id(type_), sa.Column("a", sa.Integer))
