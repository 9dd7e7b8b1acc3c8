"""What goes wrong at a user's desk, as tables: what is typed, the exit code, and words that are said.

Each is refused with one paragraph, and no file changes. What takes more steps is in
``test_bad_input.py``.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet

from tests.cli.broken_project import (
    block_versions,
    edited_second,
    lose_first,
    remove_template,
    replace_template,
    second,
    settle,
    spoil_database,
)
from tests.cli.program import Project
from tests.cli.refusal import refused

IN_AN_EMPTY_FOLDER = """
an unknown command
  autodiff upgade
  2 There is no command 'upgade'. Did you mean upgrade?
  2 autodiff --help

a command by the name that others give it
  autodiff rollback
  2 Did you mean downgrade?

an empty message
  autodiff generate -m ' '
  autodiff revision -m ' '
  2 Invalid value for '-m' / '--message': it is empty.

SQL and JSON
  autodiff upgrade --sql --json
  2 --sql prints SQL: not with --json.

SQL and a dry run
  autodiff upgrade --sql --dry-run
  2 --sql prints SQL: not with --dry-run.

two settings files, of which neither wins silently
  autodiff -c a.ini -c pyproject.toml current
  2 -c is given twice: one file has all settings.

an option of the program after the command
  autodiff upgrade --url sqlite://
  2 The option --url stands before the command

no settings
  autodiff heads
  autodiff current
  autodiff upgrade
  autodiff check
  2 No autodiff settings were found in FOLDER.
  2 autodiff init DIRECTORY

the URL that init leaves for editing
  autodiff current
  2 driver://user:***@localhost/dbname

an unknown project template
  autodiff init -t genric migrations
  2 There is no project template genric
  2 generic
  2 pyproject
  2 async
  2 multidb

a pyproject.toml that is no TOML
  autodiff init -t pyproject migrations
  2 pyproject.toml cannot be read
"""

WITH_A_SECRET = """
an unknown database
  autodiff --url oracel://me:secret@x current
  autodiff --url oracel://me:secret@x upgrade --sql
  2 No database that is known here is called oracel

a URL that cannot be parsed
  autodiff --url 'no url:secret@here' current
  2 The database URL cannot be understood
"""

IN_A_PROJECT = """
a missing message
  autodiff generate
  2 Missing option '-m'
  2 Example: autodiff generate -m

a rename without a colon
  autodiff generate -m x --rename users.name
  2 'users.name' is not of the form OLD:NEW

a fill for a revision written by hand
  autodiff revision -m x --fill users.name=x
  2 need --autogenerate

an unknown setting
  autodiff check
  2 there is no setting 'modles'. Did you mean models?

a database without a driver
  autodiff --url mysql+mysqlconnector://u:secret@h/d current
  2 No driver for mysql is installed
  2 pip install

a server that is down
  autodiff --url postgresql://me:secret@127.0.0.1:1/shop current
  3 postgresql+psycopg://me:***@127.0.0.1:1/shop cannot be reached
  3 refused

models with a syntax error
  autodiff check
  2 File "FOLDER/models.py", line 1
  2 SyntaxError: '(' was never closed

models of a module that is not there
  autodiff generate -m x
  2 there is no module nowhere

models of a name that is not there
  autodiff generate -m x
  2 models has no Bass
  2 Did you mean Base?

models without metadata
  autodiff generate -m x
  2 Base is no MetaData, declarative base

no models set
  autodiff generate -m x
  2 The setting models is empty

models that are left out
  autodiff generate -m x
  2 declare tables (users), and all of them are left out by include.

a database that is not at head
  autodiff check
  autodiff diff
  autodiff generate -m x
  1 The database is not up to date: it is at ae1027a6acf4
  1 autodiff upgrade head

an id that does not exist
  autodiff upgrade ae1027a6acf5
  2 There is no revision or branch label 'ae1027a6acf5'
  2 ae1027a6acf4

an ambiguous id
  autodiff show ae
  2 'ae' is the start of several revisions: ae1027a6acf4, ae5555555555
  2 ae1027a6acf4
  2 ae5555555555

a relative address too far
  autodiff downgrade -3
  2 '-3' goes too far

several heads
  autodiff upgrade head
  2 there are several heads
  2 all of them with `heads`

a revision with a syntax error
  autodiff upgrade head
  3 Revision ae5555555555 (FOLDER/migrations/versions/ae5555555555_second.py) failed
  3 line 11
  3 SyntaxError: invalid syntax

a revision without upgrade
  autodiff upgrade head
  3 Revision ae5555555555 (FOLDER/migrations/versions/ae5555555555_second.py) has no function upgrade()

a revision that fails to import
  autodiff upgrade head
  3 ModuleNotFoundError: No module named 'nothing_like_that' (line 1)

a database at a revision without a file
  autodiff upgrade head
  1 The database is ahead of these scripts: it is at ae1027a6acf4

a missing template
  autodiff generate -m x
  2 script.py.mako is missing

a template with an unknown name
  autodiff generate -m x
  3 script.py.mako cannot be used
  3 'revison' is not defined

a template that mako cannot read
  autodiff generate -m x
  3 script.py.mako cannot be used
  3 line 1

a template that does not give Python
  autodiff generate -m x
  3 script.py.mako cannot be used
  3 annot parse: 2:3

an environment with a syntax error
  autodiff current
  2 SyntaxError: invalid syntax

an environment that runs nothing
  autodiff upgrade head
  2 env.py ended without calling context.run()

a folder that cannot be written
  autodiff generate -m x
  3 cannot be written: File exists

a project in a folder that is not empty
  autodiff init migrations
  1 The folder migrations exists and is not empty.

a second project in one folder
  autodiff init -t pyproject other
  1 autodiff.ini has settings for autodiff already

an error that nobody foresaw
  autodiff upgrade head
  3 file is not a database
  3 autodiff --raiseerr COMMAND
"""

Break = Callable[[Project], object]


def written(name: str, text: str) -> Break:
    """Return what writes a file of the project anew."""
    return lambda project: project.write(name, text)


def set_to(models: str) -> Break:
    """Return what replaces the setting ``models``."""
    return lambda project: settle(project, "models = models:Base", models)


def with_template(text: str) -> Break:
    """Return what gives new revisions another template."""
    return lambda project: replace_template(project, text)


# By the name of a case, what is done before; nothing, where it is not here.
BROKEN: dict[str, Break] = {
    "the URL that init leaves for editing": lambda empty: empty.ok(
        "init", "migrations"
    ),
    "a pyproject.toml that is no TOML": written("pyproject.toml", "[project\n"),
    "an unknown setting": set_to("modles = models:Base"),
    "models with a syntax error": written("models.py", "class Base(\n"),
    "models of a module that is not there": set_to("models = nowhere.models:Base"),
    "models of a name that is not there": set_to("models = models:Bass"),
    "models without metadata": written("models.py", "Base = 1\n"),
    "no models set": set_to(""),
    "models that are left out": set_to("models = models:Base\ninclude = shop_*"),
    "a database that is not at head": second,
    "an ambiguous id": second,
    "several heads": lambda project: (
        second(project),
        second(project, name="ae6666666666"),
    ),
    "a revision with a syntax error": lambda project: second(project, upgrade="def"),
    "a revision without upgrade": lambda project: edited_second(
        project, "def upgrade", "def up"
    ),
    "a revision that fails to import": lambda project: edited_second(
        project, '\n"""Second', 'import nothing_like_that\n\n"""Second'
    ),
    "a database at a revision without a file": lose_first,
    "a missing template": remove_template,
    "a template with an unknown name": with_template("${revison}"),
    "a template that mako cannot read": with_template("% if revision:\n"),
    # black 24.1 writes the word "cannot" with a capital
    "a template that does not give Python": with_template(
        'revision = "${revision}"\ndef\n'
    ),
    "an environment with a syntax error": written("migrations/env.py", "def\n"),
    "an environment that runs nothing": written(
        "migrations/env.py", "from autodiff import context\n"
    ),
    "a folder that cannot be written": block_versions,
    "an error that nobody foresaw": spoil_database,
}


def rows(*tables: str) -> list[ParameterSet]:
    """Return a row for each command of each case: name, typed, exit code, words."""
    every = []
    for block in "".join(tables).strip().split("\n\n"):
        name, *lines = block.split("\n")
        commands = [line for line in lines if line.startswith("  autodiff ")]
        words = [line.strip().partition(" ") for line in lines[len(commands) :]]
        (code,) = {int(number) for number, _, _ in words}
        said = [text for _, _, text in words]
        for command in commands:
            _, *typed = shlex.split(command)
            every.append(
                pytest.param(name, typed, code, said, id=f"{name}:{command[10:]}")
            )
    return every


NAMES = ("name", "typed", "code", "said")


def check(
    project: Project, name: str, typed: list[str], code: int, said: list[str]
) -> str:
    """Break the project as the case wants it, and type the command; return what is said."""
    if name in BROKEN:
        BROKEN[name](project)
    text = refused(project, *typed, code=code)
    for words in said:
        assert words.replace("FOLDER", str(project.folder)) in text
    return text


@pytest.mark.parametrize(NAMES, rows(IN_AN_EMPTY_FOLDER))
def test_in_an_empty_folder(
    empty: Project, name: str, typed: list[str], code: int, said: list[str]
) -> None:
    check(empty, name, typed, code, said)


@pytest.mark.parametrize(NAMES, rows(WITH_A_SECRET))
def test_a_secret_is_not_shown(
    project: Project, name: str, typed: list[str], code: int, said: list[str]
) -> None:
    assert "secret" not in check(project, name, typed, code, said)


@pytest.mark.parametrize(NAMES, rows(IN_A_PROJECT))
def test_in_a_project(
    project: Project, name: str, typed: list[str], code: int, said: list[str]
) -> None:
    check(project, name, typed, code, said)


def test_what_is_broken_is_for_a_case() -> None:
    cases = rows(IN_AN_EMPTY_FOLDER, WITH_A_SECRET, IN_A_PROJECT)
    assert BROKEN.keys() <= {row.values[0] for row in cases}
