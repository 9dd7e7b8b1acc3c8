"""Round trips: how many statements each command sends to each database, exactly.

One that needs more than it needs today is to say why here; one that needs fewer is welcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from autodiff.commands import running
from autodiff.sources.database import engine_for
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
    """All statements that any connection sends inside, and COMMIT for each of these."""
    sent: list[str] = []

    def statement(_c: object, _u: object, sql: str, *_rest: object) -> None:
        sent.append(sql)

    def commit(_: object) -> None:
        sent.append("COMMIT")

    sa.event.listen(sa.Engine, "before_cursor_execute", statement)
    sa.event.listen(sa.Engine, "commit", commit)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", statement)
        sa.event.remove(sa.Engine, "commit", commit)


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
