"""What people read, word for word: help, reports, errors; piped and on a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autodiff.cli.program import SECTIONS
from tests.cli.golden import check_golden, check_widths
from tests.cli.program import Project
from tests.cli.terminal import WIDTHS, on_a_forked_terminal, on_terminal

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
    check_widths(name, _seen(changed, "-q", *PIPED[name]))


def _seen(project: Project, *arguments: str) -> dict[int, str]:
    """On a narrow terminal and on a wide one, of a folder that is called alike in both."""
    return {
        columns: on_a_forked_terminal(project, *arguments, columns=columns).replace(
            str(project.folder), "<folder>"
        )
        for columns in WIDTHS
    }


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
    "list-templates": ("list-templates",),
    "status": ("status",),
    "status-json": ("status", "--json"),
    "current-verbose": ("current", "-v"),
    "current-json": ("current", "--json"),
    "show-json": ("show", "head", "--json"),
    "dry-run": ("upgrade", "--dry-run"),
    "dry-run-json": ("upgrade", "--dry-run", "--json"),
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


ON_A_TERMINAL = [
    *("history", "status", "dry-run", "show", "current", "list-templates", "heads"),
    *("branches", "current-verbose"),
]


@pytest.mark.parametrize("name", ON_A_TERMINAL)
def test_lists_on_a_terminal(two: Project, name: str) -> None:
    check_widths(name, _seen(two, "-q", *LISTS[name]))


LONG = (
    "Another way to keep the address that a user's mail goes to, which is long to tell"
)


@pytest.fixture
def forked(two: Project) -> Project:
    """Two revisions follow the first, and both are about one table."""
    options = ("-m", LONG, "--head", "ae10", "--splice", "--rev-id", "cf30")
    two.ok("revision", *options)
    path = two.revisions()[-1]
    more = 'op.add_column("users", sa.Column("mail", sa.Text))'
    path.write_text(path.read_text().replace("pass", more, 1))
    return two


FORKED = {
    "forked-line": ("heads",),
    "forked-heads": ("heads", "-v"),
    "forked-branches": ("branches", "-v"),
    "forked-history": ("history",),
}


@pytest.mark.parametrize("name", FORKED)
def test_lists_of_two_lines(forked: Project, name: str) -> None:
    ended = forked.ok(*FORKED[name])
    check_golden(f"{name}.txt", ended.out + ended.err, forked.folder)
    check_widths(name, _seen(forked, "-q", *FORKED[name]))


RESHAPED = {
    "merge": ("merge", "heads", "--rev-id", "d041"),
    "merge-json": ("merge", "heads", "--rev-id", "d041", "--json"),
    "rebase": ("rebase", "cf30", "be20"),
    "rebase-json": ("rebase", "cf30", "be20", "--json"),
    "squash": ("squash", "base:be20", "-m", "Version 1", "--rev-id", "d041"),
    "squash-json": (
        *("squash", "base:be20", "-m", "Version 1", "--rev-id", "d041", "--json"),
    ),
}


@pytest.mark.parametrize("name", RESHAPED)
def test_reshaping(forked: Project, name: str) -> None:
    if name.startswith("squash"):
        forked.revisions()[-1].unlink()
    ended = forked.ok("-q", *RESHAPED[name])
    check_golden(f"{name}.txt", ended.out + ended.err, forked.folder)


def test_running_for_programs(two: Project) -> None:
    commands = (
        ("upgrade",),
        ("downgrade", "-1"),
        ("stamp", "head"),
        ("ensure-version",),
    )
    shown = [two.ok("-q", *command, "--json").out for command in commands]
    check_golden("running-json.txt", "".join(shown))


DIALECTS = ("sqlite", "postgresql", "mysql+pymysql", "mssql+pyodbc", "oracle+oracledb")


@pytest.mark.parametrize("name", DIALECTS)
def test_printed_sql(two: Project, name: str) -> None:
    """For each database's own tool: transactions, separators, version table, journal."""
    url = ("--url", f"{name}://")
    commands = (
        ("upgrade", "--sql", "--tag", "a-tag"),
        ("downgrade", "head:base", "--sql"),
        ("stamp", "ae10:be20", "--sql"),
        ("ensure-version", "--sql"),
    )
    shown = "\n".join(two.ok("-q", *url, *each).out for each in commands)
    shown = re.sub(r"'[^' ]+@[^']+ --sql'", "'<user>@<host> --sql'", shown)
    shown = re.sub(r"'[0-9a-f]{64}', 0", "'<checksum>', 0", shown)
    check_golden(f"printed-{name.partition('+')[0]}.sql.txt", shown)


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


@pytest.mark.parametrize("columns", WIDTHS)
def test_running_on_a_terminal(two: Project, columns: int) -> None:
    """The same is seen."""
    shown = (on_a_forked_terminal(two, *each, columns=columns) for each in RUNS)
    check_golden("running.txt", "".join(shown))


def test_generating_on_a_terminal(changed: Project) -> None:
    options = ("-m", "A year later", "--rev-id", "be2027a6acf4")
    shown = {}
    for columns in WIDTHS:
        text = on_a_forked_terminal(changed, "generate", *options, columns=columns)
        shown[columns] = text.replace(str(changed.folder), "<folder>")
        changed.revisions()[-1].unlink()
    check_widths("generate", shown)


def test_help_on_a_terminal(empty: Project) -> None:
    """Lines of 80 are read more easily than longer ones; there are no colours."""
    for command in ((), *((each,) for each in COMMANDS)):
        name = "-".join(("help", *command))
        shown = on_a_forked_terminal(empty, *command, "--help", columns=120)
        check_golden(f"{name}.txt", shown)


def test_an_error_on_a_terminal(project: Project) -> None:
    check_widths("error", _seen(project, "upgrade", "nowhere"))
    real = on_terminal(project, "upgrade", "nowhere", columns=80)
    check_golden("error.terminal-80.txt", real)


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
    known |= {f"{name}.txt" for name in (*PIPED, *LISTS, *FORKED, *RESHAPED)}
    for each in ("", *(f"-{columns}" for columns in WIDTHS)):
        seen = (*PIPED, *ON_A_TERMINAL, *FORKED, "error", "generate")
        known |= {f"{name}.terminal{each}.txt" for name in seen}
    known |= {f"printed-{name.partition('+')[0]}.sql.txt" for name in DIALECTS}
    assert not [name for name in names - known if f'"{name}"' not in source]
