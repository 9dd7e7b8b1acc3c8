"""One of everything on each database: printed, run again, and equal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.diff import diff
from autodiff.core.operation import Operation, Rename, inverses
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_named
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table
from tests.accepted import accepted

from .odd_types import Colour, Money
from .round_trip import in_order, printed, there_and_back

DIALECTS = ("sqlite", "postgresql", "mysql", "mariadb", "mssql", "oracle")


def _first() -> sa.MetaData:
    found = sa.MetaData()
    sa.Table(
        "Users",
        found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mail", sa.String(50), server_default="it's 100%", nullable=False),
        sa.Column("select", sa.Numeric(8, 2), comment='a "comment"'),
        sa.Column("at", sa.DateTime, server_default=sa.func.now()),
        sa.Column("pay", Money("USD")),
        sa.Column("old", sa.Text),
        sa.CheckConstraint("id > 0", name="ck"),
        sa.UniqueConstraint("mail", name="uq"),
        sa.Index("ix", "at"),
        comment="first",
    )
    return found


def _second() -> sa.MetaData:
    found = sa.MetaData()
    users = sa.Table(
        "Users",
        found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mail", sa.String(80), nullable=True),
        sa.Column("select", sa.Numeric(9, 3), nullable=False, server_default="0"),
        sa.Column("at", sa.DateTime),
        sa.Column("pay", Money("USD"), server_default="1"),
        sa.Column("kind", sa.Enum(Colour), server_default="RED", nullable=False),
        sa.Column("Full Name", sa.Unicode(9), unique=True),
        sa.CheckConstraint("id > 1 and mail <> ':x %s'", name="ck"),
        sa.UniqueConstraint("mail", "at", name="uq"),
        comment=None,
    )
    sa.Index("ix", users.c.at.desc(), users.c.mail)
    sa.Index("ix_lower", sa.func.lower(users.c.mail), unique=True)
    sa.Index(
        "ix_part", "at", postgresql_where=users.c.id > 5, sqlite_where=users.c.id > 5
    )
    sa.Table(
        "orders",
        found,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("part", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user", sa.ForeignKey("Users.id", ondelete="CASCADE", name="fk")),
        sa.Column("twice", sa.Integer, sa.Computed("number * 2")),
        sa.Column("flag", sa.Boolean(create_constraint=True, name="flag_ck")),
        mysql_engine="InnoDB",
        mariadb_engine="InnoDB",
        **accepted(sa.Table, oracle_tablespace="ts"),
    )
    sa.Table(
        "plain",
        found,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("n", sa.Integer, sa.Identity(start=3, always=True)),
        **accepted(sa.Table, sqlite_strict=False),
    )
    return found


def _operations(dialect_name: str) -> list[tuple[Operation, Schema]]:
    """Each operation between the two, both ways, with the schema that it starts from."""
    dialect = dialect_named(dialect_name)
    before, after = (declared_schema([each], dialect) for each in (_first(), _second()))
    upgrade = diff(before, after)
    found = []
    for operations, schema in ((upgrade, before), (inverses(upgrade), after)):
        for each in operations:
            found.append((each, schema))
            schema = replay(schema, [each])
    return found


CASES = [
    (dialect_name, operation, schema)
    for dialect_name in DIALECTS
    for operation, schema in _operations(dialect_name)
]


@pytest.mark.parametrize(
    ("dialect_name", "operation", "schema"),
    CASES,
    ids=[f"{name} {type(each).__name__} {each.object.key}" for name, each, _ in CASES],
)
def test_what_is_printed_is_what_was_meant(
    dialect_name: str, operation: Operation, schema: Schema
) -> None:
    dialect = dialect_named(dialect_name)
    assert there_and_back(operation, dialect, schema) == [in_order(operation)]


@pytest.mark.parametrize("dialect_name", DIALECTS)
def test_renames_are_completed_from_what_is_there(dialect_name: str) -> None:
    dialect = dialect_named(dialect_name)
    schema = declared_schema([_first()], dialect)
    for value in schema.values():
        changes: dict[str, Any] = {"name": "other"}
        if getattr(value, "name", None) and value.key.name:
            operation = Rename(value, replace(value, **changes))
            assert there_and_back(operation, dialect, schema) == [operation]


def test_all_that_a_column_was_is_printed() -> None:
    """Whoever reads or runs it on MySQL needs the whole column."""
    dialect = dialect_named("mysql")
    schema = declared_schema([_first()], dialect)
    (mail,) = [
        each
        for each in schema.values()
        if isinstance(each, Column) and each.name == "mail"
    ]
    after = replace(mail, type=Clause("varchar(90)", "VARCHAR(90)", sa.String(90)))
    (operation,) = diff(Schema([_table(), mail]), Schema([_table(), after]))
    text, _ = printed(operation, dialect)
    for word in ("existing_type", "existing_nullable", "existing_server_default"):
        assert word in text


def _table() -> Table:
    return Table("", "Users")
