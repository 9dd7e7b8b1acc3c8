"""Asking the server is harmless: nothing stays, nothing of the caller's is lost, no right is needed."""

from __future__ import annotations

import warnings

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from autodiff.core.operation import Operation
from tests.cases.journey import differences
from tests.cases.witness import witness


def models(condition: str = "a > 0", default: str = "(1 + 1)") -> sa.MetaData:
    """A table whose texts only the server can spell."""
    metadata = sa.MetaData()
    sa.Table(
        "item",
        metadata,
        sa.Column("a", sa.Integer, server_default=sa.text(default)),
        sa.Column("b", sa.String(10), sa.CheckConstraint("b ~~ 'x%'", name="ck_b")),
        sa.CheckConstraint(condition, name="ck_a"),
    )
    return metadata


@pytest.fixture
def connection(postgresql_url: str):  # type: ignore[no-untyped-def]
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        models().create_all(connection)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_what_differs_in_spelling_only_is_the_same(connection: sa.Connection) -> None:
    assert differences(connection, models("(a) > (0)", "1+1")) == ()


def test_what_differs_is_found(connection: sa.Connection) -> None:
    found = differences(connection, models("a > 1", "1 + 2"))
    assert [_name(each) for each in found] == ["ck_a", "a", "ck_a"]


def _name(operation: Operation) -> str:
    return operation.object.key.name


def test_nothing_is_left_and_the_caller_s_work_is_kept(
    connection: sa.Connection,
) -> None:
    connection.exec_driver_sql("create temporary table mine (a int)")
    connection.exec_driver_sql("insert into item (b) values ('x1')")
    before = witness(connection)
    assert differences(connection, models("a > 1")) != ()
    assert witness(connection) == before
    assert connection.exec_driver_sql("select count(*) from item").scalar() == 1
    assert connection.exec_driver_sql("select count(*) from mine").scalar() == 0
    connection.rollback()
    assert connection.exec_driver_sql("select count(*) from item").scalar() == 0


def test_it_works_where_each_statement_is_its_own_transaction(
    postgresql_url: str,
) -> None:
    engine = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        models().create_all(connection)
        assert differences(connection, models("(a) > (0)", "1+1")) == ()
        path = connection.exec_driver_sql("show search_path").scalar()
        tables = connection.exec_driver_sql(
            "select count(*) from pg_class where relpersistence = 't'"
        ).scalar()
    assert (path, tables) == ('"$user", public', 0)
    engine.dispose()


def test_something_invalid_has_no_answer_and_spoils_no_other(
    connection: sa.Connection,
) -> None:
    found = differences(connection, models("no_such_column > 0", "1+1"))
    assert {_name(each) for each in found} == {"ck_a"}


def test_an_aborted_transaction_is_said_by_the_driver(
    connection: sa.Connection,
) -> None:
    with pytest.raises(DBAPIError):
        connection.exec_driver_sql("select 1/0")
    with pytest.raises(DBAPIError):
        differences(connection, models())


@pytest.mark.parametrize(
    "forbid",
    [
        "set transaction read only",
        "create role poor; grant select on item to poor; revoke temporary on database"
        " {database} from public; set role poor",
    ],
)
def test_without_the_right_a_warning_says_so(
    forbid: str, connection: sa.Connection
) -> None:
    database = connection.exec_driver_sql("select current_database()").scalar()
    for statement in forbid.format(database=database).split("; "):
        connection.exec_driver_sql(statement)
    with pytest.warns(UserWarning, match="does not let this connection create temp"):
        differences(connection, models("(a) > (0)"))
    assert connection.exec_driver_sql("select count(*) from item").scalar() == 0


def test_nothing_is_asked_where_nothing_is_in_doubt(postgresql_url: str) -> None:
    metadata = sa.MetaData()
    columns = [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("name", sa.String(20), server_default="x", unique=True),
        sa.Column("up", sa.ForeignKey("t.id"), index=True),
    ]
    sa.Table("t", metadata, *columns)
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.exec_driver_sql("set transaction read only")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert differences(connection, metadata) == ()
    engine.dispose()
