"""The faults that were seen in the reference tool's operations: none of them is here."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from autodiff import op
from autodiff.core.operation import Create
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from tests.accepted import needs

from .running import operations, sql

DIALECTS = ("sqlite", "postgresql", "mysql", "mssql", "oracle")


def users() -> sa.MetaData:
    found = sa.MetaData()
    sa.Table(
        "users",
        found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mail", sa.String(50), server_default="x", comment="kept"),
        sa.Column("age", sa.Integer),
        sa.Column("born", sa.DateTime, nullable=False),
    )
    return found


def created(kind: type[Any], script: Any, dialect: str = "postgresql") -> list[Any]:
    """The values of a kind that a script creates, by themselves or in a table."""
    found = [each for each in operations(script, dialect) if isinstance(each, Create)]
    values = [value for each in found for value in (each.object, *each.parts)]
    return [value for value in values if isinstance(value, kind)]


# --- batch on SQLite ------------------------------------------------------------------------------


def test_a_batch_takes_if_not_exists_for_an_index() -> None:
    """There: TypeError."""

    def script() -> None:
        with op.batch_alter_table("users") as batch_op:
            batch_op.create_index("ix", ["mail"], if_not_exists=True)

    assert sql(script, "sqlite", users()) == [
        "CREATE INDEX IF NOT EXISTS ix ON users (mail)"
    ]


def test_a_batch_takes_an_index_over_an_expression() -> None:
    """There: KeyError, after the table was rebuilt."""

    def script() -> None:
        with op.batch_alter_table("users") as batch_op:
            batch_op.create_index("ix", [sa.text("lower(mail)")])

    assert "lower(mail)" in sql(script, "sqlite", users())[-1]


def test_sqlite_changes_nullability_without_a_batch() -> None:
    """There: SQL that SQLite cannot read."""
    statements = sql(
        lambda: op.alter_column(
            "users", "age", nullable=False, existing_type=sa.Integer()
        ),
        "sqlite",
        users(),
    )
    assert any("age INTEGER NOT NULL" in each for each in statements)
    assert not any("ALTER COLUMN" in each for each in statements)


def test_sqlite_adds_and_drops_constraints_without_a_batch() -> None:
    """There: NotImplementedError."""
    statements = sql(
        lambda: op.create_check_constraint("ck", "users", "age > 0"), "sqlite", users()
    )
    assert any("CONSTRAINT ck CHECK (age > 0)" in each for each in statements)


def test_sqlite_adds_a_column_with_its_foreign_key() -> None:
    """There: an error after the column was added."""
    column = sa.Column("boss", sa.Integer, sa.ForeignKey("users.id", name="fk"))
    statements = sql(lambda: op.add_column("users", column), "sqlite", users())
    assert any("boss" in each and "REFERENCES users" in each for each in statements)


def test_a_comment_does_no_harm_on_sqlite() -> None:
    """There: UnsupportedCompilationError."""
    script = lambda: op.alter_column("users", "age", comment="x")  # noqa: E731
    assert sql(script, "sqlite", users()) == []


# --- what was lost --------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_foreign_key_with_use_alter_is_not_lost(dialect: str) -> None:
    """There: no foreign key on any server but SQLite."""
    key = sa.ForeignKeyConstraint(["a"], ["users.id"], name="fk", use_alter=True)
    script = lambda: op.create_table("t", sa.Column("a", sa.Integer), key)  # noqa: E731
    assert [each.name for each in created(ForeignKey, script, dialect)] == ["fk"]
    assert any("FOREIGN KEY" in each for each in sql(script, dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_check_at_a_new_column_is_not_lost(dialect: str) -> None:
    """There: lost on SQL Server and Oracle."""
    column = sa.Column("c", sa.Integer, sa.CheckConstraint("c > 0", name="ck"))
    script = lambda: op.add_column("users", column)  # noqa: E731
    assert [each.name for each in created(Check, script, dialect)] == ["ck"]
    assert any("CHECK (c > 0)" in each for each in sql(script, dialect, users()))


def test_a_new_column_brings_its_enum_type() -> None:
    """There: "type does not exist"."""
    column: sa.Column[Any] = sa.Column("mood", sa.Enum("sad", "ok", name="mood"))
    script = lambda: op.add_column("users", column)  # noqa: E731
    assert [each.name for each in created(Enum, script)] == ["mood"]
    first, second = sql(script, metadata=users())
    assert first == "CREATE TYPE mood AS ENUM ('sad', 'ok')"
    assert second == "ALTER TABLE users ADD COLUMN mood mood"


def test_an_enum_type_that_is_there_is_not_made_again() -> None:
    metadata = users()
    kind = sa.Enum("sad", "ok", name="mood")
    sa.Table("other", metadata, sa.Column("mood", kind))
    column: sa.Column[Any] = sa.Column("mood", sa.Enum("sad", "ok", name="mood"))
    (statement,) = sql(lambda: op.add_column("users", column), metadata=metadata)
    assert statement.startswith("ALTER TABLE users ADD COLUMN")


def test_create_type_false_leaves_the_type_to_the_script() -> None:
    from sqlalchemy.dialects.postgresql import ENUM

    column: sa.Column[Any] = sa.Column(
        "mood", ENUM("sad", name="mood", create_type=False)
    )
    assert created(Enum, lambda: op.add_column("users", column)) == []


def test_dropping_a_table_leaves_its_enum_to_a_word_of_its_own() -> None:
    assert sql(lambda: op.drop_table("t")) == ["DROP TABLE t"]
    assert sql(lambda: op.drop_enum("mood")) == ["DROP TYPE mood"]


def test_mysql_keeps_what_a_script_does_not_repeat() -> None:
    """There: the column becomes NULL, and loses comment and default."""
    script = lambda: op.alter_column("users", "mail", type_=sa.String(80))  # noqa: E731
    (statement,) = sql(script, "mysql", users())
    assert "VARCHAR(80) DEFAULT 'x' COMMENT 'kept'" in statement
    script = lambda: op.alter_column("users", "born", type_=sa.Date())  # noqa: E731
    assert "NOT NULL" in sql(script, "mysql", users())[0]


def test_sql_server_keeps_not_null_and_default_through_a_new_type() -> None:
    """There: NOT NULL becomes NULL, and the default's constraint stops the statement."""
    script = lambda: op.alter_column("users", "born", type_=sa.Date())  # noqa: E731
    assert sql(script, "mssql", users()) == [
        "ALTER TABLE users ALTER COLUMN born DATE NOT NULL"
    ]
    script = lambda: op.alter_column("users", "mail", type_=sa.String(80))  # noqa: E731
    dropped, retyped, default = sql(script, "mssql", users())
    assert "sys.default_constraints" in dropped
    assert retyped.endswith("ALTER COLUMN mail VARCHAR(80) NULL")
    assert default.endswith("ADD DEFAULT 'x' FOR mail")


def test_postgresql_changes_a_type_under_a_default_that_does_not_fit() -> None:
    """There: the type first, with the old default in its way."""
    script = lambda: op.alter_column(  # noqa: E731
        "users",
        "mail",
        type_=sa.Integer(),
        server_default=sa.text("0"),
        existing_server_default="x",
        existing_type=sa.String(50),
        postgresql_using="0",
    )
    text = "\n".join(sql(script, metadata=users()))
    assert text.index("DROP DEFAULT") < text.index("TYPE INTEGER")
    assert text.index("TYPE INTEGER") < text.index("SET DEFAULT 0")


def test_if_not_exists_is_heeded_on_sql_server_and_oracle() -> None:
    """There: ignored."""
    column = sa.Column("age", sa.Integer)
    script = lambda: op.add_column("users", column, if_not_exists=True)  # noqa: E731
    assert sql(script, "mssql")[0].startswith("IF COL_LENGTH('users', N'age') IS NULL")
    assert sql(script, "oracle", users()) == []


def test_oracle_comments_keep_schema_and_quotes() -> None:
    """There: both left out."""
    script = lambda: op.alter_column(  # noqa: E731
        "My Users", "Big Name", comment="x", existing_type=sa.Text(), schema="s"
    )
    assert sql(script, "oracle") == [
        """COMMENT ON COLUMN s."My Users"."Big Name" IS 'x'"""
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_offline_inserts_ask_for_nothing_back(dialect: str) -> None:
    """There: RETURNING, OUTPUT, and on Oracle a variable that nobody bound."""

    def script() -> None:
        table = op.create_table(
            "t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Text)
        )
        op.bulk_insert(table, [{"a": "x"}])

    inserts = [each for each in sql(script, dialect) if each.startswith("INSERT")]
    assert inserts == ["INSERT INTO t (a) VALUES ('x')"]


def test_offline_statements_leave_no_parameter_open() -> None:
    """There: ``WHERE id = %(id_1)s``."""
    users = sa.table("users", sa.column("id", sa.Integer))
    script = lambda: op.execute(users.delete().where(users.c.id == 3))  # noqa: E731
    assert sql(script) == ["DELETE FROM users WHERE users.id = 3"]


# --- names ----------------------------------------------------------------------------------------


def test_a_dot_in_the_name_of_a_table_is_no_schema() -> None:
    script = lambda: op.create_foreign_key(  # noqa: E731
        "fk", "a.b", "c.d", ["x"], ["y"], referent_schema="s"
    )
    (key,) = created(ForeignKey, script)
    assert (key.table, key.target_namespace, key.target_table) == ("a.b", "s", "c.d")


def test_the_same_table_name_in_two_schemas() -> None:
    script = lambda: op.create_foreign_key(  # noqa: E731
        "fk", "t", "t", ["x"], ["x"], source_schema="one", referent_schema="two"
    )
    assert sql(script) == [
        "ALTER TABLE one.t ADD CONSTRAINT fk FOREIGN KEY (x) REFERENCES two.t (x)"
    ]


def test_a_column_that_has_a_table_already_is_copied() -> None:
    column = sa.Column("c", sa.Integer)
    owner = sa.Table("elsewhere", sa.MetaData(), column)
    (added,) = created(Column, lambda: op.add_column("users", column))
    assert added.table == "users"
    assert column.table is owner


def test_a_table_of_three_hundred_columns() -> None:
    columns = [sa.Column(f"c{number}", sa.Integer) for number in range(300)]
    assert len(created(Column, lambda: op.create_table("t", *columns))) == 300


def test_a_foreign_key_by_the_key_of_a_column_names_the_column() -> None:
    there = sa.Table("other", sa.MetaData(), sa.Column("id", sa.Integer, key="ident"))
    column = sa.Column("ref", sa.Integer, sa.ForeignKey(there.c.ident, name="fk"))
    (key,) = created(ForeignKey, lambda: op.create_table("t", column))
    assert key.target_columns == ("id",)


@needs(sa.UniqueConstraint, "postgresql_include")
def test_an_index_includes_a_column_that_is_only_named() -> None:
    """There, for a unique constraint: KeyError."""
    script = lambda: op.create_unique_constraint(  # noqa: E731
        "uq", "users", ["mail"], postgresql_include=["age"]
    )
    assert sql(script)[0].endswith("UNIQUE (mail) INCLUDE (age)")


@pytest.mark.parametrize("word", ["index", "unique"])
def test_what_a_column_states_comes_with_it(word: str) -> None:
    stated: dict[str, Any] = {word: True}
    column = sa.Column("c", sa.Integer, **stated)
    script = lambda: op.add_column("users", column)  # noqa: E731
    wanted = "INDEX" if word == "index" else "UNIQUE"
    assert any(wanted in each for each in sql(script, metadata=users()))
    assert len(created(Index, script)) == (word == "index")


def test_validating_a_constraint() -> None:
    script = lambda: op.validate_constraint("ck", "users")  # noqa: E731
    assert sql(script) == ["ALTER TABLE users VALIDATE CONSTRAINT ck"]


def test_a_move_to_another_schema() -> None:
    script = lambda: op.move_table("users", to_schema="archive")  # noqa: E731
    assert sql(script) == ["ALTER TABLE users SET SCHEMA archive"]
    assert sql(script, "mssql") == ["ALTER SCHEMA archive TRANSFER users"]
