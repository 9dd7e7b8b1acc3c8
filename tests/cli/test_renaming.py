"""A column gets another name, and what the commands advise is typed: nobody loses a row by that."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cli.program import AUTODIFF, Project, environment
from tests.cli.refusal import refused
from tests.cli.terminal import on_terminal

BEFORE = """
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), index=True),
    sa.Column("nick name", sa.String(20)),
    sa.Column("last_seen", sa.Integer))
sa.Table("notes", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("words", sa.String(80)),
    sa.Column("user_id", sa.ForeignKey("users.id", name="fk_user")))
"""
MAIL = BEFORE.replace('"mail"', '"email"')
ALL = MAIL.replace('"nick name"', '"nick:name"').replace('"notes"', '"remarks"')
ALL = ALL.replace('"words"', '"wording"')
SLIGHT = BEFORE.replace('"last_seen"', '"last_login"')
ADVISED = re.compile(r"^  (.*autodiff .*)$|then run: (autodiff .*)$", re.MULTILINE)


@pytest.fixture
def shop(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with rows."""
    return opened(Project(tmp_path), database_url)


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_url: str) -> Project:
    """The same, where one database will do."""
    return opened(Project(tmp_path), sqlite_url)


def opened(made: Project, url: str) -> Project:
    made.write("models.py", BEFORE)
    made.ok("init", "--url", url, "--models", "models:metadata", "migrations")
    made.ok("generate", "-m", "one")
    made.ok("upgrade", "head")
    name = "`nick name`" if "mysql" in url else '"nick name"'
    queries(
        url,
        f"insert into users (id, mail, {name}, last_seen) values (1, 'a', 'n', 7)",
        "insert into notes (id, words, user_id) values (1, 'w', 1)",
    )
    return made


def queries(url: str, *statements: str) -> list[Any]:
    """What the last one gives."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        found = [connection.exec_driver_sql(each) for each in statements][-1]
        return [tuple(row) for row in found] if found.returns_rows else []


def typed(project: Project, command: str) -> str:
    """A command as it stands, given to a shell; what is read of it."""
    programs = f"{AUTODIFF.parent}:{environment({})['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=project.folder,
        env=environment({"PATH": programs}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def follow(project: Project, said: str) -> list[str]:
    """Type the first command that is advised, and what that one advises, to the end."""
    commands: list[str] = []
    while found := ADVISED.search(said):
        commands.append(found[1] or found[2])
        assert len(commands) < 9, commands
        said = typed(project, commands[-1])
    return commands


def test_what_is_advised_keeps_the_rows(shop: Project, database_url: str) -> None:
    """Names that a shell and the tool itself must be told in quotes, a table, a column in it."""
    shop.write("models.py", ALL)
    said = refused(shop, "generate", "-m", "it's two", code=1)
    assert len(follow(shop, said)) == 2
    shop.ok("check")
    for name in ("email", "mail"):
        (row,) = queries(database_url, "select * from users")
        assert row == (1, "a", "n", 7)
        table = "remarks" if name == "email" else "notes"
        assert queries(database_url, f"select * from {table}") == [(1, "w", 1)]
        assert queries(database_url, f"select {name} from users") == [("a",)]
        if name == "email":
            shop.ok("downgrade", "-1")


def test_a_remark_leads_to_no_loss_either(shop: Project, database_url: str) -> None:
    shop.write("models.py", SLIGHT)
    ended = shop.ok("generate", "-m", "two")
    assert "Perhaps users.last_seen was renamed to users.last_login (" in ended.err
    assert "If nothing of this was renamed, read it, then run: " in ended.err
    commands = follow(shop, ended.err)
    assert len(commands) == 2
    assert commands[0].startswith("rm ")
    shop.ok("check")
    assert queries(database_url, "select last_login from users") == [(7,)]


def test_a_script_that_waits_is_no_reason_to_run_it(on_sqlite: Project) -> None:
    """Whoever generates once more, as he was told in the script, is told to take it away."""
    on_sqlite.write("models.py", SLIGHT)
    on_sqlite.ok("generate", "-m", "two")
    option = "users.last_seen:users.last_login"
    said = refused(on_sqlite, "generate", "-m", "two", "--rename", option, code=1)
    assert "A script that was never run may be deleted" in said


OWN_COMMANDS = {
    "as it was": (("generate", "-m", "two"), "autodiff generate -m two"),
    "by the other name": (
        ("revision", "--autogenerate", "-m", "two"),
        "autodiff revision --autogenerate -m two",
    ),
    "with options": (
        ("-q", "-x", "tenant=a b", "generate", "--message=it's", "--rev-id", "aa"),
        "autodiff -x 'tenant=a b' generate '--message=it'\"'\"'s' --rev-id aa",
    ),
    "with what was said already": (
        ("generate", "-m", "two", "--no-rename", "users.last_seen"),
        "autodiff generate -m two --no-rename users.last_seen",
    ),
}


@pytest.mark.parametrize("case", OWN_COMMANDS)
def test_the_command_to_copy_is_the_users_own(on_sqlite: Project, case: str) -> None:
    on_sqlite.write("models.py", MAIL.replace('"last_seen"', '"last_login"'))
    arguments, own = OWN_COMMANDS[case]
    said = refused(on_sqlite, *arguments, code=1)
    assert f"\n  {own} --rename users.mail:users.email\n" in said


def test_no_password_is_shown(on_sqlite: Project, postgresql_url: str) -> None:
    url = sa.make_url(postgresql_url).set(password="hush")
    shown = url.render_as_string(hide_password=False)
    opened(Project(on_sqlite.folder / "two"), shown)
    project = Project(on_sqlite.folder / "two")
    project.write("models.py", MAIL)
    said = refused(
        project, "--url", shown, "-x", "password=hush", "generate", "-m", "x", code=1
    )
    assert "hush" not in said
    assert "(with your own in place of ***)" in said


# --- by option ------------------------------------------------------------------------------------

NO = {
    # all of it
    "before another option": ("generate", "--no-rename", "-m", "two"),
    "at the end": ("generate", "-m", "two", "--no-rename"),
    "before a flag": ("generate", "-m", "two", "--no-rename", "--json"),
    "beside names": (
        "generate",
        "-m",
        "two",
        "--no-rename",
        "users.mail",
        "--no-rename",
    ),
    # by name
    "by name": ("generate", "-m", "two", "--no-rename", "users.mail"),
    "by name, in one word": ("generate", "--no-rename=users.mail", "-m", "two"),
    "of two, one by the other option": (
        *("generate", "-m", "two", "--rename", "users.nick name:users.nick"),
        *("--no-rename", "users.mail"),
    ),
}


@pytest.mark.parametrize("case", NO)
def test_no_is_said(on_sqlite: Project, case: str) -> None:
    models = MAIL.replace('"nick name"', '"nick"') if "of two" in case else MAIL
    on_sqlite.write("models.py", models)
    ended = on_sqlite.ok(*NO[case])
    assert "erhaps" not in ended.err
    assert ended.err.endswith("\nRead it, then run: autodiff upgrade head\n")
    text = on_sqlite.revisions()[-1].read_text()
    assert text.startswith('"""two\n') and "erhaps" not in text
    assert 'op.drop_column("users", "mail")' in text


def test_no_to_what_is_not_there(on_sqlite: Project) -> None:
    on_sqlite.write("models.py", MAIL)
    for command in (("generate", "-m", "two"), ("check",), ("diff",)):
        said = refused(on_sqlite, *command, "--no-rename", "users.mial", code=2)
        assert "Did you mean users.mail?" in said
    said = refused(on_sqlite, "generate", "-m", "two", "--no-rename", "", code=2)
    assert "it is empty" in said
    refused(on_sqlite, "revision", "-m", "two", "--no-rename", code=2)


def test_a_rename_without_two_sides(on_sqlite: Project) -> None:
    for value in ("users.mail", 'users."a:b"', ":users.mail", "users.mail:"):
        said = refused(on_sqlite, "generate", "-m", "x", "--rename", value, code=2)
        assert "is not of the form OLD:NEW" in said


# --- on a terminal --------------------------------------------------------------------------------

QUESTION = "Was users.mail renamed to users.email?"


def test_yes_on_a_terminal(on_sqlite: Project) -> None:
    """Enter by itself is no answer: what it would say might cost what the rows hold."""
    on_sqlite.write("models.py", MAIL)
    shown = on_terminal(on_sqlite, "generate", "-m", "two", typed="\ny\n", NO_COLOR="1")
    assert shown.count(QUESTION) == 2
    assert "op.rename_column" in on_sqlite.revisions()[-1].read_text()


def test_no_on_a_terminal_ends_the_matter(on_sqlite: Project) -> None:
    on_sqlite.write("models.py", MAIL)
    shown = on_terminal(on_sqlite, "generate", "-m", "two", typed="n\n", NO_COLOR="1")
    assert shown.count(QUESTION) == 1
    assert "erhaps" not in shown
    text = on_sqlite.revisions()[-1].read_text()
    assert "op.drop_column" in text and "erhaps" not in text


def test_what_options_answer_is_not_asked(on_sqlite: Project) -> None:
    on_sqlite.write("models.py", MAIL)
    shown = on_terminal(on_sqlite, "generate", "--no-rename", "-m", "two", NO_COLOR="1")
    assert "Was " not in shown
    assert len(on_sqlite.revisions()) == 2


# --- where nothing is written ---------------------------------------------------------------------

WORDS = (
    "erhaps users.mail was renamed to users.email (a similar name, the same type, the same "
    "place, the same index)? If so, generate with --rename users.mail:users.email to keep "
    "its data; if not, with --no-rename users.mail"
)


@pytest.mark.parametrize(
    "command", [("check",), ("diff",), ("diff", "--sql"), ("status",)]
)
def test_it_is_told_in_the_same_words(
    on_sqlite: Project, command: tuple[str, ...]
) -> None:
    on_sqlite.write("models.py", MAIL)
    ended = on_sqlite.run(*command)
    assert WORDS in ended.out
    assert "erhaps" not in on_sqlite.run(*command[:1], "--help").out
    if command != ("status",):
        assert "erhaps" not in on_sqlite.run(*command, "--no-rename").out
        renamed = on_sqlite.run(*command, "--rename", "users.mail:users.email").out
        assert "erhaps" not in renamed
        assert "drop" not in renamed.lower().replace("drop index", "")


def _operations(found: Any) -> list[dict[str, Any]]:
    """Those of any of the reports."""
    if isinstance(found, dict):
        return list(found.get("operations") or found.get("differences"))
    return [
        x
        for each in found
        for x in (_operations(each) if "kind" not in each else [each])
    ]


SOURCES: dict[str, Callable[[Project], str]] = {
    "check": lambda project: project.run("check", "--json").out,
    "diff": lambda project: project.run("diff", "--json").out,
    "status": lambda project: project.run("status", "--json").out,
}


@pytest.mark.parametrize("name", SOURCES)
def test_programs_are_told_at_the_drop(on_sqlite: Project, name: str) -> None:
    on_sqlite.write("models.py", MAIL)
    found = _operations(json.loads(SOURCES[name](on_sqlite)))
    told = {each["description"]: each.get("perhaps_renamed") for each in found}
    (candidate,) = told.pop("drop column users.mail")
    assert set(told.values()) == {None}
    assert candidate.pop("score") > 0.9
    assert WORDS in candidate.pop("description")
    assert "the same type" in candidate.pop("evidence")
    assert candidate == {"old": "users.mail", "new": "users.email"}


def test_programs_are_told_of_a_remark(on_sqlite: Project) -> None:
    on_sqlite.write("models.py", SLIGHT)
    found = json.loads(on_sqlite.ok("generate", "-m", "two", "--json").out)
    told = [
        each["perhaps_renamed"]
        for each in _operations(found)
        if "perhaps_renamed" in each
    ]
    assert [each["new"] for (each,) in told] == ["users.last_login"]
