"""A database that takes no more, or nothing at all: a full disk, a read-only file, a role without rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from autodiff.errors.running import OwnTablesRefused, StatementFailed
from tests.execute.project import Project

BODY = """
    op.create_table("t", sa.Column("id", sa.Integer), sa.Column("text", sa.Text))
    op.execute("insert into t values (1, hex(zeroblob(500000)))")
    """


@contextmanager
def at_most(pages: int) -> Iterator[None]:
    """SQLite's files may have so many pages, as on a disk that is full."""

    def limit(driver_connection: Any, _record: Any) -> None:
        driver_connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(Engine, "connect", limit)


def test_a_full_disk_keeps_nothing_and_the_run_is_repeated(
    sqlite_url: str, project_on: Callable[[str], Project]
) -> None:
    project = project_on(sqlite_url)
    project.write("one", BODY)
    with at_most(20), pytest.raises(StatementFailed) as caught:
        project.upgrade()
    said = str(caught.value)
    assert "at statement 2: database or disk is full" in said
    assert "the database is as it was before it" in said
    assert "run the same command again" in said
    assert (project.tables(), project.rows()) == (set(), ())
    assert project.upgrade() == ["one"]
    assert project.ask("select length(text) from t") == [(1000000,)]


def test_a_full_disk_from_the_start(
    sqlite_url: str, project_on: Callable[[str], Project]
) -> None:
    project = project_on(sqlite_url)
    project.write("one", BODY)
    with at_most(2), pytest.raises(OwnTablesRefused, match="disk is full"):
        project.upgrade()
    assert project.rows() == ()
    assert project.upgrade() == ["one"]


def test_a_read_only_file(
    sqlite_url: str, project_on: Callable[[str], Project]
) -> None:
    project = project_on(sqlite_url)
    project.tell("create table before (id integer)")
    path = sa.make_url(sqlite_url).database
    project.url = f"sqlite:///file:{path}?mode=ro&uri=true"
    project.__post_init__()
    project.write("one", BODY)
    with pytest.raises(OwnTablesRefused, match="readonly database") as caught:
        project.upgrade()
    assert "Nothing was run." in str(caught.value)
    assert project.tables() == {"before"}


def test_a_role_that_may_only_read(
    postgresql_url: str, project_on: Callable[[str], Project]
) -> None:
    project = project_on(postgresql_url)
    project.write("one", "pass")
    project.upgrade()
    project.write(
        "two", "op.create_table('t', sa.Column('id', sa.Integer))", down="one"
    )
    project.url = f"{postgresql_url}?options=-cdefault_transaction_read_only%3Don"
    project.__post_init__()
    with pytest.raises(StatementFailed, match="read-only transaction") as caught:
        project.upgrade()
    assert "the database is as it was before it" in str(caught.value)
    project.url = postgresql_url
    project.__post_init__()
    assert project.rows() == ("one",)
    project.tell(
        "create role reader login",
        "grant select on all tables in schema public to reader",
    )
    try:
        as_reader = sa.make_url(postgresql_url).set(username="reader")
        project.url = as_reader.render_as_string(hide_password=False)
        project.__post_init__()
        assert project.rows() == ("one",)
        with pytest.raises(StatementFailed, match="permission denied") as caught:
            project.upgrade()
        assert "the database is as it was before it" in str(caught.value)
    finally:
        project.url = postgresql_url
        project.tell("drop owned by reader", "drop role reader")
