"""What people read, word for word: help, reports, errors; piped and on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff.cli.program import SECTIONS
from tests.cli.golden import check_golden
from tests.cli.program import Project
from tests.cli.terminal import on_terminal

COMMANDS = [entry.name for entries in SECTIONS.values() for entry in entries]

CHANGED_MODELS = '''
"""Models of a test, a year later."""

import sqlalchemy as sa
from sqlalchemy import orm


class Base(orm.DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80))
    mail: orm.Mapped[str | None] = orm.mapped_column(sa.String(254), index=True)


class Order(Base):
    __tablename__ = "orders"

    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey(User.id))
'''


@pytest.fixture
def changed(project: Project) -> Project:
    """The models are a year ahead of the database."""
    project.write("models.py", CHANGED_MODELS)
    return project


@pytest.fixture
def two(changed: Project) -> Project:
    """A second revision waits to be applied."""
    options = ("-m", "A year later", "--rev-id", "be2027a6acf4")
    changed.ok("generate", *options)
    return changed


def test_help(empty: Project) -> None:
    check_golden("help.txt", empty.ok("--help").out)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command(empty: Project, command: str) -> None:
    check_golden(f"help-{command}.txt", empty.ok(command, "--help").out)


def test_init(empty: Project) -> None:
    ended = empty.ok("init", "migrations")
    check_golden("init.txt", ended.out + ended.err)
    check_golden("autodiff.ini", (empty.folder / "autodiff.ini").read_text())


def test_init_in_pyproject(empty: Project) -> None:
    empty.write("pyproject.toml", '[project]\nname = "shop"\n')
    ended = empty.ok("init", "-t", "pyproject", "--models", "a:b", "migrations")
    check_golden("init-pyproject.txt", ended.out + ended.err)
    check_golden("pyproject.toml", (empty.folder / "pyproject.toml").read_text())


def test_an_empty_revision(project: Project) -> None:
    project.ok("revision", "-m", 'Say "hello"', "--rev-id", "be2027a6acf4")
    check_golden("empty_revision.py.txt", project.revisions()[-1].read_text())


def test_a_generated_revision(two: Project) -> None:
    check_golden("generated_revision.py.txt", two.revisions()[-1].read_text())


PIPED = {
    "check": ("check",),
    "check-json": ("check", "--json"),
    "diff": ("diff",),
    "diff-sql": ("diff", "--sql"),
    "diff-json": ("diff", "--json"),
}


@pytest.mark.parametrize("name", PIPED)
def test_comparing_piped(changed: Project, name: str) -> None:
    ended = changed.run(*PIPED[name])
    assert ended.code == 1
    check_golden(f"{name}.txt", ended.out)


@pytest.mark.parametrize("name", ["check", "diff", "diff-sql"])
def test_comparing_on_a_terminal(changed: Project, name: str) -> None:
    check_golden(f"{name}.terminal.txt", on_terminal(changed, "-q", *PIPED[name]))


def test_generating(changed: Project) -> None:
    options = ("-m", "A year later", "--rev-id", "be2027a6acf4")
    ended = changed.ok("generate", *options)
    check_golden("generate.txt", ended.out + ended.err, changed.folder)


def test_generating_for_programs(changed: Project) -> None:
    options = ("-m", "A year later", "--rev-id", "be2027a6acf4", "--json")
    check_golden(
        "generate-json.txt", changed.ok("generate", *options).out, changed.folder
    )


def test_generating_where_nothing_changed(project: Project) -> None:
    ended = project.ok("generate", "-m", "Nothing")
    check_golden("generate-nothing.txt", ended.out + ended.err)


LISTS = {
    "history": ("history", "-i"),
    "history-verbose": ("history", "-v"),
    "history-json": ("history", "--json"),
    "heads": ("heads",),
    "branches": ("branches",),
    "show": ("show", "head"),
    "current": ("current",),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_piped(two: Project, name: str) -> None:
    ended = two.ok(*LISTS[name])
    check_golden(f"{name}.txt", ended.out + ended.err, two.folder)


def test_history_on_a_terminal(two: Project) -> None:
    check_golden("history.terminal.txt", on_terminal(two, "-q", "history", "-i"))


def test_running(two: Project) -> None:
    shown = [two.ok(*command) for command in RUNS]
    check_golden("running.txt", "".join(ended.out + ended.err for ended in shown))


RUNS = (
    ("upgrade", "head"),
    ("upgrade", "head"),
    ("downgrade", "-1"),
    ("stamp", "head"),
    ("stamp", "head"),
)


def test_an_error_on_a_terminal(project: Project) -> None:
    check_golden("error.terminal.txt", on_terminal(project, "upgrade", "nowhere"))


@pytest.mark.parametrize("command", [("check",), ("history",), ("upgrade", "nowhere")])
def test_no_colours_where_none_are_wanted(
    changed: Project, command: tuple[str, ...]
) -> None:
    piped = changed.run("-q", *command)
    shown = on_terminal(changed, "-q", *command, NO_COLOR="1")
    assert shown == piped.out + piped.err
    assert "\x1b" not in shown
    assert on_terminal(changed, "-q", *command, TERM="dumb") == shown


def test_every_golden_file_is_read() -> None:
    """A golden file that no test reads says nothing."""
    source = Path(__file__).read_text()
    names = {path.name for path in Path(__file__).with_name("golden").iterdir()}
    known = {f"help-{name}.txt" for name in COMMANDS}
    known |= {f"{name}.txt" for name in (*PIPED, *LISTS)}
    known |= {f"{name}.terminal.txt" for name in PIPED}
    assert not [name for name in names - known if f'"{name}"' not in source]
