"""A connection that is lost in the middle of a run: what is said, and that the run goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from autodiff.connect.database import engine_for
from autodiff.errors import AutodiffError
from autodiff.errors.running import CommitLost, ConnectionLost
from tests.execute.project import Project

BODY = """
    op.create_table("t", sa.Column("id", sa.Integer))
    op.add_column("gate", sa.Column("n", sa.Integer))
    op.create_table("u", sa.Column("id", sa.Integer))
    """

OWN_SESSION = {
    "postgresql": "select pg_backend_pid()",
    "mysql": "select connection_id()",
}
END_SESSION = {
    "postgresql": "select pg_terminate_backend({})",
    "mysql": "kill connection {}",
}
WAITING = {
    "postgresql": "select pid from pg_stat_activity where wait_event_type = 'Lock' "
    "and query like 'ALTER TABLE gate%%'",
    "mysql": "select id from information_schema.processlist where info like "
    "'ALTER TABLE gate%%' and state like 'Waiting for table metadata lock%%'",
}


@pytest.fixture(params=["postgresql", "mariadb"])
def project(
    request: pytest.FixtureRequest, project_on: Callable[[str], Project]
) -> Project:
    """Two revisions, of which the first changes a table ``gate`` that is there."""
    made = project_on(request.getfixturevalue(f"{request.param}_url"))
    made.tell("create table gate (id integer)", "insert into gate values (1)")
    made.write("one", BODY)
    made.write("two", "pass", down="one")
    return made


def kind(project: Project) -> str:
    return engine_for(project.url).dialect.name


@contextmanager
def ended_before(project: Project, words: str) -> Iterator[None]:
    """The server ends the session when a statement with ``words`` is about to be sent; ``COMMIT``
    is that of the revision, after its last statement.
    """
    sessions: list[int] = []
    sent: list[str] = []

    def end(connection: Connection) -> None:
        if not sessions:
            cursor = connection.connection.cursor()
            cursor.execute(OWN_SESSION[kind(project)])
            sessions.append(cursor.fetchone()[0])
            cursor.close()
            project.tell(END_SESSION[kind(project)].format(sessions[0]))

    def sending(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if words in statement:
            end(connection)

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    def committing(connection: Connection) -> None:
        if words == "COMMIT" and any("TABLE u" in each for each in sent):
            end(connection)

    listeners = [
        ("before_cursor_execute", sending),
        ("after_cursor_execute", note),
        ("commit", committing),
    ]
    for event, listener in listeners:
        sa.event.listen(Engine, event, listener)
    try:
        yield
    finally:
        for event, listener in listeners:
            sa.event.remove(Engine, event, listener)
    assert sessions


@contextmanager
def ended_while_it_waits(project: Project) -> Iterator[None]:
    """The server ends the session while its change of ``gate`` waits for us."""

    def end() -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for (session,) in project.ask(WAITING[kind(project)]):
                project.tell(END_SESSION[kind(project)].format(session))
                return
            time.sleep(0.02)

    engine = engine_for(project.url)
    with engine.connect() as connection:
        connection.exec_driver_sql("select * from gate").all()
        killer = threading.Thread(target=end)
        killer.start()
        try:
            yield
        finally:
            killer.join()


def lost(project: Project, error: type[AutodiffError]) -> str:
    with pytest.raises(error) as caught:
        project.upgrade()
    assert caught.value.exit_code == 3
    return str(caught.value)


def goes_on(project: Project) -> None:
    assert project.upgrade() == ["one", "two"]
    whole(project)


def whole(project: Project) -> None:
    assert project.rows() == ("two",)
    assert project.tables() == {"gate", "t", "u"}
    assert project.ask("select id, n from gate") == [(1, None)]
    assert [row for row in project.journal() if not row[2]] == []


def says_what_is_true(project: Project, said: str) -> None:
    assert "lost in the upgrade of revision one, at statement 2: " in said
    assert "The statement was: ALTER TABLE gate ADD COLUMN n INTEGER" in said
    partly = "Statements that are done and stay: 1. Only the server knows"
    rolled_back = "The revision was rolled back: the database is as it was before it."
    assert (partly if kind(project) == "mysql" else rolled_back) in said
    assert "run the same command again: it resumes after what is done" in said


def test_lost_before_a_statement(project: Project) -> None:
    with ended_before(project, "TABLE gate"):
        said = lost(project, ConnectionLost)
    says_what_is_true(project, said)
    goes_on(project)


def test_lost_while_a_statement_runs(project: Project) -> None:
    with ended_while_it_waits(project):
        said = lost(project, ConnectionLost)
    says_what_is_true(project, said)
    goes_on(project)


def test_lost_in_a_block_outside_of_transactions(
    postgresql_url: str, project_on: Callable[[str], Project]
) -> None:
    project = project_on(postgresql_url)
    project.tell("create table gate (id integer)", "insert into gate values (1)")
    index = 'op.create_index("ix_gate", "gate", ["id"], postgresql_concurrently=True)'
    project.write("one", BODY + index)
    project.write("two", "pass", down="one")
    with ended_before(project, "CONCURRENTLY"):
        said = lost(project, ConnectionLost)
    assert "Statements that are done and stay: 3. Only the server knows" in said
    goes_on(project)
    assert project.ask(
        "select indisvalid from pg_index where indexrelid = 'ix_gate'::regclass"
    ) == [(True,)]


def test_lost_at_the_commit(
    postgresql_url: str, project_on: Callable[[str], Project]
) -> None:
    project = project_on(postgresql_url)
    project.tell("create table gate (id integer)", "insert into gate values (1)")
    project.write("one", BODY)
    project.write("two", "pass", down="one")
    with ended_before(project, "COMMIT"):
        said = lost(project, CommitLost)
    assert "as a whole or not at all" in said and "run the same command again" in said
    goes_on(project)
