"""Changes by hand: two states of models each, between which a database with rows goes and comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from tests.accepted import accepts
from tests.cases.journey import Models

Items = Callable[[], list[Any]]


def table(*items: Any, name: str = "t", **options: Any) -> Models:
    """Models with one table that has a key and ``items``, which are copied for each use."""

    def models(metadata: sa.MetaData) -> None:
        key = sa.Column("id", sa.Integer, primary_key=True)
        sa.Table(name, metadata, key, *_copies(items), **options)

    return models


def bare(*items: Any, name: str = "t", **options: Any) -> Models:
    """As :func:`table`, without the key."""

    def models(metadata: sa.MetaData) -> None:
        sa.Table(name, metadata, *_copies(items), **options)

    return models


def both(*several: Models) -> Models:
    """The tables of several models."""

    def models(metadata: sa.MetaData) -> None:
        for each in several:
            each(metadata)

    return models


def _copies(items: tuple[Any, ...]) -> list[Any]:
    return [item() if callable(item) else item._copy() for item in items]


def col(name: str, type_: Any = sa.Integer, *items: Any, **options: Any) -> Any:
    return lambda: sa.Column(name, type_, *_copies(items), **options)


def uq(*columns: str, **options: Any) -> Any:
    return lambda: sa.UniqueConstraint(*columns, **options)


def ck(text: str, **options: Any) -> Any:
    return lambda: sa.CheckConstraint(text, **options)


def ix(name: str, *parts: Any, **options: Any) -> Any:
    return lambda: sa.Index(name, *parts, **options)


def fk(columns: list[str], targets: list[str], **options: Any) -> Any:
    return lambda: sa.ForeignKeyConstraint(columns, targets, **options)


def pk(*columns: str, **options: Any) -> Any:
    return lambda: sa.PrimaryKeyConstraint(*columns, **options)


A, B, TEXT = col("a"), col("b"), col("s", sa.String(20))
PARENT = table(col("code", sa.String(5)), uq("code"), name="parent")


def child(*items: Any, **options: Any) -> Models:
    """A table that refers to ``parent``, beside it."""
    return both(PARENT, table(col("p"), *items, name="child", **options))


CHANGES: list[tuple[str, Models, Models]] = [
    ("a column is added", table(A), table(A, B)),
    ("a column with a default is added", table(A), table(A, col("b", server_default="7", nullable=False))),
    ("a column with a computed default is added", table(A), table(A, col("b", sa.DateTime, server_default=sa.func.now()))),
    ("a column is dropped", table(A, B), table(A)),
    ("a column in an index is dropped", table(A, B, ix("i", "b")), table(A)),
    ("a column in a unique is dropped", table(A, B, uq("a", "b")), table(A)),
    ("a column in a check is dropped", table(A, B, ck("b > 0")), table(A)),
    ("a column with a foreign key is dropped", child(fk(["p"], ["parent.id"])), both(PARENT, table(A, name="child"))),
    ("a type grows", table(TEXT), table(col("s", sa.String(80)))),
    ("a type loses its length", table(TEXT), table(col("s", sa.String))),
    ("text becomes a number", table(TEXT), table(col("s", sa.Integer))),
    ("a number becomes text", table(A), table(col("a", sa.String(10)))),
    ("a float becomes text", table(col("f", sa.Float)), table(col("f", sa.Text))),
    ("a collation is added", table(TEXT), table(col("s", sa.String(20, collation="NOCASE")))),
    ("a column becomes NOT NULL", table(A), table(col("a", nullable=False))),
    ("a default is set", table(A), table(col("a", server_default="5"))),
    ("a default changes", table(col("a", server_default="5")), table(col("a", server_default=sa.text("(6 + 1)")))),
    ("everything of a column changes", table(TEXT), table(col("s", sa.Text, server_default="x", nullable=False))),
    ("a column is computed", table(A), table(A, col("c", sa.Integer, sa.Computed("a + 1")))),
    ("a stored column is computed", table(A), table(A, col("c", sa.Integer, sa.Computed("a + 1", persisted=True)))),
    ("a computed expression changes", table(A, col("c", sa.Integer, sa.Computed("a + 1"))), table(A, col("c", sa.Integer, sa.Computed("a + 2")))),
    ("a column is no longer computed", table(A, col("c", sa.Integer, sa.Computed("a + 1"))), table(A, col("c", sa.Integer))),
    ("a computed column becomes stored", table(A, col("c", sa.Integer, sa.Computed("a"))), table(A, col("c", sa.Integer, sa.Computed("a", persisted=True)))),
    ("an unnamed unique is added", table(A), table(A, uq("a"))),
    ("a named unique is added", table(A), table(A, uq("a", name="u"))),
    ("an unnamed unique gets a name", table(A, uq("a")), table(A, uq("a", name="u"))),
    ("a unique gets another name", table(A, uq("a", name="u")), table(A, uq("a", name="v"))),
    ("a unique changes its columns", table(A, B, uq("a", name="u")), table(A, B, uq("a", "b", name="u"))),
    ("a unique changes the order of its columns", table(A, B, uq("a", "b")), table(A, B, uq("b", "a"))),
    ("an unnamed check is added", table(A), table(A, ck("a > 0"))),
    ("a check changes its condition", table(A, ck("a > 0", name="c")), table(A, ck("a > -1", name="c"))),
    ("an unnamed check changes its condition", table(A, ck("a > 0")), table(A, ck("a > -1"))),
    ("a letter changes in a check", table(TEXT, ck("s <> 'X'")), table(TEXT, ck("s <> 'x'"))),
    ("the check of a column goes", table(col("a", sa.Integer, ck("a > 0"))), table(A)),
    ("an enum gets a member", table(col("e", sa.Enum("x", "y", name="e", create_constraint=True))), table(col("e", sa.Enum("x", "y", "z", name="e", create_constraint=True)))),
    ("a boolean gets its check", table(col("f", sa.Boolean)), table(col("f", sa.Boolean(create_constraint=True)))),
    ("a foreign key is added", child(), child(fk(["p"], ["parent.id"]))),
    ("a foreign key changes its action", child(fk(["p"], ["parent.id"])), child(fk(["p"], ["parent.id"], ondelete="CASCADE"))),
    ("a foreign key becomes deferrable", child(fk(["p"], ["parent.id"])), child(fk(["p"], ["parent.id"], deferrable=True, initially="DEFERRED"))),
    ("a foreign key gets a name", child(fk(["p"], ["parent.id"])), child(fk(["p"], ["parent.id"], name="f"))),
    ("a foreign key points elsewhere", both(PARENT, table(name="other"), table(col("p"), fk(["p"], ["parent.id"]), name="child")), both(PARENT, table(name="other"), table(col("p"), fk(["p"], ["other.id"]), name="child"))),
    ("a table points at itself", table(A), table(A, fk(["a"], ["t.id"], ondelete="CASCADE"))),
    ("the parent of a cascade changes", child(fk(["p"], ["parent.id"], ondelete="CASCADE")), both(table(col("code", sa.String(9), nullable=False), uq("code"), name="parent"), table(col("p"), fk(["p"], ["parent.id"], ondelete="CASCADE"), name="child"))),
    ("an index is added", table(A), table(A, ix("i", "a"))),
    ("an index becomes unique", table(A, ix("i", "a")), table(A, ix("i", "a", unique=True))),
    ("an index becomes partial", table(A, ix("i", "a")), table(A, ix("i", "a", sqlite_where=sa.text("a > 5")))),
    ("an index turns round", table(A, ix("i", "a")), table(A, ix("i", sa.text("a DESC")))),
    ("an index becomes one of an expression", table(TEXT, ix("i", "s")), table(TEXT, ix("i", sa.text("lower(s)")))),
    ("an index changes its collation", table(TEXT, ix("i", "s")), table(TEXT, ix("i", sa.text("s COLLATE NOCASE")))),
    ("an index stays through a rebuild", table(TEXT, A, ix("i", sa.text("lower(s) DESC"), sqlite_where=sa.text("a > 0"))), table(col("s", sa.Text), A, ix("i", sa.text("lower(s) DESC"), sqlite_where=sa.text("a > 0")))),
    ("a name of an index goes to another table", both(table(A, ix("i", "a"), name="x"), table(A, name="y")), both(table(A, name="x"), table(A, ix("i", "a"), name="y"))),
    ("the key gets a name", bare(A, pk("a")), bare(A, pk("a", name="k"))),
    ("the key gets another column", bare(A, B, pk("a")), bare(A, B, pk("a", "b"))),
    ("the key moves", bare(A, col("b", nullable=False), pk("a")), bare(col("a", nullable=False), B, pk("b"))),
    ("the key goes", bare(A, B, pk("a")), bare(col("a", nullable=False), B)),
    ("the key becomes large", bare(A, pk("a")), bare(col("a", sa.BigInteger), pk("a"))),
    ("numbers are not given twice", table(A), table(A, sqlite_autoincrement=True)),
    ("numbers are not given twice any more", table(A, sqlite_autoincrement=True), table(A)),
    ("a counter stays through a rebuild", table(A, sqlite_autoincrement=True), table(col("a", sa.String(9)), sqlite_autoincrement=True)),
    ("a table loses its rowid", bare(A, TEXT, pk("a")), bare(A, TEXT, pk("a"), sqlite_with_rowid=False)),
    *[("a table becomes strict", table(A), table(A, sqlite_strict=True)) for _ in [0] if accepts(sa.Table, "sqlite_strict")],
    ("a conflict clause comes", table(A, uq("a")), table(A, uq("a", sqlite_on_conflict="REPLACE"))),
    ("a conflict clause of NOT NULL comes", table(col("a", nullable=False)), table(col("a", nullable=False, sqlite_on_conflict_not_null="IGNORE"))),
    ("a table comes", table(A), both(table(A), PARENT)),
    ("two tables that need each other come", table(A), both(table(A), both(table(col("y"), fk(["y"], ["y.id"], name="fx"), name="x"), table(col("x"), fk(["x"], ["x.id"], name="fy"), name="y")))),
    ("a parent and its child go", both(table(A), child(fk(["p"], ["parent.id"], ondelete="CASCADE"))), table(A)),
    ("a child goes, its parent changes", child(fk(["p"], ["parent.id"])), table(col("code", sa.String(9)), name="parent")),
    ("odd names change", bare(col("a b", sa.String(5)), col('q"q'), pk('q"q'), name="My Table"), bare(col("a b", sa.String(7)), col('q"q'), col("per%cent"), pk('q"q'), name="My Table")),
    ("many things change at once", table(A, B, TEXT, uq("a"), ck("b > 0"), ix("i", "s")), table(col("a", sa.String(5)), TEXT, col("n", sa.Numeric(8, 2)), uq("s", name="u"), ix("i", "s", "n"))),
    ("all columns go and others come", bare(A, B), bare(TEXT)),
    ("a numbered key goes, a column computed from it stays", table(col("c", sa.Integer, sa.Computed("id * 2")), sqlite_autoincrement=True), bare(col("c"))),
    ("one of two uniques of the same columns gets a name", table(A, uq("a"), uq("a")), table(A, uq("a", name="u"))),
]  # fmt: skip
