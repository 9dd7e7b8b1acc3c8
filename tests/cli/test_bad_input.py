"""What goes wrong at a user's desk: each says what happened, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.program import Project, environment
from tests.cli.refusal import paragraph, refused

REVISION = "migrations/versions/ae1027a6acf4_create_users.py"
SECOND = '''
"""Second."""

from autodiff import op

revision = "ae5555555555"
down_revision = "ae1027a6acf4"


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    pass
'''


def second(project: Project, upgrade: str = "pass", name: str = "ae5555555555") -> Path:
    text = SECOND.format(upgrade=upgrade).replace("ae5555555555", name)
    return project.write(f"migrations/versions/{name}_second.py", text)


def settle(project: Project, old: str, new: str) -> None:
    """Edit the settings."""
    file = project.folder / "autodiff.ini"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


# --- the command line -----------------------------------------------------------------------------


def test_an_unknown_command(empty: Project) -> None:
    text = refused(empty, "upgade", code=2)
    assert "There is no command 'upgade'. Did you mean upgrade?" in text
    assert "autodiff --help" in text


def test_a_command_by_the_name_that_others_give_it(empty: Project) -> None:
    assert "Did you mean downgrade?" in refused(empty, "rollback", code=2)


def test_an_unknown_command_like_none(empty: Project) -> None:
    assert "Did you mean" not in refused(empty, "frobnicate", code=2)


def test_an_unknown_option(empty: Project) -> None:
    """The quotes came with click 8.2."""
    text = refused(empty, "check", "--jsn", code=2)
    assert "Did you mean --json?" in text.replace("'", "")


@pytest.mark.parametrize("command", ["generate", "revision"])
def test_an_empty_message(empty: Project, command: str) -> None:
    text = refused(empty, command, "-m", " ", code=2)
    assert "Invalid value for '-m' / '--message': it is empty." in text


@pytest.mark.parametrize("command", [("current",), ("upgrade", "--sql")])
def test_an_unknown_database(project: Project, command: tuple[str, ...]) -> None:
    text = refused(project, "--url", "oracel://me:secret@x", *command, code=2)
    assert "No database that is known here is called oracel" in text
    assert "secret" not in text


@pytest.mark.parametrize("other", ["--json", "--dry-run"])
def test_sql_and_something_else(empty: Project, other: str) -> None:
    text = refused(empty, "upgrade", "--sql", other, code=2)
    assert f"--sql prints SQL: not with {other}." in text


def test_two_settings_files(empty: Project) -> None:
    """Neither wins silently."""
    text = refused(empty, "-c", "a.ini", "-c", "pyproject.toml", "current", code=2)
    assert "-c is given twice: one file has all settings." in text


def test_an_option_of_the_program_after_the_command(empty: Project) -> None:
    text = refused(empty, "upgrade", "--url", "sqlite://", code=2)
    assert "The option --url stands before the command" in text


def test_a_missing_message(project: Project) -> None:
    text = refused(project, "generate", code=2)
    assert "Missing option '-m'" in text
    assert "Example: autodiff generate -m" in text


def test_a_rename_without_a_colon(project: Project) -> None:
    text = refused(project, "generate", "-m", "x", "--rename", "users.name", code=2)
    assert "'users.name' is not of the form OLD:NEW" in text


def test_a_fill_for_a_revision_written_by_hand(project: Project) -> None:
    options = ("-m", "x", "--fill", "users.name=x")
    assert "need --autogenerate" in refused(project, "revision", *options, code=2)


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["heads", "current", "upgrade", "check"])
def test_no_settings(empty: Project, command: str) -> None:
    text = refused(empty, command, code=2)
    assert f"No autodiff settings were found in {empty.folder}." in text
    assert "autodiff init DIRECTORY" in text


def test_an_unknown_setting(project: Project) -> None:
    settle(project, "models = ", "modles = ")
    text = refused(project, "check", code=2)
    assert "there is no setting 'modles'. Did you mean models?" in text


def test_a_url_that_cannot_be_parsed(project: Project) -> None:
    text = refused(project, "--url", "no url:secret@here", "current", code=2)
    assert "The database URL cannot be understood" in text
    assert "secret" not in text


def test_the_url_that_init_leaves_for_editing(empty: Project) -> None:
    empty.ok("init", "migrations")
    text = refused(empty, "current", code=2)
    assert "driver://user:***@localhost/dbname" in text


def test_a_database_without_a_driver(project: Project) -> None:
    text = refused(
        project, "--url", "mysql+mysqlconnector://u:secret@h/d", "current", code=2
    )
    assert "No driver for mysql is installed" in text
    assert "pip install" in text


# --- the server -----------------------------------------------------------------------------------


def test_a_server_that_is_down(project: Project) -> None:
    url = "postgresql://me:secret@127.0.0.1:1/shop"
    text = refused(project, "--url", url, "current", code=3)
    assert "postgresql+psycopg://me:***@127.0.0.1:1/shop cannot be reached" in text
    assert "refused" in text


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


def test_models_with_a_syntax_error(project: Project) -> None:
    project.write("models.py", "class Base(\n")
    text = refused(project, "check", code=2)
    assert f'File "{project.folder}/models.py", line 1' in text
    assert "SyntaxError: '(' was never closed" in text


def test_models_of_a_module_that_is_not_there(project: Project) -> None:
    settle(project, "models:Base", "nowhere.models:Base")
    text = refused(project, "generate", "-m", "x", code=2)
    assert "there is no module nowhere" in text


def test_models_of_a_name_that_is_not_there(project: Project) -> None:
    settle(project, "models:Base", "models:Bass")
    text = refused(project, "generate", "-m", "x", code=2)
    assert "models has no Bass" in text
    assert "Did you mean Base?" in text


def test_models_without_metadata(project: Project) -> None:
    project.write("models.py", "Base = 1\n")
    text = refused(project, "generate", "-m", "x", code=2)
    assert "Base is no MetaData, declarative base" in text


def test_no_models_set(project: Project) -> None:
    settle(project, "models = models:Base", "")
    text = refused(project, "generate", "-m", "x", code=2)
    assert "The setting models is empty" in text


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


def test_models_that_are_left_out(project: Project) -> None:
    settle(project, "models = models:Base", "models = models:Base\ninclude = shop_*")
    text = refused(project, "generate", "-m", "x", code=2)
    assert "declare tables (users), and all of them are left out by include." in text


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


# --- revisions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("check",), ("diff",), ("generate", "-m", "x")])
def test_a_database_that_is_not_at_head(
    project: Project, command: tuple[str, ...]
) -> None:
    second(project)
    text = refused(project, *command, code=1)
    assert "The database is not up to date: it is at ae1027a6acf4" in text
    assert "autodiff upgrade head" in text


def test_an_id_that_does_not_exist(project: Project) -> None:
    text = refused(project, "upgrade", "ae1027a6acf5", code=2)
    assert "There is no revision or branch label 'ae1027a6acf5'" in text
    assert "ae1027a6acf4" in text


def test_an_ambiguous_id(project: Project) -> None:
    second(project)
    text = refused(project, "show", "ae", code=2)
    assert "'ae' is the start of several revisions: " in text
    assert "ae1027a6acf4" in text
    assert "ae5555555555" in text


def test_a_relative_address_too_far(project: Project) -> None:
    text = refused(project, "downgrade", "-3", code=2)
    assert "'-3' goes too far" in text


def test_several_heads(project: Project) -> None:
    second(project)
    second(project, name="ae6666666666")
    text = refused(project, "upgrade", "head", code=2)
    assert "there are several heads" in text
    assert "all of them with `heads`" in text


def test_a_revision_with_a_syntax_error(project: Project) -> None:
    file = second(project, upgrade="def")
    text = refused(project, "upgrade", "head", code=3)
    assert f"Revision ae5555555555 ({file}) failed" in text
    assert "line 11" in text
    assert "SyntaxError: invalid syntax" in text


def test_a_revision_without_upgrade(project: Project) -> None:
    file = second(project)
    file.write_text(file.read_text().replace("def upgrade", "def up"))
    text = refused(project, "upgrade", "head", code=3)
    assert f"Revision ae5555555555 ({file}) has no function upgrade()" in text


def test_a_revision_that_fails_to_import(project: Project) -> None:
    file = second(project)
    file.write_text(f"import nothing_like_that\n{file.read_text()}")
    text = refused(project, "upgrade", "head", code=3)
    assert "ModuleNotFoundError: No module named 'nothing_like_that' (line 1)" in text


def test_the_database_knows_a_revision_without_a_file(project: Project) -> None:
    (project.folder / REVISION).unlink()
    second(project).write_text(
        SECOND.format(upgrade="pass").replace('"ae1027a6acf4"', "None")
    )
    text = refused(project, "upgrade", "head", code=1)
    assert "The database is ahead of these scripts: it is at ae1027a6acf4" in text


# --- the project's files --------------------------------------------------------------------------


def change_models(project: Project) -> None:
    file = project.folder / "models.py"
    file.write_text(f"{file.read_text()}    mail: orm.Mapped[str | None]\n")


def test_a_missing_template(project: Project) -> None:
    change_models(project)
    (project.folder / "migrations/script.py.mako").unlink()
    text = refused(project, "generate", "-m", "x", code=2)
    assert "script.py.mako is missing" in text


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("${revison}", "'revison' is not defined"),
        ("% if revision:\n", "line 1"),
        (
            'revision = "${revision}"\ndef\n',
            "annot parse: 2:3",
        ),  # black 24.1 writes it with a capital
    ],
)
def test_a_broken_template(project: Project, template: str, said: str) -> None:
    change_models(project)
    project.write("migrations/script.py.mako", template)
    text = refused(project, "generate", "-m", "x", code=3)
    assert "script.py.mako cannot be used" in text
    assert said in text


def test_an_environment_that_raises(project: Project) -> None:
    project.write(
        "migrations/env.py", "def connect():\n    return 1 / 0\n\nconnect()\n"
    )
    text = refused(project, "upgrade", "head", code=2)
    assert "ZeroDivisionError: division by zero" in text
    assert text.count('File "') == 2
    assert "/autodiff/" not in text


def test_an_environment_with_a_syntax_error(project: Project) -> None:
    project.write("migrations/env.py", "def\n")
    assert "SyntaxError: invalid syntax" in refused(project, "current", code=2)


def test_an_environment_that_runs_nothing(project: Project) -> None:
    project.write("migrations/env.py", "from autodiff import context\n")
    text = refused(project, "upgrade", "head", code=2)
    assert "env.py ended without calling context.run()" in text


def test_a_folder_that_cannot_be_written(project: Project) -> None:
    """A file in the place of the folder: root may write to any folder."""
    change_models(project)
    project.write("migrations/versions/2026", "")
    settings = (project.folder / "autodiff.ini").read_text("utf-8")
    template = "file_template = 2026/%(rev)s\nrecursive_version_locations = true\n"
    project.write("autodiff.ini", settings + template)
    text = refused(project, "generate", "-m", "x", code=3)
    assert "cannot be written: File exists" in text


def test_a_project_in_a_folder_that_is_not_empty(project: Project) -> None:
    text = refused(project, "init", "migrations", code=1)
    assert "The folder migrations exists and is not empty." in text


def test_a_second_project_in_one_folder(project: Project) -> None:
    text = refused(project, "init", "-t", "pyproject", "other", code=1)
    assert "autodiff.ini has settings for autodiff already" in text


def test_an_unknown_project_template(empty: Project) -> None:
    text = refused(empty, "init", "-t", "genric", "migrations", code=2)
    assert "There is no project template genric" in text
    for name in ("generic", "pyproject", "async", "multidb"):
        assert name in text


def test_a_pyproject_that_is_no_toml(empty: Project) -> None:
    empty.write("pyproject.toml", "[project\n")
    text = refused(empty, "init", "-t", "pyproject", "migrations", code=2)
    assert "pyproject.toml cannot be read" in text


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


def test_an_error_that_nobody_foresaw(project: Project) -> None:
    """A database that is no database, for instance."""
    project.write("shop.db", "This is no database.\n" * 100)
    text = refused(project, "upgrade", "head", code=3)
    assert "file is not a database" in text
    assert "autodiff --raiseerr COMMAND" in text


def test_where_an_error_came_from(project: Project) -> None:
    project.write("shop.db", "This is no database.\n" * 100)
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
