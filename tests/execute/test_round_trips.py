"""Round trips: how many statements each command sends to each database, exactly.

One that needs more than it needs today is to say why here; one that needs fewer is welcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from autodiff.commands import running
from autodiff.commands.declaring import metadata_of
from autodiff.commands.differences import differences
from autodiff.commands.generating import generate
from autodiff.connect.database import engine_for
from autodiff.dialects.registry import dialect_named
from autodiff.environment import EnvironmentOptions
from tests.execute.project import Project

SENT = {
    # what is done                 sqlite  postgresql  mysql
    "current, no tables yet": (4, 2, 2),
    "the first upgrade of all": (27, 20, 24),
    "upgrade, one revision": (23, 20, 24),
    "upgrade, three revisions": (33, 28, 40),
    "upgrade, nothing to do": (6, 5, 5),
    "current": (4, 3, 3),
    "downgrade, one revision": (23, 20, 24),
    "downgrade, three revisions": (33, 28, 40),
    "stamp": (22, 19, 19),
}
"""Statements in all, COMMIT among them, and BEGIN where it is sent as such (SQLite).

A revision of one statement adds that, the version row, the journal's row and COMMIT; on MySQL,
where a statement is by itself, the journal is told before and after it, with a COMMIT each.
"""

PLACES = ("sqlite", "postgresql", "mysql")


@contextmanager
def counting() -> Iterator[list[str]]:
    """All statements that any connection sends inside, COMMIT among them, and BEGIN on SQLite."""
    sent: list[str] = []

    def statement(_c: object, _u: object, sql: str, *_rest: object) -> None:
        sent.append(sql)

    def commit(_: object) -> None:
        sent.append("COMMIT")

    def begin(connection: sa.Connection) -> None:
        if connection.dialect.name == "sqlite":
            sent.append("BEGIN")

    heard = {"before_cursor_execute": statement, "commit": commit, "begin": begin}
    for event, listener in heard.items():
        sa.event.listen(sa.Engine, event, listener)
    try:
        yield sent
    finally:
        for event, listener in heard.items():
            sa.event.remove(sa.Engine, event, listener)


def _revisions(project: Project, count: int) -> None:
    for number in range(count):
        down = f"r{number - 1}" if number else None
        line = f'op.execute("insert into log values ({number})")'
        project.write(f"r{number}", line, line, down)


def _works(project: Project) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each on what those before it have left."""
    settings = project.settings
    yield "current, no tables yet", lambda: running.standing(settings)
    yield "the first upgrade of all", lambda: running.upgrade(settings, "+1")
    yield "upgrade, one revision", lambda: running.upgrade(settings, "+1")
    yield "upgrade, three revisions", lambda: running.upgrade(settings, "+3")
    yield "upgrade, nothing to do", lambda: running.upgrade(settings, "head")
    yield "current", lambda: running.standing(settings)
    yield "downgrade, one revision", lambda: running.downgrade(settings, "-1")
    yield "downgrade, three revisions", lambda: running.downgrade(settings, "-3")
    yield "stamp", lambda: running.stamp(settings, ["head"])


def test_each_command_sends_this_many_statements(project: Project) -> None:
    _revisions(project, 5)
    engine = engine_for(project.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table log (n integer)")
    engine.dispose()
    found = {}
    for what, work in _works(project):
        with counting() as sent:
            work()
        found[what] = len(sent)
    column = PLACES.index(sa.make_url(project.url).get_backend_name())
    assert found == {what: counts[column] for what, counts in SENT.items()}


COMPARED = {
    # what is compared                   sqlite  postgresql  mysql
    "check, nothing changed": (7, 20, 13),
    "generate, nothing changed": (7, 20, 13),
    "check, every table in doubt": (7, 20, 13),
}
"""Statements in all, whatever the number of tables.

On PostgreSQL 11 read the schema. Nine ask for its spelling of what is written otherwise in the
models: SAVEPOINT, one DO block, six to read what it made, ROLLBACK TO SAVEPOINT.

On MySQL three ask for its spelling of what is written otherwise in the models: a temporary table
is created, shown and dropped.
"""

MODELS = """
import sqlalchemy as sa

metadata = sa.MetaData()
for number in range({tables}):
    rules = [sa.CheckConstraint("{condition}", name=f"ck{{number}}"), sa.Index(f"ix{{number}}", "name")]
    if number:
        rules.append(sa.ForeignKeyConstraint(["up"], [f"t{{number - 1}}.id"], name=f"fk{{number}}"))
    sa.Table(
        f"t{{number}}",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), server_default="x", nullable=False),
        sa.Column("up", sa.Integer, index=True),
        *rules,
    )
"""


def _declare(project: Project, tables: int, condition: str) -> sa.MetaData:
    """Let the project's models be so; gives their MetaData."""
    backend = sa.make_url(project.url).get_backend_name()
    name = f"round_trips_{backend}_{tables}_{len(condition)}"
    source = MODELS.format(tables=tables, condition=condition)
    (project.folder / f"{name}.py").write_text(source)
    project.settings_lines["models"] = f"{name}:metadata"
    project.__post_init__()
    dialect = dialect_named(project.url)
    return metadata_of(project.settings, EnvironmentOptions(), dialect)[0]


PLAIN = "up > 0"
INVOLVED = "coalesce(nullif(up, 3), 4) > 0"


def _compare(project: Project, tables: int) -> dict[str, int]:
    """The statements of each comparison, on so many tables."""
    metadata = _declare(project, tables, PLAIN)
    engine = engine_for(project.url)
    metadata.create_all(engine)
    engine.dispose()
    found = {}
    with counting() as sent:
        assert differences(project.settings) == ()
    found["check, nothing changed"] = len(sent)
    with counting() as sent:
        assert generate(project.settings, "nothing") is None
    found["generate, nothing changed"] = len(sent)
    _declare(project, tables, INVOLVED)
    with counting() as sent:
        assert len(differences(project.settings)) >= tables
    found["check, every table in doubt"] = len(sent)
    return found


@pytest.mark.parametrize("tables", [2, 9])
def test_comparing_sends_as_many_statements_for_many_tables_as_for_few(
    project: Project, tables: int
) -> None:
    column = PLACES.index(sa.make_url(project.url).get_backend_name())
    expected = {what: counts[column] for what, counts in COMPARED.items()}
    assert _compare(project, tables) == expected
