"""Any database that SQLAlchemy can look at: read through the Inspector, equal to its models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.clause import Clause
from autodiff.core.diff import diff
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_class, dialect_named
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.column import Column
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from autodiff.types import RawType


class Plain(StandardDialect):
    """A database that nobody has made a package for, here SQLite's."""

    name = "sqlite"


def models() -> sa.MetaData:
    found = sa.MetaData()
    sa.Table(
        "users",
        found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mail", sa.String(50), nullable=False, server_default="x"),
        sa.Column("amount", sa.Numeric(8, 2)),
        sa.UniqueConstraint("mail", name="uq"),
        sa.CheckConstraint("amount > 0", name="ck"),
        sa.Index("ix", "amount", "mail", unique=True),
    )
    sa.Table(
        "orders",
        found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user", sa.Integer),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk", ondelete="CASCADE"),
    )
    return found


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as found:
        models().create_all(found)
        yield found
    engine.dispose()


@pytest.fixture
def dialect() -> Plain:
    return Plain(dialect_named("sqlite").sa)


def test_what_is_read_equals_the_models(connection: Connection, dialect: Plain) -> None:
    reflected = dialect.read(connection, Scope())
    declared = dialect.agree(declared_schema([models()], dialect), reflected)
    assert diff(reflected, declared) == ()
    assert len(reflected) == 13


def test_only_what_is_in_scope_is_read(connection: Connection, dialect: Plain) -> None:
    reflected = dialect.read(connection, Scope().only("", "orders"))
    assert {each.key.table or each.key.name for each in reflected.values()} == {
        "orders"
    }


def test_an_empty_scope_reads_nothing(connection: Connection, dialect: Plain) -> None:
    assert dialect.read(connection, Scope(include=("nothing*",))) == Schema()


def test_unnamed_constraints_take_the_names_that_the_server_gave(
    dialect: Plain,
) -> None:
    live = [
        PrimaryKey("", "t", "SYS_C001", ("id",)),
        Unique("", "t", "SYS_C002", ("a",)),
        Unique("", "t", "SYS_C003", ("b",)),
    ]
    declared = Schema(replace(each, name=None) for each in live)
    agreed = dialect.agree(declared, Schema(live))
    assert agreed == Schema(live)
    assert all(getattr(each, "automatic", False) for each in agreed.values())


@pytest.mark.parametrize(
    ("database", "sql", "words"),
    [
        ("mssql", "NVARCHAR(20)", "NVARCHAR(length=20)"),
        ("mssql", "UNIQUEIDENTIFIER", "UNIQUEIDENTIFIER()"),
        ("mssql", "NUMERIC(8, 2)", "NUMERIC(precision=8, scale=2)"),
        ("oracle", "NUMBER(9)", "NUMBER(precision=9, asdecimal=False)"),
        ("oracle", "BINARY_DOUBLE", "BINARY_DOUBLE()"),
        ("oracle", "SDO_GEOMETRY", "RawType('SDO_GEOMETRY')"),
        ("mssql", "VARCHAR(9) COLLATE x", "RawType('VARCHAR(9) COLLATE x')"),
    ],
)
def test_a_type_from_its_spelling(database: str, sql: str, words: str) -> None:
    dialect = dialect_named(database)
    found = dialect.type_object(sql)
    assert repr(found) == words
    assert isinstance(found, RawType) or dialect.compiled_type(found) == sql


def test_a_database_without_a_package_has_its_own_keywords() -> None:
    class_ = dialect_class("cockroachdb")
    assert issubclass(class_, StandardDialect)
    assert class_.name == "cockroachdb"
    assert dialect_class("cockroachdb") is class_


@pytest.mark.parametrize(
    ("database", "one", "other"),
    [
        ("mssql", "INT", "INTEGER"),
        ("mssql", "NUMERIC(8, 2)", "DECIMAL(8, 2)"),
        ("mssql", "VARCHAR(5) COLLATE SQL_Latin1_General_CP1_CI_AS", "VARCHAR(5)"),
        ("oracle", "VARCHAR(5 CHAR)", "VARCHAR2(5 CHAR)"),
        ("oracle", "NUMERIC(8, 2)", "NUMBER(8, 2)"),
    ],
)
def test_two_spellings_of_one_type(database: str, one: str, other: str) -> None:
    dialect = dialect_named(database)
    assert dialect.type_clause(one) == dialect.type_clause(other)


@pytest.mark.parametrize(
    ("live", "stated"),
    [
        ("((0))", "0"),
        ("('x')", "'x'"),
        ("(getdate())", "CURRENT_TIMESTAMP"),
        ("((1)+(2))", "(1)+(2)"),
    ],
)
def test_defaults_of_sql_server_lose_their_parentheses(live: str, stated: str) -> None:
    dialect = dialect_named("mssql")
    whole = Clause("INTEGER", "INTEGER")
    column = Column("", "t", "c", whole, default=dialect.default_clause(live, whole))
    same = dialect.default_clause(stated, whole)
    assert column == replace(column, default=same)
