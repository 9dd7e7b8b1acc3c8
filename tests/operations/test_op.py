"""What scripts may do beside the plain operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from autodiff import op
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.errors.operations import (
    ConstraintNameless,
    FunctionTaken,
    FunctionUnknown,
    KeywordUnknown,
)
from autodiff.errors.running import ConstraintUnclear, NoMigration
from autodiff.execute.item import Group, InsertedRows, Opaque, Sql
from autodiff.kinds.namespace import Namespace
from autodiff.operations import own
from autodiff.operations.batch import NoEffect

from .running import items, operations, sql


def users() -> sa.MetaData:
    found = sa.MetaData()
    sa.Table(
        "users",
        found,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("mail", sa.String(50)),
        sa.PrimaryKeyConstraint("id", name="users_pk"),
        sa.UniqueConstraint("mail"),
        sa.CheckConstraint("id > 0", name="positive"),
    )
    return found


_COLUMN = sa.Column("a", sa.Integer)
_MISTYPED: dict[str, Any] = {"scheme": "s"}


# --- keywords -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "likely"),
    [
        (lambda: op.create_index("i", "t", ["a"], uniqe=True), "unique"),
        (
            lambda: op.create_index("i", "t", ["a"], postgresql_wher="a"),
            "postgresql_where",
        ),
        (lambda: op.alter_column("t", "a", nulable=False), "nullable"),
        (
            lambda: op.alter_column("t", "a", postgres_using="a"),
            "postgresql_using",
        ),
        (
            lambda: op.create_table("t", sa.Column("a", sa.Integer), schem="s"),
            "schema",
        ),
        (lambda: op.drop_table("t", if_exist=True), "if_exists"),
        (lambda: op.add_column("t", _COLUMN, **_MISTYPED), "schema"),
        (
            lambda: op.create_foreign_key(
                "f", "t", "u", ["a"], ["b"], on_delete="CASCADE"
            ),
            "ondelete",
        ),
    ],
)
def test_an_unknown_keyword_is_an_error_with_the_nearest_name(
    script: Any, likely: str
) -> None:
    with pytest.raises(KeywordUnknown, match=f"Did you mean {likely}"):
        items(script)


def test_keywords_of_other_databases_are_fine() -> None:
    (statement,) = sql(
        lambda: op.create_index("i", "t", ["a"], mysql_length=5, mssql_clustered=True)
    )
    assert statement == "CREATE INDEX i ON t (a)"


# --- batch ----------------------------------------------------------------------------------------


def test_a_batch_is_one_group_in_the_order_of_the_script() -> None:
    def script() -> None:
        with op.batch_alter_table("users", recreate="always") as batch_op:
            batch_op.add_column(sa.Column("a", sa.Integer))
            batch_op.alter_column("mail", nullable=False, new_column_name="email")
            batch_op.create_foreign_key("fk", "other", ["a"], ["id"])
            batch_op.drop_constraint("positive", "check")

    (group,) = items(script)
    assert isinstance(group, Group)
    assert [type(each) for each in group.operations] == [
        Create,
        Alter,
        Rename,
        Create,
        Drop,
    ]


def test_sql_inside_a_batch_finds_done_what_stands_before_it() -> None:
    def script() -> None:
        with op.batch_alter_table("users") as batch_op:
            batch_op.add_column(sa.Column("a", sa.Integer))
            op.execute("UPDATE users SET a = 1")
            batch_op.alter_column("a", nullable=False, existing_type=sa.Integer())

    assert [type(each) for each in items(script)] == [Group, Sql, Group]


def test_a_batch_that_raises_sends_nothing_of_what_it_kept() -> None:
    found: list[Any] = []

    def script() -> None:
        with op.batch_alter_table("users") as batch_op:
            batch_op.drop_column("mail")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        found.extend(items(script))
    assert found == []


def test_two_batches_at_once() -> None:
    def script() -> None:
        with op.batch_alter_table("a") as one, op.batch_alter_table("b") as two:
            one.drop_column("x")
            two.drop_column("y")

    assert len(operations(script)) == 2


@pytest.mark.parametrize("word", ["insert_before", "insert_after"])
def test_a_place_for_a_column_has_no_effect_and_says_so(word: str) -> None:
    place: Any = {word: "id"}

    def script() -> None:
        with op.batch_alter_table("users") as batch_op:
            batch_op.add_column(sa.Column("a", sa.Integer), **place)
            batch_op.alter_column("mail", nullable=True, **place)

    with pytest.warns(NoEffect, match=f"{word} has no effect") as told:
        items(script)
    assert len(told) == 2


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("copy_from", sa.Table("users", sa.MetaData(), sa.Column("id", sa.Integer))),
        ("reflect_args", [sa.Column("mail", sa.Text)]),
        ("reflect_kwargs", {"listeners": []}),
        ("partial_reordering", [("id", "mail")]),
    ],
)
def test_how_a_table_is_to_be_copied_has_no_effect_and_says_so(
    word: str, value: Any
) -> None:
    said: Any = {word: value}

    def script() -> None:
        with op.batch_alter_table("users", **said) as batch_op:
            batch_op.drop_column("mail")

    with pytest.warns(NoEffect, match=f"{word} has no effect"):
        assert len(operations(script)) == 1


def test_table_kwargs_are_options() -> None:
    def script() -> None:
        options = {"mysql_engine": "Aria"}
        with op.batch_alter_table("users", table_kwargs=options) as batch_op:
            batch_op.drop_column("mail")

    (statement,) = sql(script, "mysql")
    assert "ENGINE=Aria" in statement
    assert "DROP COLUMN mail" in statement


def test_table_args_are_made_sure_of() -> None:
    there, missing = sa.CheckConstraint("id > 0", name="positive"), sa.CheckConstraint(
        "id < 9", name="small"
    )

    def script() -> None:
        with op.batch_alter_table("users", table_args=(there, missing)) as batch_op:
            batch_op.add_column(sa.Column("a", sa.Integer))

    (statement,) = sql(script, metadata=None)
    assert "small" in statement
    lines = sql_at(script)
    assert "small" in lines
    assert "positive" not in lines


def sql_at(script: Any) -> str:
    from autodiff.core.state import ReplayedState
    from autodiff.declared.models import declared_schema
    from autodiff.dialects.registry import dialect_named
    from autodiff.execute.statements import statements_of

    dialect = dialect_named("postgresql")
    state = ReplayedState(declared_schema([users()], dialect))
    found = [statements_of(each, dialect, state) for each in items(script)]
    return "\n".join(each.sql for group in found for each in group)


def test_a_naming_convention_finds_a_constraint_without_a_name() -> None:
    def script() -> None:
        convention = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
        with op.batch_alter_table("users", naming_convention=convention) as batch_op:
            batch_op.drop_constraint("uq_users_mail", type_="unique")

    statements = sql(script, "sqlite", users())
    created = next(each for each in statements if each.startswith("CREATE TABLE"))
    assert "UNIQUE" not in created
    assert "positive" in created


# --- constraints by name --------------------------------------------------------------------------


def test_a_constraint_of_some_sort_is_told_by_the_state() -> None:
    script = lambda: op.drop_constraint("positive", "users")  # noqa: E731
    assert sql(script, "postgresql", users()) == [
        "ALTER TABLE users DROP CONSTRAINT positive"
    ]
    assert "positive" not in "".join(sql(script, "sqlite", users())[:-1])


def test_a_nameless_constraint_must_be_told_by_its_content() -> None:
    with pytest.raises(ConstraintUnclear):
        items(lambda: op.drop_constraint(None, "users", "unique"))


def test_set_primary_key_takes_the_place_of_the_old_one() -> None:
    script = lambda: op.set_primary_key("users", ["id", "mail"])  # noqa: E731
    (statement,) = sql(script, "postgresql", users())
    assert statement == (
        "ALTER TABLE users DROP CONSTRAINT IF EXISTS users_pk, "
        "ADD PRIMARY KEY (id, mail)"
    )


def test_set_primary_key_where_there_was_none() -> None:
    bare = sa.MetaData()
    sa.Table("users", bare, sa.Column("id", sa.Integer))
    (statement,) = sql(lambda: op.set_primary_key("users", ["id"]), metadata=bare)
    assert statement == "ALTER TABLE users ADD PRIMARY KEY (id)"


def test_set_primary_key_offline_wants_the_old_name() -> None:
    with pytest.raises(ConstraintNameless):
        sql(lambda: op.set_primary_key("users", ["id"]))


# --- the connection -------------------------------------------------------------------------------


def test_the_dialect_is_known_without_a_database() -> None:
    def script() -> None:
        if op.get_bind().dialect.name == "postgresql":
            op.create_schema("s")
        if op.get_context().dialect.name == "sqlite" or not op.get_context().as_sql:
            op.drop_schema("s")

    (group,) = items(script)
    assert isinstance(group, Group)
    assert group.operations == (Create(Namespace("s")),)


@pytest.mark.parametrize(
    "look",
    [
        lambda: op.get_bind().execute(sa.text("SELECT 1")),
        lambda: sa.inspect(op.get_bind()).get_table_names(),
        lambda: op.run_async(lambda connection: connection),
    ],
)
def test_a_look_at_data_makes_a_recording_opaque(look: Any) -> None:
    assert [type(each) for each in items(look)] == [Opaque]


def test_op_outside_of_a_migration() -> None:
    with pytest.raises(NoMigration):
        op.execute("SELECT 1")


# --- rows and SQL ---------------------------------------------------------------------------------


def test_execute_with_parameters_names_them() -> None:
    (item,) = items(lambda: op.execute("UPDATE t SET a = :a", {"a": 1}))
    assert item == Sql("UPDATE t SET a = :a", {"a": 1})


def test_a_colon_is_a_colon() -> None:
    assert sql(lambda: op.execute("SELECT 'a:b', c::int")) == ["SELECT 'a:b', c::int"]
    assert sql(lambda: op.execute(r"SELECT '\:b'")) == ["SELECT ':b'"]


def test_execution_options_keep_the_text() -> None:
    (item,) = items(
        lambda: op.execute("SELECT ':a'", execution_options={"no_parameters": True})
    )
    assert isinstance(item, Sql)
    assert item.statement.get_execution_options()["no_parameters"] is True
    assert str(item.statement) == "SELECT ':a'"


def test_rows_with_sql_in_them_go_one_by_one() -> None:
    table = sa.table("t", sa.column("a"))
    rows: list[dict[str, Any]] = [{"a": op.inline_literal(1)}, {"a": sa.func.now()}]
    (item,) = items(lambda: op.bulk_insert(table, rows))
    assert isinstance(item, InsertedRows)
    assert not item.multiinsert


def test_create_table_gives_the_table_for_its_rows() -> None:
    def script() -> None:
        table = op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))
        op.bulk_insert(table, [{"id": 7}])

    assert sql(script)[-1] == "INSERT INTO t (id) VALUES (7)"


# --- own operations -------------------------------------------------------------------------------


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(own, "_REGISTERED", {})
    monkeypatch.setattr(own, "_IMPLEMENTED", {})
    yield


@pytest.mark.usefixtures("registry")
def test_a_package_brings_an_operation() -> None:
    """The example of the docs: a view, by name, and by a value of its own."""

    @op.register_operation("create_view")
    def create_view(name: str, query: str) -> None:
        op.execute(f"CREATE VIEW {name} AS {query}")

    @dataclass
    class View:
        name: str
        query: str

    @op.implementation_for(View)
    def _view(view: View) -> None:
        op.create_view(view.name, view.query)

    assert sql(lambda: op.create_view("v", "SELECT 1")) == ["CREATE VIEW v AS SELECT 1"]
    assert sql(lambda: op.invoke(View("w", "SELECT 2"))) == [
        "CREATE VIEW w AS SELECT 2"
    ]


@pytest.mark.usefixtures("registry")
def test_a_batch_knows_it_too() -> None:
    @op.register_operation("enable_rls")
    def enable_rls(table: str) -> None:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")

    def script() -> None:
        with op.batch_alter_table("users") as batch_op:
            batch_op.enable_rls()

    assert sql(script) == ["ALTER TABLE users ENABLE ROW LEVEL SECURITY"]


@pytest.mark.usefixtures("registry")
def test_a_name_is_given_once() -> None:
    op.register_operation("mine")(lambda: None)
    with pytest.raises(FunctionTaken):
        op.register_operation("mine")(lambda: None)


def test_an_unknown_function_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(FunctionUnknown, match="Did you mean create_index"):
        op.create_indx("i", "t", ["a"])


def test_an_operation_value_is_invoked() -> None:
    assert operations(lambda: op.invoke(Create(Namespace("s")))) == [
        Create(Namespace("s"))
    ]
