"""Many at once: processes on one database, threads on many, and asynchronous drivers."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from autodiff.commands.database import Options
from autodiff.commands.tables import ensure_version
from autodiff.connect.database import engine_for
from autodiff.errors.running import LockBusy
from tests.execute.project import Project
from tests.servers.plugin import NewDatabase

THREE = {
    "one": "op.create_table('t', sa.Column('id', sa.Integer))",
    "two": "op.execute('insert into t values (1)')",
    "three": "op.add_column('t', sa.Column('n', sa.Integer))",
}

HOLDERS = {
    "sqlite": r"process PID of \S+@\S+",
    "postgresql": r"server process \d+ of user \w+ from 127\.0\.0\.1, application tests",
    "mysql": r"connection \d+ of user \w+ from \S+",
    "mariadb": r"connection \d+ of user \w+ from \S+",
}
"""What is said of who holds the lock."""


def _three(project: Project) -> Project:
    down = None
    for revision, body in THREE.items():
        project.write(revision, body, "pass", down=down)
        down = revision
    return project


def _started(work: Callable[[], Any]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return child


def test_thirty_processes_at_once_apply_each_revision_once(project: Project) -> None:
    _three(project)
    assert project.rows() == ()  # and all modules are imported before the forks
    children = [_started(project.upgrade) for _ in range(30)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in children]
    assert codes == [0] * 30
    assert project.rows() == ("three",)
    assert project.ask("select id from t") == [(1,)]
    assert project.journal() == [(each, "upgrade", True) for each in THREE]


def test_another_run_begins_between_two_looks(tmp_path: Path, mariadb_url: str) -> None:
    """It makes the journal, which is younger than what this run has begun to see (error 1412)."""
    project = _three(Project(tmp_path, mariadb_url))
    ensure_version(project.settings)
    project.tell("drop table autodiff_journal")
    others: list[list[str]] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM autodiff_version" in statement and not others:
            others.append([])
            others[0] += project.upgrade()

    sa.event.listen(Engine, "after_cursor_execute", look)
    try:
        assert project.upgrade() == []
    finally:
        sa.event.remove(Engine, "after_cursor_execute", look)
    assert others == [list(THREE)]


def _holding(project: Project, ready: Path) -> Callable[[], None]:
    """Hold the lock until killed; ``ready`` is made when it is had."""
    from autodiff.dialects.registry import dialect_of

    def hold() -> None:
        os.environ["PGAPPNAME"] = "tests"
        engine = engine_for(project.url)
        with (
            engine.connect() as connection,
            dialect_of(connection).locked(
                connection, "autodiff autodiff_version", 5
            ) as had,
        ):
            assert had
            ready.touch()
            time.sleep(60)

    return hold


def test_a_busy_lock_ends_the_wait_and_a_killed_holder_frees_it(
    project: Project,
) -> None:
    project.settings_lines["lock_timeout"] = "0.3"
    project.__post_init__()
    _three(project)
    ready = project.folder / "ready"
    holder = _started(_holding(project, ready))
    while not ready.exists():
        time.sleep(0.01)
    with pytest.raises(LockBusy, match=r"0\.3 s") as caught:
        project.upgrade()
    who = HOLDERS[sa.make_url(project.url).get_backend_name()]
    pattern = who.replace("PID", str(holder))
    assert re.search(rf"database \({pattern}\); it was", str(caught.value))
    assert project.tables() == set()
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    project.settings_lines["lock_timeout"] = "10"
    project.__post_init__()
    assert project.upgrade() == list(THREE)


def test_nothing_to_do_needs_no_lock(project: Project) -> None:
    _three(project).upgrade()
    project.settings_lines["lock_timeout"] = "0"
    project.__post_init__()
    ready = project.folder / "ready"
    holder = _started(_holding(project, ready))
    while not ready.exists():
        time.sleep(0.01)
    assert project.upgrade() == []
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)


def test_twenty_databases_in_twenty_threads(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    with ExitStack() as stack:
        projects = []
        for number in range(20):
            folder = tmp_path / str(number)
            folder.mkdir()
            url = stack.enter_context(new_database())
            projects.append(_three(Project(folder, url)))
        with ThreadPoolExecutor(20) as pool:
            done = list(pool.map(Project.upgrade, projects))
        assert done == [list(THREE)] * 20
        assert {each.rows() for each in projects} == {("three",)}


# --- asynchronous drivers -------------------------------------------------------------------------


@pytest.fixture(params=["sqlite+aiosqlite", "postgresql+asyncpg"])
def asynchronous(request: pytest.FixtureRequest, project_on: type[Project]) -> Project:
    """A project whose settings name an asynchronous driver."""
    fixture = request.param.partition("+")[0] + "_url"
    url = sa.make_url(request.getfixturevalue(fixture)).set(drivername=request.param)
    return _three(project_on(url.render_as_string(hide_password=False)))


def _state(project: Project) -> tuple[str, ...]:
    return project.rows()


def test_an_asynchronous_driver_needs_nothing_else(asynchronous: Project) -> None:
    assert asynchronous.upgrade() == list(THREE)
    assert asynchronous.downgrade("one") == ["three", "two"]
    assert _state(asynchronous) == ("one",)


def test_from_within_a_running_event_loop(asynchronous: Project) -> None:
    async def main() -> list[str]:
        return asynchronous.upgrade()

    assert asyncio.run(main()) == list(THREE)
    assert _state(asynchronous) == ("three",)


def test_an_engine_of_the_users_in_env_py(asynchronous: Project) -> None:
    asynchronous.env("""
        from sqlalchemy.ext.asyncio import create_async_engine
        from autodiff import context
        context.run_async(create_async_engine(context.settings().database_url()))
        """)
    assert asynchronous.upgrade() == list(THREE)


def test_on_a_connection_of_the_users_loop(asynchronous: Project) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine

    async def main() -> list[str]:
        engine = create_async_engine(asynchronous.url)
        async with engine.connect() as connection:
            steps = await connection.run_sync(
                lambda sync: asynchronous.upgrade(wishes=Options(connection=sync))
            )
            await connection.commit()
        await engine.dispose()
        return steps

    assert asyncio.run(main()) == list(THREE)
    assert _state(asynchronous) == ("three",)
