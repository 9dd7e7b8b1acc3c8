"""Connections of the caller's: synchronous, asynchronous, an engine; and what is none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

import autodiff
from autodiff.errors.addresses import UnknownRevision
from autodiff.errors.database import (
    ConnectionOfRunningLoop,
    ConnectionUnusable,
    DatabaseUnreachable,
)
from tests.commands.lines import lines_in

URLS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


@pytest.fixture
def project(tmp_path: Path) -> autodiff.Project:
    """Two revisions; the database of the settings is never to be touched."""
    made = lines_in(tmp_path, f"sqlite:///{tmp_path / 'settings.db'}")
    table = "op.create_table('t', sa.Column('id', sa.Integer))"
    made.add("one", None, table, "op.drop_table('t')")
    made.add("two", "one", "op.execute('insert into t values (1)')")
    made.settings()
    return autodiff.open(tmp_path, environ={})


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{tmp_path / 'given.db'}")


def untouched(project: autodiff.Project) -> bool:
    return not (project.settings.here / "settings.db").exists()


def test_an_engine_lends_one_connection(
    project: autodiff.Project, engine: sa.Engine
) -> None:
    assert len(project.upgrade(connection=engine)) == 2
    assert project.current(connection=engine).is_head
    assert [step.revision for step in project.downgrade("-1", connection=engine)] == [
        "two"
    ]
    assert project.status(connection=engine)[0].pending[0].revision == "two"
    assert isinstance(engine.pool, sa.QueuePool) and engine.pool.checkedout() == 0
    assert untouched(project)


def test_an_engine_gets_its_connection_back_after_an_error(
    project: autodiff.Project, engine: sa.Engine
) -> None:
    with pytest.raises(UnknownRevision):
        project.upgrade("nowhere", connection=engine)
    assert isinstance(engine.pool, sa.QueuePool) and engine.pool.checkedout() == 0


def test_an_engine_of_no_database(project: autodiff.Project, tmp_path: Path) -> None:
    nowhere = sa.create_engine(f"sqlite:///{tmp_path / 'no' / 'folder.db'}")
    with pytest.raises(DatabaseUnreachable):
        project.upgrade(connection=nowhere)


def test_a_connection_stays_open(project: autodiff.Project, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        project.upgrade(connection=connection)
        assert not connection.closed and not connection.in_transaction()
        assert project.current(connection=connection).revisions == ("two",)
    assert untouched(project)


def test_a_transaction_is_joined_and_left_to_the_caller(
    project: autodiff.Project, postgresql_url: str
) -> None:
    engine = sa.create_engine(postgresql_url)
    with engine.connect() as connection:
        transaction = connection.begin()
        assert len(project.upgrade(connection=connection)) == 2
        assert transaction.is_active
        transaction.rollback()
    assert project.current(connection=engine).revisions == ()
    engine.dispose()
    assert untouched(project)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda engine: "sqlite://", "a str"),
        (lambda engine: orm.Session(engine), "a Session"),
        (lambda engine: create_async_engine("sqlite+aiosqlite://"), "an AsyncEngine"),
        (
            lambda engine: create_async_engine("sqlite+aiosqlite://").sync_engine,
            "an asynchronous driver",
        ),
        (
            lambda engine: create_async_engine("sqlite+aiosqlite://").connect(),
            "an AsyncConnection that is not open",
        ),
    ],
)
def test_what_is_no_connection(
    project: autodiff.Project,
    engine: sa.Engine,
    given: Callable[[sa.Engine], Any],
    said: str,
) -> None:
    with pytest.raises(ConnectionUnusable, match=said):
        project.upgrade(connection=given(engine))
    assert untouched(project)


# --- asynchronous ---------------------------------------------------------------------------------


Work = Callable[[AsyncConnection], Awaitable[Any]]
OnLoop = Callable[[Work], Any]


@pytest.fixture(params=URLS)
def on_loop(request: pytest.FixtureRequest) -> OnLoop:
    """Does work with an AsyncConnection, in an event loop."""
    url = sa.make_url(request.getfixturevalue(f"{request.param}_url"))
    url = url.set(drivername=URLS[request.param])

    async def main(work: Work) -> Any:
        engine = create_async_engine(url)
        try:
            async with engine.connect() as connection:
                return await work(connection)
        finally:
            await engine.dispose()

    return lambda work: asyncio.run(main(work))


def test_inside_of_run_sync(project: autodiff.Project, on_loop: OnLoop) -> None:
    async def work(connection: AsyncConnection) -> tuple[int, tuple[str, ...]]:
        steps = await connection.run_sync(
            lambda inner: project.upgrade(connection=inner)
        )
        current = await connection.run_sync(
            lambda _: project.current(connection=connection)
        )
        return len(steps), current.revisions

    assert on_loop(work) == (2, ("two",))
    assert untouched(project)


def test_from_another_thread(project: autodiff.Project, on_loop: OnLoop) -> None:
    async def work(connection: AsyncConnection) -> tuple[int, tuple[str, ...]]:
        steps = await asyncio.to_thread(project.upgrade, connection=connection)
        current = await connection.run_sync(
            lambda inner: project.current(connection=inner)
        )
        return len(steps), current.revisions

    assert on_loop(work) == (2, ("two",))
    assert untouched(project)


def test_a_running_loop_cannot_wait_for_itself(
    project: autodiff.Project, on_loop: OnLoop
) -> None:
    async def work(connection: AsyncConnection) -> None:
        project.upgrade(connection=connection)

    with pytest.raises(ConnectionOfRunningLoop, match="run_sync"):
        on_loop(work)


def test_without_a_running_loop(project: autodiff.Project, tmp_path: Path) -> None:
    """The loop was left; the connection of a driver that goes with any loop is still open."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'given.db'}")
    connection = asyncio.run(opened(engine.connect()))
    assert len(project.upgrade(connection=connection)) == 2
    asyncio.run(closed(connection))


async def opened(connection: AsyncConnection) -> AsyncConnection:
    return await connection.start()


async def closed(connection: AsyncConnection) -> None:
    await connection.close()
    await connection.engine.dispose()
