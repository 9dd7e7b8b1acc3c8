"""What goes wrong at a user's desk: each says what happened, and nothing is lost.

What takes one command is in the tables of ``test_refused.py``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from tests.cli.broken_project import change_models, second, settle, spoil_database
from tests.cli.program import Project, environment
from tests.cli.refusal import paragraph, refused

# --- the command line -----------------------------------------------------------------------------


def test_an_unknown_command_like_none(empty: Project) -> None:
    assert "Did you mean" not in refused(empty, "frobnicate", code=2)


def test_an_unknown_option(empty: Project) -> None:
    """The quotes came with click 8.2."""
    text = refused(empty, "check", "--jsn", code=2)
    assert "Did you mean --json?" in text.replace("'", "")


# --- the server -----------------------------------------------------------------------------------


@pytest.mark.parametrize("flags", [(), ("--raiseerr",)])
def test_a_wrong_password_is_not_shown(
    project: Project, mariadb_url: str, flags: tuple[str, ...]
) -> None:
    url = mariadb_url.replace("root:", "root:dont-tell")
    ended = project.run(*flags, "--url", url, "current")
    assert ended.code == 3
    assert "Access denied" in ended.err
    assert "dont-tell" not in ended.err + ended.out


@pytest.mark.parametrize("flags", [(), ("--raiseerr",)])
def test_an_unknown_user_of_postgresql(
    project: Project, postgresql_url: str, flags: tuple[str, ...]
) -> None:
    user = postgresql_url.partition("://")[2].partition("@")[0]
    url = postgresql_url.replace(f"//{user}@", "//nobody-there:dont-tell@")
    ended = project.run(*flags, "--url", url, "current")
    assert ended.code == 3
    assert "cannot be reached" in ended.err
    assert "dont-tell" not in ended.err + ended.out


# --- models ---------------------------------------------------------------------------------------


def test_models_that_fail_to_import(project: Project) -> None:
    project.write("models.py", "import shop_helpers\n")
    project.write("shop_helpers.py", "def price():\n    return 1 / 0\n\nprice()\n")
    text = refused(project, "check", code=2)
    assert "The models models:Base cannot be imported" in text
    assert f'File "{project.folder}/models.py", line 1' in text
    assert "ZeroDivisionError: division by zero" in text
    assert text.count('File "') == 3
    assert "/autodiff/" not in text


COMPARING = [
    ("check",),
    ("check", "--json"),
    ("diff",),
    ("diff", "--sql"),
    ("generate", "-m", "x"),
    ("generate", "-m", "x", "--verify"),
    ("revision", "--autogenerate", "-m", "x"),
]


def without_models(project: Project) -> None:
    """The base stays; the module of its models is one that nobody imports."""
    base, user = (project.folder / "models.py").read_text().split("class User")
    project.write("models.py", base)
    project.write("users.py", f"from models import *\n\n\nclass User{user}")


@pytest.mark.parametrize("command", COMPARING)
def test_models_that_declare_nothing(
    project: Project, command: tuple[str, ...]
) -> None:
    without_models(project)
    text = refused(project, *command, code=2)
    assert text.startswith(
        "Error: models:Base declares no tables. Name the module that defines them. "
        "Nothing was compared or written"
    )
    assert "\n    models = users\n" in text
    settle(project, "models = models:Base", "models = users")
    project.ok("check")


def test_models_that_declare_nothing_are_told_on_the_page(project: Project) -> None:
    """Whatever else is known is shown, and all is not well."""
    without_models(project)
    ended = project.run("status")
    assert ended.code == 2
    assert "Current: ae1027a6acf4" in ended.out
    assert ended.out.splitlines()[-1] == (
        "Differences to the models: not compared, models:Base declares no tables"
    )
    assert ended.paragraph.startswith("Error: models:Base declares no tables. Name ")
    ended = project.run("status", "--json")
    assert ended.code == 2
    assert '"not_compared": "models:Base declares no tables"' in ended.out


# --- code that ends the program -------------------------------------------------------------------

EXIT = "import sys; sys.exit('no DATABASE_URL')"


@pytest.mark.parametrize("command", COMPARING)
@pytest.mark.parametrize(
    "code",
    [
        EXIT,
        "raise SystemExit('no DATABASE_URL')",
        "exit('no DATABASE_URL')",
        "import atexit, sys; atexit.register(print); sys.exit('no DATABASE_URL')",
    ],
)
def test_models_that_end_the_program(
    project: Project, command: tuple[str, ...], code: str
) -> None:
    project.write("models.py", f"{code}\n")
    ended = project.run(*command)
    assert ended.code == 3
    assert ended.paragraph.startswith(
        f"Error: The models models:Base ended the program at line 1 of {project.folder}"
        "/models.py, saying: no DATABASE_URL. Nothing was compared or written."
    )
    assert len(project.revisions()) == 1


def test_models_that_end_the_program_are_told_on_the_page(project: Project) -> None:
    project.write("models.py", EXIT)
    ended = project.run("status")
    assert ended.code == 3
    assert "Current: ae1027a6acf4" in ended.out
    assert "no DATABASE_URL" in ended.paragraph


@pytest.mark.parametrize("command", ["upgrade", "current", "check", "status", "stamp"])
@pytest.mark.parametrize("code", [EXIT, "exit(0)", "raise SystemExit", "exit(5)"])
def test_an_environment_that_ends_the_program(
    project: Project, command: str, code: str
) -> None:
    project.write("migrations/env.py", f"{code}\n")
    arguments = (command, "head") if command == "stamp" else (command,)
    text = refused(project, *arguments, code=3)
    assert "Code of the project ended the program at line 1 of " in text
    assert ("no DATABASE_URL" in text) is (code == EXIT)
    assert "What was done before is kept; see: autodiff current." in text


@pytest.mark.parametrize("flags", [(), ("--dry-run",), ("--sql",)])
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit('stop the workers')", "saying: stop the workers."),
        ("exit()", "with exit code 0."),
        ("__import__('sys').exit(1)", "with exit code 1."),
        ("raise GeneratorExit", "raised GeneratorExit at line 11."),
    ],
)
def test_a_revision_that_ends_the_program(
    project: Project, flags: tuple[str, ...], code: str, said: str
) -> None:
    second(project, code)
    text = refused(project, "upgrade", "head", *flags, code=3)
    assert "Revision ae5555555555 (" in text
    assert said in text
    assert project.ok("current").out.startswith("ae1027a6acf4")


def test_a_revision_that_is_interrupted(project: Project) -> None:
    second(project, "raise KeyboardInterrupt")
    ended = project.run("upgrade")
    assert ended.code == 130
    assert "Interrupted." in ended.err


@pytest.mark.parametrize(
    "raised",
    [
        "__import__('click').exceptions.Exit(0)",
        "__import__('click').Abort()",
        "BrokenPipeError()",
        "type('Stop', (BaseException,), {})()",
    ],
)
def test_what_would_end_a_command_of_ours_comes_from_the_models(
    project: Project, raised: str
) -> None:
    """Where nobody calls them, but SQLAlchemy does, and no env.py stands around it."""
    (project.folder / "migrations/env.py").unlink()
    project.write(
        "models.py",
        "import sqlalchemy as sa\nBase = sa.MetaData()\n"
        "class Money(sa.types.UserDefinedType):\n"
        f"    def get_col_spec(self, **_):\n        raise {raised}\n"
        "sa.Table('users', Base, sa.Column('id', Money))\n",
    )
    refused(project, "check", code=3)


def test_a_password_in_the_last_words(project: Project) -> None:
    words = "cannot reach postgresql://me:dont-tell@host/shop"
    for place in ("models.py", "migrations/env.py"):
        project.write(place, f"raise SystemExit('{words}')")
        ended = project.run("--raiseerr", "check")
        assert ended.code == 3
        assert "cannot reach postgresql://me:***@host/shop" in ended.err
        assert "dont-tell" not in ended.err.replace(f"raise SystemExit('{words}')", "")


# --- code that does nothing yet -------------------------------------------------------------------


@pytest.mark.parametrize("flags", [(), ("--dry-run",), ("--sql",)])
@pytest.mark.parametrize(
    ("old", "new", "sort"),
    [
        ("def upgrade", "async def upgrade", "a coroutine function"),
        ("    pass", "    yield", "a generator function"),
    ],
)
def test_a_revision_that_nobody_would_run(
    project: Project, flags: tuple[str, ...], old: str, new: str, sort: str
) -> None:
    file = second(project)
    file.write_text(file.read_text().replace(old, new))
    text = refused(project, "upgrade", "head", *flags, code=3)
    assert f"In revision ae5555555555 ({file}), upgrade() is {sort}: " in text
    assert "Nothing of this revision was run." in text
    assert project.ok("current").out.startswith("ae1027a6acf4")


def test_a_revision_that_gives_back_what_it_should_do(project: Project) -> None:
    second(project, "return (op.execute(sql) for sql in ['drop table users'])")
    text = refused(project, "upgrade", "head", code=3)
    assert "The script returned a generator, which nobody runs." in text
    assert project.ok("current").out.startswith("ae1027a6acf4")


# --- the project's files --------------------------------------------------------------------------


def test_an_environment_that_raises(project: Project) -> None:
    project.write(
        "migrations/env.py", "def connect():\n    return 1 / 0\n\nconnect()\n"
    )
    text = refused(project, "upgrade", "head", code=2)
    assert "ZeroDivisionError: division by zero" in text
    assert text.count('File "') == 2
    assert "/autodiff/" not in text


# --- in the middle --------------------------------------------------------------------------------


def _heed_interrupts() -> None:
    """A shell starts what is in its background deaf to interrupts, with all that this starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_loses_nothing(project: Project) -> None:
    statement = "CREATE TABLE halfway (id INTEGER)"
    sleep = "__import__('time').sleep(60)"
    signs = "__import__('pathlib').Path('begun').touch()"
    second(project, f'op.execute("{statement}"); {signs}; {sleep}')
    running = subprocess.Popen(
        [project.program, "upgrade", "head"],
        cwd=project.folder,
        env=environment({}),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,
    )
    while not (project.folder / "begun").exists():
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.splitlines()[-1].startswith("Error: Interrupted.")
    assert "Traceback" not in err
    assert project.ok("current").out.startswith("ae1027a6acf4")
    assert "halfway" not in project.run("--raiseerr", "check").out


def test_where_an_error_came_from(project: Project) -> None:
    spoil_database(project)
    ended = project.run("--raiseerr", "upgrade", "head")
    assert ended.code == 3
    assert "Traceback (most recent call last)" in ended.err
    assert ended.err.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize("command", ["history", "--help"])
def test_a_reader_that_goes_away(project: Project, command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [project.program, command],
        cwd=project.folder,
        env=environment({}),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_of_check_that_goes_away_changes_no_exit_code(
    project: Project,
) -> None:
    change_models(project)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [project.program, "-q", "check"],
        cwd=project.folder,
        env=environment({}),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_paragraphs_have_no_gaps(project: Project) -> None:
    """One error, one paragraph."""
    assert "\n" not in paragraph(project.run("upgrade", "nowhere"))
