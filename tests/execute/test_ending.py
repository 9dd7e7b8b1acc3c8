"""Code of the user's that ends the program: an error of ours, and nothing is applied in silence."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff.commands import offline
from autodiff.errors import AutodiffError
from autodiff.errors.running import ScriptFailed, StampRefused
from autodiff.errors.users_code import CodeEnded, users_code
from autodiff.errors.writing import ScriptNotRecorded
from tests.execute.project import Project

TABLE = 'op.create_table("t", sa.Column("id", sa.Integer))'

# What a script may say instead of returning, and how that is told.
ENDS = {
    "raise SystemExit('no workers.')": "ended the program at line 12, saying: no workers.",
    "raise SystemExit": "ended the program at line 12 with exit code 0.",
    "__import__('sys').exit(0)": "ended the program at line 12 with exit code 0.",
    "__import__('sys').exit(7)": "ended the program at line 12 with exit code 7.",
    "__import__('sys').exit(('a', 1))": "ended the program at line 12, saying: ('a', 1).",
    "exit()": "ended the program at line 12 with exit code 0.",
    "quit('enough')": "ended the program at line 12, saying: enough.",
    "__import__('argparse').ArgumentParser().parse_args(['-y'])": (
        "ended the program at line 12 with exit code 2."
    ),
    "raise GeneratorExit": "raised GeneratorExit at line 12.",
    "raise __import__('asyncio').CancelledError": "raised CancelledError at line 12.",
    "raise type('Stop', (BaseException,), {})('now')": "raised Stop at line 12: now.",
    "raise BaseExceptionGroup('all', [SystemExit(0)])": (
        "raised BaseExceptionGroup at line 12: all (1 sub-exception)."
    ),
}


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_url: str) -> Project:
    return Project(tmp_path, sqlite_url)


# --- in a script ----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
def test_each_way_to_end_is_told_and_nothing_is_applied(
    on_sqlite: Project, end: str
) -> None:
    on_sqlite.write("one", f"{TABLE}\n{end}")
    with pytest.raises(ScriptFailed) as caught:
        on_sqlite.upgrade()
    assert f"one.py) failed: The script {ENDS[end]}" in str(caught.value)
    assert "The revision was rolled back" in str(caught.value)
    assert caught.value.exit_code == 3
    assert (on_sqlite.rows(), on_sqlite.tables()) == ((), set())


def test_in_the_middle_of_a_run(project: Project) -> None:
    """What was committed stays and is said; the rest is not begun, and goes on once it is fixed."""
    end = 'raise SystemExit("stop the workers")'
    project.write("one", TABLE)
    body = 'op.add_column("t", sa.Column("n", sa.Integer))\n{}\nop.execute("insert into t values (1, 2)")'
    project.write("two", body.format(end), down="one")
    project.write("three", "pass", down="two")
    with pytest.raises(ScriptFailed, match="saying: stop the workers") as caught:
        project.upgrade()
    assert project.rows() == ("one",)
    half = _is_mariadb(project)
    assert ("Statements that are done and stay: 1;" in str(caught.value)) is half
    assert ("The revision was rolled back" in str(caught.value)) is not half
    assert project.journal()[1:] == ([("two", "upgrade", False)] if half else [])
    project.write("two", body.format(""), down="one")
    assert project.upgrade() == ["two", "three"]
    assert project.ask("select id, n from t") == [(1, 2)]


def test_a_downgrade_that_ends_is_still_to_be_made(project: Project) -> None:
    back = 'op.drop_column("t", "n")\n{}\nop.drop_table("t")'
    table = (
        'op.create_table("t", sa.Column("id", sa.Integer), sa.Column("n", sa.Integer))'
    )
    project.write("one", table, back.format("exit()"))
    project.upgrade()
    with pytest.raises(ScriptFailed, match="exit code 0"):
        project.downgrade("base")
    assert project.rows() == ("one",)
    project.write("one", table, back.format(""))
    assert project.downgrade("base") == ["one"]
    assert project.tables() == set()


def test_while_a_half_applied_revision_is_undone(
    project_on: type[Project], mariadb_url: str
) -> None:
    """Both functions are looked at first, and nothing is sent."""
    project = project_on(mariadb_url)
    project.write("one", f"{TABLE}\nraise ValueError('no')", "exit()")
    with pytest.raises(ScriptFailed, match="ValueError"):
        project.upgrade()
    project.write("one", TABLE, "exit()")
    with pytest.raises(ScriptNotRecorded, match="ended the program at line 15") as told:
        project.downgrade("base")
    assert "Nothing was written or sent." in str(told.value)
    assert project.tables() == {"t"}
    project.write("one", TABLE, 'op.drop_table("t")')
    assert project.downgrade("base") == ["one"]


def test_inside_an_autocommit_block(project: Project) -> None:
    project.write(
        "one",
        f"""
        {TABLE}
        with op.autocommit_block():
            op.execute("insert into t values (1)")
            raise SystemExit("in the middle")
        """,
    )
    with pytest.raises(ScriptFailed, match="saying: in the middle") as caught:
        project.upgrade()
    assert "Statements that are done and stay: 2" in str(caught.value)
    assert project.rows() == ()
    assert project.journal() == [("one", "upgrade", False)]


def test_one_transaction_for_the_whole_run(tmp_path: Path, postgresql_url: str) -> None:
    project = Project(tmp_path, postgresql_url, {"transaction_per_revision": "no"})
    project.write("one", TABLE)
    project.write("two", "exit()", down="one")
    with pytest.raises(ScriptFailed, match="The whole run was rolled back"):
        project.upgrade()
    assert (project.rows(), project.tables()) == ((), set())


def test_a_file_that_ends_the_program_stops_all_before_the_first(
    project: Project,
) -> None:
    project.write("one", TABLE)
    project.write("two", "pass", down="one", more="exit('no DATABASE_URL')")
    with pytest.raises(ScriptFailed, match="line 8, saying: no DATABASE_URL"):
        project.upgrade()
    assert (project.rows(), project.tables()) == ((), set())


@pytest.mark.parametrize("body", ["exit()", "raise SystemExit('no')"])
def test_without_a_database(on_sqlite: Project, body: str) -> None:
    on_sqlite.write("one", TABLE)
    on_sqlite.write("two", body, down="one")
    for preview in (offline.upgrade_sql, offline.upgrade_preview):
        with pytest.raises(ScriptFailed, match="two.*ended the program") as caught:
            preview(on_sqlite.settings)
        assert caught.value.exit_code == 3
    with pytest.raises(ScriptNotRecorded, match="two.*ended the program"):
        offline.upgrade_sql(on_sqlite.settings, "two:head")


def test_an_interrupt_stays_one(on_sqlite: Project) -> None:
    on_sqlite.write("one", f"{TABLE}\nraise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        on_sqlite.upgrade()
    assert (on_sqlite.rows(), on_sqlite.tables()) == ((), set())


def test_with_an_asynchronous_driver(tmp_path: Path, sqlite_url: str) -> None:
    """Event loops let SystemExit and CancelledError through by ways of their own."""
    project = Project(tmp_path, sqlite_url.replace("sqlite", "sqlite+aiosqlite", 1))
    for end in ("exit()", "raise __import__('asyncio').CancelledError"):
        project.write("one", f"{TABLE}\n{end}")
        with pytest.raises(ScriptFailed):
            project.upgrade()

        async def within_a_loop() -> None:
            project.upgrade()

        with pytest.raises(ScriptFailed):
            asyncio.run(within_a_loop())
    project.url = sqlite_url
    assert project.tables() == set()


# --- in env.py ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "env",
    [
        "exit('no DATABASE_URL')",
        "from autodiff import context\nwith context.connect() as c:\n    exit('no DATABASE_URL')",
        "from autodiff import context\nwith context.connect() as c:\n    context.run(c)\nexit('no DATABASE_URL')",
        "def f():\n    raise GeneratorExit('no DATABASE_URL')\nf()",
    ],
)
def test_an_env_that_ends_the_program(on_sqlite: Project, env: str) -> None:
    on_sqlite.write("one", "pass")
    (on_sqlite.folder / "migrations" / "env.py").write_text(env)
    with pytest.raises(CodeEnded, match="no DATABASE_URL") as caught:
        on_sqlite.upgrade()
    assert "env.py" in str(caught.value)
    assert "What was done before is kept; see: autodiff current." in str(caught.value)
    assert caught.value.exit_code == 3


HOOK = """
from autodiff import context
def told(connection, step):
    {body}
with context.connect() as connection:
    context.run(connection, on_version_apply=told)
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("exit('not today')", "on_version_apply ended the program.*not today"),
        ("return other()\nasync def other(): pass", "returned a coroutine"),
    ],
)
def test_a_function_that_is_told_of_each_revision(
    project: Project, body: str, said: str
) -> None:
    project.write("one", "pass")
    project.env(HOOK.format(body=body))
    with pytest.raises(ScriptFailed, match=said):
        project.upgrade()
    assert project.rows() == ()
    with pytest.raises(StampRefused, match=said):
        project.stamp("one")
    assert project.rows() == ()


# --- who raised it --------------------------------------------------------------------------------


def test_a_task_that_is_cancelled_from_outside_is_cancelled() -> None:
    """SystemExit and the like mean one thing, a cancellation two."""

    async def work() -> None:
        with users_code("It"):
            await asyncio.sleep(60)

    async def main() -> None:
        task = asyncio.create_task(work())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_a_url_in_the_words_is_there_for_the_api_alone(on_sqlite: Project) -> None:
    """The command line hides passwords, whoever says them: see tests/cli/test_bad_input.py."""
    on_sqlite.write("one", "exit('cannot reach postgresql://me:secret@h/d')")
    with pytest.raises(AutodiffError, match="cannot reach postgresql"):
        on_sqlite.upgrade()


def _is_mariadb(project: Project) -> bool:
    return sa.make_url(project.url).get_backend_name() in ("mysql", "mariadb")
