"""Whose transaction it is, what is committed when, and what a script may not do to it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from autodiff.commands.database import Options
from autodiff.connect.database import engine_for
from autodiff.errors.running import ScriptFailed, StatementFailed
from tests.execute.project import Project

TABLE = "op.create_table('t', sa.Column('id', sa.Integer))"


@pytest.fixture(params=["sqlite", "postgresql"])
def project(request: pytest.FixtureRequest, project_on: type[Project]) -> Project:
    """Where DDL is transactional."""
    return project_on(request.getfixturevalue(f"{request.param}_url"))


def test_a_transaction_of_the_caller_is_joined_and_left_open(project: Project) -> None:
    project.write("one", TABLE)
    with engine_for(project.url).connect() as connection:
        transaction = connection.begin()
        project.upgrade(wishes=Options(connection=connection))
        assert connection.exec_driver_sql("select * from t").all() == []
        assert transaction.is_active
        transaction.rollback()
    assert project.tables() == set()
    assert project.rows() == ()


def test_begun_by_with_in_env_py_and_rolled_back_there(project: Project) -> None:
    project.write("one", TABLE)
    project.env("""
        from autodiff import context
        with context.connect() as connection:
            with connection.begin() as transaction:
                context.run(connection)
                transaction.rollback()
        """)
    project.upgrade()
    assert project.tables() == set()


@pytest.mark.parametrize("database", ["sqlite", "postgresql", "mariadb"])
def test_a_statement_before_the_run_discards_nothing(
    database: str, request: pytest.FixtureRequest, project_on: type[Project]
) -> None:
    project = project_on(request.getfixturevalue(f"{database}_url"))
    project.write("one", TABLE)
    project.env("""
        import sqlalchemy as sa
        from autodiff import context
        with context.connect() as connection:
            connection.execute(sa.text("select 1"))
            context.run(connection)
        """)
    project.upgrade()
    assert project.rows() == ("one",)
    assert project.tables() == {"t"}


def test_the_search_path_of_env_py_holds(
    project_on: type[Project], postgresql_url: str
) -> None:
    project = project_on(postgresql_url)
    project.tell("create schema tenant")
    project.write("one", TABLE)
    project.env("""
        import sqlalchemy as sa
        from autodiff import context
        with context.connect() as connection:
            connection.execute(sa.text("set search_path = tenant"))
            context.run(connection)
        """)
    project.upgrade()
    assert project.ask("select count(*) from tenant.t") == [(0,)]
    assert project.ask("select * from tenant.autodiff_version") == [("one",)]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("begin()", r"calls begin\(\).*begin_nested"),
        ("commit()", r"calls commit\(\).*autocommit_block"),
        ("rollback()", r"calls rollback\(\).*autocommit_block"),
    ],
)
def test_a_script_that_ends_the_transaction_is_told(
    call: str, said: str, project: Project
) -> None:
    project.write("one", f"{TABLE}\nop.get_bind().{call}")
    with pytest.raises(ScriptFailed, match=said) as caught:
        project.upgrade()
    assert "as it was before it" in str(caught.value)
    assert project.tables() == set()
    assert project.rows() == ()


def test_a_savepoint_is_allowed(project: Project) -> None:
    body = f"""
        {TABLE}
        with op.get_bind().begin_nested():
            op.execute("insert into t values (1)")
        """
    project.write("one", body)
    project.upgrade()
    assert project.ask("select * from t") == [(1,)]


def test_an_autocommit_block_in_the_middle_and_a_failure_after_it(
    project: Project,
) -> None:
    body = f"""
        {TABLE}
        with op.autocommit_block():
            op.execute("insert into t values (1)")
        op.create_table("u", sa.Column("id", sa.Integer))
        op.execute("insert into nowhere values (1)")
        """
    project.write("one", body)
    with pytest.raises(
        StatementFailed, match="statement 4.*\n.*\nStatements .* stay: 2"
    ):
        project.upgrade()
    assert project.tables() == {"t"}
    project.write("one", body.replace("into nowhere", "into u"))
    project.upgrade()
    assert project.ask("select * from t") == [(1,)]
    assert project.ask("select * from u") == [(1,)]


def test_after_an_autocommit_block_revisions_are_in_transactions_again(
    project: Project,
) -> None:
    body = 'with op.autocommit_block():\n    op.execute("insert into t values (1)")'
    project.write("one", f'op.create_table("t", sa.Column("id", sa.Integer))\n{body}')
    project.write("two", "pass", "raise ValueError", down="one")
    project.write("three", "pass", down="two")
    assert project.upgrade() == ["one", "two", "three"]
    with pytest.raises(ScriptFailed):
        project.downgrade("one")
    assert project.rows() == ("two",)


def test_a_concurrent_index_in_the_middle(
    project_on: type[Project], postgresql_url: str
) -> None:
    project = project_on(postgresql_url)
    body = f"""
        {TABLE}
        op.create_index("ix", "t", ["id"], postgresql_concurrently=True)
        op.execute("insert into nowhere values (1)")
        """
    project.write("one", body)
    with pytest.raises(StatementFailed, match="statement 3"):
        project.upgrade()
    assert project.journal() == [("one", "upgrade", False)]
    project.write("one", body.replace("into nowhere", "into t"))
    project.upgrade()
    assert project.ask("select indisvalid from pg_index where indrelid = 't'::regclass")


def test_a_concurrent_index_cannot_be_in_the_caller_s_transaction(
    project_on: type[Project], postgresql_url: str
) -> None:
    project = project_on(postgresql_url)
    index = 'op.create_index("ix", "t", ["id"], postgresql_concurrently=True)'
    project.write("one", f"{TABLE}\n{index}")
    with engine_for(postgresql_url).begin() as connection:
        with pytest.raises(ScriptFailed, match="transaction of the caller's"):
            project.upgrade(wishes=Options(connection=connection))
        connection.rollback()


def test_one_transaction_for_the_whole_run(project: Project) -> None:
    project.settings_lines["transaction_per_revision"] = "false"
    project.__post_init__()
    project.write("one", TABLE)
    project.write("two", "op.execute('insert into nowhere values (1)')", down="one")
    with pytest.raises(StatementFailed, match="whole run was rolled back"):
        project.upgrade()
    assert project.tables() == set()
    assert project.rows() == ()
    project.write("two", "op.execute('insert into t values (1)')", down="one")
    assert project.upgrade() == ["one", "two"]


def test_sqlite_with_an_engine_of_the_users(
    project_on: type[Project], sqlite_url: str
) -> None:
    """Python's driver alone would commit the DDL of a revision that fails."""
    project = project_on(sqlite_url)
    project.write("one", f"{TABLE}\nop.execute('insert into nowhere values (1)')")
    with sa.create_engine(sqlite_url).connect() as connection:
        with pytest.raises(StatementFailed):
            project.upgrade(wishes=Options(connection=connection))
        connection.rollback()
    assert project.tables() == set()


def test_percent_signs_and_colons_stand_for_themselves(project: Project) -> None:
    project.write("one", "op.execute(\"create table t as select '50% of 12:30' as n\")")
    project.upgrade()
    assert project.ask("select n from t") == [("50% of 12:30",)]
