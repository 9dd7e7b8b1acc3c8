"""Functions whose call does nothing yet: refused before anything runs, or found when they return."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autodiff.commands import offline
from autodiff.errors import AutodiffError
from autodiff.errors.running import (
    ScriptFailed,
    ScriptFunctionMissing,
    ScriptFunctionUnrun,
)
from tests.execute.project import Project

TABLE = 'op.create_table("t", sa.Column("id", sa.Integer))'

REFUSED = {
    "async def NAME(): pass": "a coroutine function",
    "async def NAME(): yield": "an asynchronous generator function",
    "def NAME(): yield": "a generator function",
    "def NAME(): yield from ()": "a generator function",
    "from functools import partial\nasync def f(x): pass\nNAME = partial(f, 1)": "a coroutine function",
    "from functools import partial\ndef f(x): yield\nNAME = partial(partial(f), 1)": "a generator function",
    "class C:\n    async def __call__(self): pass\nNAME = C()": "a coroutine function",
    "class C:\n    def __call__(self): yield\nNAME = C()": "a generator function",
    "class C:\n    async def go(self): pass\nNAME = C().go": "a coroutine function",
    "class C:\n    @staticmethod\n    async def go(): pass\nNAME = C.go": "a coroutine function",
    "class C:\n    @classmethod\n    def go(cls): yield\nNAME = C.go": "a generator function",
    "import types\n@types.coroutine\ndef NAME(): yield": "a generator function",
    "from functools import partial\nclass C:\n    async def __call__(self, x): pass\nNAME = partial(C(), 1)": "a coroutine function",
}
MISSING = ["", "NAME = None", "NAME = 'op.drop_table'", "NAME = ()"]

FOUND = {
    "async def f(): pass\nNAME = lambda: f()": "a coroutine",
    "def f(): yield\ndef NAME(): return f()": "a generator",
    "async def f(): yield\ndef NAME(): return f()": "an asynchronous generator",
    "def NAME(): return (op.execute(x) for x in ['drop table t'])": "a generator",
    "def NAME(): return map(op.execute, ['drop table t'])": "an iterator",
    "def NAME(): return lambda: op.execute('drop table t')": "a function",
    "class C:\n    def __await__(self): yield\ndef NAME(): return C()": "something to be awaited",
    "class NAME:\n    def __await__(self): yield": "something to be awaited",
    "from functools import wraps\ndef deco(f):\n    @wraps(f)\n    def w(): return f()\n    return w\n"
    "@deco\nasync def NAME(): pass": "a coroutine",
}

RUN = [
    "import asyncio\nasync def f(): BODY\ndef NAME(): asyncio.run(f())",
    "import asyncio\nfrom functools import wraps\ndef deco(f):\n    @wraps(f)\n    def w(): asyncio.run(f())\n"
    "    return w\n@deco\nasync def NAME(): BODY",
    "NAME = lambda: BODY",
    "class C:\n    def __call__(self): BODY\nNAME = C()",
    "def f(x): BODY\nfrom functools import partial\nNAME = partial(f, 1)",
    "def f():\n    yield BODY\ndef NAME(): list(f())",
    "def NAME(): return BODY",
    "def f():\n    yield BODY\ndef NAME():\n    made = f()\n    list(made)\n    return made",
]


def script(project: Project, source: str, direction: str = "upgrade") -> None:
    """Revision one makes a table; two, after it, has ``source`` for its function."""
    other = "downgrade" if direction == "upgrade" else "upgrade"
    project.write("one", TABLE, 'op.drop_table("t")')
    path = project.write("two", "pass", down="one")
    head = path.read_text().partition("\n\ndef upgrade")[0]
    path.write_text(
        f"{head}\ndef {other}():\n    pass\n\n{source.replace('NAME', direction)}\n"
    )


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_url: str) -> Project:
    return Project(tmp_path, sqlite_url)


@pytest.fixture(params=REFUSED)
def refused(request: pytest.FixtureRequest, on_sqlite: Project) -> tuple[Project, str]:
    script(on_sqlite, request.param)
    return on_sqlite, REFUSED[request.param]


def test_it_is_refused_before_the_first_revision_runs(
    refused: tuple[Project, str],
) -> None:
    project, sort = refused
    with pytest.raises(ScriptFunctionUnrun) as caught:
        project.upgrade()
    assert f"two.py), upgrade() is {sort}: " in str(caught.value)
    assert caught.value.exit_code == 3
    assert (project.rows(), project.tables()) == ((), set())


@pytest.mark.parametrize("preview", [offline.upgrade_sql, offline.upgrade_preview])
def test_nothing_is_called_to_print_it(
    on_sqlite: Project, preview: Callable[..., Any]
) -> None:
    script(on_sqlite, "async def NAME(): pass")
    on_sqlite.write("one", "open('called', 'w').close()")
    with pytest.raises(ScriptFunctionUnrun, match="a coroutine function"):
        preview(on_sqlite.settings)
    assert not (on_sqlite.folder / "called").exists()
    assert not Path("called").exists()


@pytest.mark.parametrize("source", ["async def NAME(): pass", "def NAME(): yield"])
def test_on_each_database_and_both_ways(project: Project, source: str) -> None:
    script(project, source)
    with pytest.raises(ScriptFunctionUnrun):
        project.upgrade()
    assert (project.rows(), project.tables()) == ((), set())
    script(project, source, "downgrade")
    assert project.upgrade() == ["one", "two"]
    project.write("three", "pass", "op.drop_table('t')", down="two")
    assert project.upgrade() == ["three"]
    with pytest.raises(ScriptFunctionUnrun, match=r"downgrade\(\) is a"):
        project.downgrade("base")
    assert (project.rows(), project.tables()) == (("three",), {"t"})


@pytest.mark.parametrize("source", MISSING)
def test_one_that_is_not_there(on_sqlite: Project, source: str) -> None:
    script(on_sqlite, source)
    with pytest.raises(ScriptFunctionMissing, match=r"no function upgrade\(\)"):
        on_sqlite.upgrade()
    assert (on_sqlite.rows(), on_sqlite.tables()) == ((), set())


@pytest.mark.parametrize("source", FOUND)
@pytest.mark.filterwarnings("error")
def test_what_it_gives_back_is_not_taken_for_done(
    on_sqlite: Project, source: str
) -> None:
    script(on_sqlite, source)
    with pytest.raises(ScriptFailed) as caught:
        on_sqlite.upgrade()
    assert f"The script returned {FOUND[source]}, which nobody runs." in str(
        caught.value
    )
    assert caught.value.exit_code == 3
    assert (on_sqlite.rows(), on_sqlite.tables()) == (("one",), {"t"})
    for preview in (offline.upgrade_sql, offline.upgrade_preview):
        with pytest.raises(AutodiffError, match="which nobody runs") as told:
            preview(on_sqlite.settings)
        assert told.value.exit_code == 3


def test_what_was_done_before_it_returns_is_told(project: Project) -> None:
    script(
        project,
        "async def f(): pass\ndef NAME():\n    op.drop_table('t')\n    return f()",
    )
    with pytest.raises(ScriptFailed, match="returned a coroutine") as caught:
        project.upgrade()
    assert project.rows() == ("one",)
    stays = "t" not in project.tables()
    assert ("Statements that are done and stay: 1" in str(caught.value)) is stays


@pytest.mark.parametrize("source", RUN)
def test_whatever_does_its_work_is_taken(on_sqlite: Project, source: str) -> None:
    script(on_sqlite, source.replace("BODY", "op.execute('insert into t values (1)')"))
    assert on_sqlite.upgrade() == ["one", "two"]
    assert on_sqlite.ask("select id from t") == [(1,)]


SEVERAL = """
from autodiff import context
for name in context.settings().databases:
    with context.connect(name) as connection:
        context.run(connection, database=name)
"""


def test_of_several_databases_none_is_touched(
    tmp_path: Path, database_url: str, sqlite_url: str
) -> None:
    """The first one is not upgraded where the second one's function is refused."""
    project = Project(tmp_path, database_url)
    (tmp_path / "autodiff.ini").write_text(
        "[autodiff]\nscript_location = migrations\ndatabases = one, two\n"
        f"[one]\nsqlalchemy.url = {database_url}\n"
        f"[two]\nsqlalchemy.url = {sqlite_url}\n"
    )
    project.env(SEVERAL)
    path = project.write("first", "pass")
    head = path.read_text().partition("\n\ndef upgrade")[0]
    path.write_text(
        f"{head}\ndef upgrade_one():\n    {TABLE}\n\nasync def upgrade_two():\n    {TABLE}\n"
    )
    with pytest.raises(ScriptFunctionUnrun, match=r"upgrade_two\(\) is a coroutine"):
        project.upgrade()
    assert project.tables() == set()
