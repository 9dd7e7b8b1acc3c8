"""What models say, as values: one line a case."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.declared.models import declared_schema
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column, Computed, Identity
from autodiff.kinds.counting import Counting
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique
from tests.kinds.dialect import FULL, STANDARD, declared, of_kind, only


def clause(text: str) -> Clause:
    return Clause(text, text)


def plain(name: str) -> IndexPart:
    return IndexPart(clause(name), name)


INTEGER = clause("INTEGER")

COLUMNS: list[tuple[str, sa.Column[Any], dict[str, Any]]] = [
    ("plain", sa.Column("c", sa.Integer), {}),
    ("not null", sa.Column("c", sa.Integer, nullable=False), {"nullable": False}),
    ("length", sa.Column("c", sa.String(50)), {"type": clause("VARCHAR(50)")}),
    (
        "default, a string",
        sa.Column("c", sa.Integer, server_default="it's"),
        {"default": clause("'it''s'")},
    ),
    (
        "default, SQL with a colon and a percent sign",
        sa.Column("c", sa.Integer, server_default=sa.text(r"'a\:b%'")),
        {"default": clause("'a:b%'")},
    ),
    (
        "default, an expression",
        sa.Column("c", sa.Integer, server_default=sa.func.now()),
        {"default": clause("now()")},
    ),
    (
        "default, left to the database",
        sa.Column("c", sa.Integer, server_default=sa.FetchedValue()),
        {"default": UNSTATED},
    ),
    ("default in Python only", sa.Column("c", sa.Integer, default=1), {}),
    ("comment", sa.Column("c", sa.Integer, comment="50 %"), {"comment": "50 %"}),
    ("empty comment", sa.Column("c", sa.Integer, comment=""), {}),
    (
        "computed and stored",
        sa.Column("c", sa.Integer, sa.Computed("a + 1", persisted=True)),
        {"computed": Computed(clause("a + 1"), stored=True)},
    ),
    (
        "identity",
        sa.Column("c", sa.Integer, sa.Identity(always=True, start=0, cycle=True)),
        {
            "identity": Identity(True, Counting(start=0, cycle=True)),
            "nullable": False,
        },
    ),
    ("key unlike name", sa.Column("c", sa.Integer, key="k"), {}),
]


@pytest.mark.parametrize(("name", "model", "values"), COLUMNS)
def test_columns(name: str, model: sa.Column[Any], values: dict[str, Any]) -> None:
    wanted = replace(Column("", "t", "c", INTEGER), **values)
    assert only(declared(model), "column") == wanted


def columns(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer) for name in names]


CONSTRAINTS: list[tuple[str, list[Any], Object]] = [
    (
        "primary key of columns",
        [sa.Column("a", sa.Integer, primary_key=True)],
        PrimaryKey("", "t", None, columns=("a",)),
    ),
    (
        "primary key with a name and an order of its own",
        [*columns("a", "b"), sa.PrimaryKeyConstraint("b", "a", name="pk")],
        PrimaryKey("", "t", "pk", columns=("b", "a")),
    ),
    (
        "unique of a column",
        [sa.Column("a", sa.Integer, unique=True)],
        Unique("", "t", None, columns=("a",)),
    ),
    (
        "unique, deferred at first",
        [*columns("a"), sa.UniqueConstraint("a", name="u", initially="deferred")],
        Unique("", "t", "u", columns=("a",), deferral=Deferral(True, True)),
    ),
    (
        "unique by key",
        [sa.Column("a", sa.Integer, key="k"), sa.UniqueConstraint("k", name="u")],
        Unique("", "t", "u", columns=("a",)),
    ),
    (
        "check of text",
        [*columns("a"), sa.CheckConstraint("a > 0 AND b <> '50%'", name="ck")],
        Check("", "t", "ck", clause("a > 0 AND b <> '50%'")),
    ),
    (
        "check of an expression",
        [column := sa.Column("a", sa.Integer), sa.CheckConstraint(column > 0)],
        Check("", "t", None, clause("a > 0")),
    ),
    (
        "check of a boolean",
        [sa.Column("a", sa.Boolean(create_constraint=True, name="ck"))],
        Check("", "t", "ck", clause("a IN (0, 1)")),
    ),
    (
        "check of an enum",
        [
            sa.Column(
                "a",
                sa.Enum(
                    "x", "y%", name="ck", native_enum=False, create_constraint=True
                ),
            )
        ],
        Check("", "t", "ck", clause("a IN ('x', 'y%')")),
    ),
    (
        "foreign key to a table that is not among the models",
        [sa.Column("a", sa.Integer, sa.ForeignKey("s.u.id", ondelete="set  null"))],
        ForeignKey("", "t", None, ("a",), "s", "u", ("id",), on_delete="SET NULL"),
    ),
    (
        "foreign key with NO ACTION spelt out",
        [sa.Column("a", sa.Integer, sa.ForeignKey("u.id", onupdate="no action"))],
        ForeignKey("", "t", None, ("a",), "", "u", ("id",)),
    ),
    (
        "foreign key, deferrable, MATCH FULL",
        [
            *columns("a", "b"),
            sa.ForeignKeyConstraint(
                ["a", "b"], ["u.x", "u.y"], name="fk", deferrable=True, match="FULL"
            ),
        ],
        ForeignKey(
            "",
            "t",
            "fk",
            ("a", "b"),
            "",
            "u",
            ("x", "y"),
            match="FULL",
            deferral=Deferral(True),
        ),
    ),
]


@pytest.mark.parametrize(("name", "items", "wanted"), CONSTRAINTS)
def test_constraints(name: str, items: list[Any], wanted: Object) -> None:
    assert only(declared(*items), wanted.kind) == wanted


def test_a_foreign_key_by_the_key_of_its_target_is_resolved_to_the_name() -> None:
    metadata = sa.MetaData()
    sa.Table("u", metadata, sa.Column("id", sa.Integer, key="k", primary_key=True))
    sa.Table("t", metadata, sa.Column("a", sa.Integer, sa.ForeignKey("u.k")))
    schema = declared_schema([metadata], STANDARD)
    wanted = ForeignKey("", "t", None, ("a",), "", "u", ("id",))
    assert only(schema, "foreignkey") == wanted


INDEXES: list[tuple[str, list[Any], tuple[IndexPart, ...]]] = [
    ("columns", ["b", "a"], (plain("b"), plain("a"))),
    (
        "text, descending",
        [sa.text("a DESC NULLS LAST")],
        (IndexPart(clause("a"), "a", descending=True, nulls_first=False),),
    ),
    ("text, ascending", [sa.text("a asc")], (plain("a"),)),
    ("text, quoted", [sa.text('"a"')], (plain("a"),)),
    ("text, an expression", [sa.text("lower(a)")], (IndexPart(clause("lower(a)")),)),
    ("text in parentheses", [sa.text("(a + b)")], (IndexPart(clause("a + b")),)),
    (
        "text in two parentheses",
        [sa.text("(a) + (b)")],
        (IndexPart(clause("(a) + (b)")),),
    ),
    ("text by name where the key is another", [sa.text("c")], (plain("c"),)),
]


@pytest.mark.parametrize(("name", "items", "parts"), INDEXES)
def test_indexes(name: str, items: list[Any], parts: tuple[IndexPart, ...]) -> None:
    schema = declared(
        *columns("a", "b"), sa.Column("c", sa.Integer, key="k"), sa.Index("ix", *items)
    )
    assert only(schema, "index") == Index("", "t", "ix", parts)


def test_index_parts_of_columns_with_a_direction() -> None:
    a, b = columns("a", "b")
    index = sa.Index("ix", a.desc().nulls_first(), sa.func.lower(b), unique=True)
    found = only(declared(a, b, index), "index")
    assert found == Index(
        "",
        "t",
        "ix",
        (
            IndexPart(clause("a"), "a", descending=True, nulls_first=True),
            IndexPart(clause("lower(b)")),
        ),
        unique=True,
    )
    assert {each.name for each in found.depends_on() if each.kind == "column"} == {
        "a",
        "b",
    }


def test_what_is_meant_for_another_database_is_left_out_of_an_index() -> None:
    (a,) = columns("a")
    index = sa.Index("ix", a, postgresql_where=a > 0, mysql_length=5)
    assert only(declared(a, index), "index") == Index("", "t", "ix", (plain("a"),))


def test_what_ddl_if_rules_out_is_left_out() -> None:
    (a,) = columns("a")
    schema = declared(
        a,
        sa.CheckConstraint("a > 0", name="here").ddl_if(dialect="default"),
        sa.CheckConstraint("a > 1", name="there").ddl_if(dialect="postgresql"),
        sa.Index("ix", a).ddl_if(dialect="postgresql"),
    )
    assert [each.key.name for each in of_kind(schema, "check")] == ["here"]
    assert not of_kind(schema, "index")


def test_naming_conventions_are_applied_and_long_names_cut() -> None:
    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(column_0_label)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        }
    )
    sa.Table(
        "t",
        metadata,
        sa.Column("id", sa.Integer, sa.ForeignKey("u.id"), primary_key=True),
        sa.Column("a" * 200, sa.Integer, index=True),
        sa.UniqueConstraint("a" * 200),
        sa.CheckConstraint("id > 0", name="positive"),
    )
    short = DefaultDialect(paramstyle="named", max_identifier_length=30)
    schema = declared_schema([metadata], StandardDialect(short))
    names = {
        each.kind: getattr(each, "name", None) for each in schema.values() if each.leaf
    }
    assert {kind: names[kind] for kind in ("primary", "check", "foreignkey")} == {
        "primary": "pk_t",
        "check": "ck_t_positive",
        "foreignkey": "fk_t_id_u",
    }
    assert re.fullmatch("ix_t_a{10,}_[0-9a-f]{4}", str(names["index"]))
    assert re.fullmatch("uq_t_a{10,}_[0-9a-f]{4}", str(names["unique"]))


def test_a_schema_of_its_own_qualifies_all_that_stands_in_it() -> None:
    schema = declared(
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("up", sa.Integer, sa.ForeignKey("s.t.id"), index=True),
        schema="s",
        comment="it's",
    )
    assert {each.key.namespace for each in schema.values()} == {"", "s"}
    assert of_kind(schema, "namespace") == [Namespace("s")]
    assert only(schema, "table") == Table("s", "t", "it's")
    foreign_key = ForeignKey("s", "t", None, ("up",), "s", "t", ("id",))
    assert only(schema, "foreignkey") == foreign_key


def test_a_sequence_by_itself() -> None:
    metadata = sa.MetaData()
    sa.Sequence("n", start=0, increment=5, metadata=metadata)
    counting = DefaultDialect(paramstyle="named")
    counting.supports_sequences, counting.sequences_optional = True, False
    schema = declared_schema([metadata], StandardDialect(counting))
    wanted = CountingSequence("", "n", Counting(start=0, increment=5))
    assert list(schema.values()) == [wanted]


def test_identity_and_comments_are_not_seen_where_the_database_has_none() -> None:
    metadata = sa.MetaData()
    column: sa.Column[Any] = sa.Column("c", sa.Integer, sa.Identity(), comment="x")
    sa.Table("t", metadata, column, comment="y")
    schema = declared_schema([metadata], STANDARD)
    found = only(schema, "column")
    assert isinstance(found, Column)
    assert (found.identity, found.comment) == (None, None)
    assert only(schema, "table") == Table("", "t")


def test_a_table_without_a_primary_key_declares_none() -> None:
    assert not of_kind(declared(*columns("a")), "primary")
    assert FULL.sa.name == "default"
