"""What is lost, as it is told at the terminal and to programs; ``losses/`` has it word for word."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.golden import check_golden
from tests.cli.program import Project
from tests.cli.refusal import refused

GOLDEN = Path(__file__).with_name("losses")

BEFORE = """
import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table("letters", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(50), nullable=False),
    sa.Column("code", sa.String(9)))
"""
AFTER = """
import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table("visits", metadata, sa.Column("day", sa.Date, primary_key=True))
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.Integer),
    sa.Column("born", sa.Date, nullable=False))
"""
SECRET = "hush"
OPTIONS = ("-m", "Less", "--rev-id", "be2027a6acf4")


@pytest.fixture
def losing(empty: Project) -> Project:
    """Models that have less than the database, in which rows are, but for that of users."""
    url = ("--url", "sqlite:///shop.db", "--models", "models:metadata")
    empty.write("models.py", BEFORE)
    empty.ok("init", *url, "migrations")
    empty.ok("generate", "-m", "First", "--rev-id", "ae1027a6acf4")
    empty.ok("upgrade")
    send(empty, "INSERT INTO letters VALUES (1), (2)")
    empty.write("models.py", AFTER)
    return empty


def send(project: Project, sql: str) -> None:
    with closing(sqlite3.connect(project.folder / "shop.db")) as connection:
        connection.execute(sql)
        connection.commit()


def with_users(project: Project) -> None:
    users = f"(1, '{SECRET}', '007'), (2, '{SECRET}', NULL)"
    send(project, f"INSERT INTO users (id, name, code) VALUES {users}")


def test_generating(losing: Project) -> None:
    ended = losing.ok("-q", "generate", *OPTIONS)
    check_golden("generate.txt", ended.out + ended.err, losing.folder, GOLDEN)
    script = losing.revisions()[-1].read_text()
    check_golden("script.py.txt", script, within=GOLDEN)


def test_a_dry_run(losing: Project) -> None:
    losing.ok("-q", "generate", *OPTIONS)
    with_users(losing)
    ended = losing.ok("-q", "upgrade", "--dry-run")
    check_golden("dry-run.txt", ended.out + ended.err, within=GOLDEN)
    ended = losing.ok("-q", "upgrade", "--dry-run", "--json")
    check_golden("dry-run-json.txt", ended.out, within=GOLDEN)


def test_the_dry_run_of_a_downgrade(losing: Project) -> None:
    losing.ok("-q", "generate", *OPTIONS)
    losing.ok("upgrade")
    send(losing, "INSERT INTO users (id, born) VALUES (1, '2000-01-01')")
    ended = losing.ok("-q", "downgrade", "-1", "--dry-run")
    first = ended.out.partition("\n\n")[0]
    check_golden("downgrade.txt", f"{first}\n", within=GOLDEN)


def test_no_value_of_a_row_is_shown(losing: Project) -> None:
    with_users(losing)
    fill = ("--fill", "users.born='2000-01-01'")
    shown = [
        losing.ok("generate", *OPTIONS, *fill, "--json"),
        losing.ok("upgrade", "--dry-run"),
        losing.ok("upgrade", "--dry-run", "--json"),
    ]
    assert not [each for each in shown if SECRET in each.out + each.err]
    assert SECRET not in losing.revisions()[-1].read_text()


def test_generating_for_programs(losing: Project) -> None:
    facts = json.loads(losing.ok("-q", "generate", *OPTIONS, "--json").out)
    told = {
        (each["rule"], each["direction"], each["table"], each["name"]): each["rows"]
        for each in facts["losses"]
    }
    assert told == {
        ("DS102", "upgrade", None, "letters"): 2,
        ("DS103", "upgrade", "users", "name"): 0,
        ("DS108", "upgrade", "users", "code"): 0,
        ("DS115", "downgrade", None, "letters"): None,
        ("DS115", "downgrade", "users", "name"): None,
        ("DS102", "downgrade", None, "visits"): None,
        ("DS103", "downgrade", "users", "born"): None,
    }


def test_without_a_look_at_rows(losing: Project) -> None:
    with_users(losing)
    ended = losing.ok("-q", "generate", *OPTIONS, "--no-rows")
    assert "Data loss: table letters is dropped with its rows;" in ended.err
    assert ended.err.count("No row was read (--no-rows)") == 1
    shown = losing.ok("-q", "upgrade", "--dry-run", "--no-rows")
    assert "-- Data loss: table letters is dropped with its rows;" in shown.out
    assert shown.err.count("No row was read (--no-rows)") == 1
    facts = json.loads(losing.ok("upgrade", "--dry-run", "--no-rows", "--json").out)
    assert {each["rows"] for each in facts[0]["losses"]} == {None}


@pytest.mark.parametrize("command", [("upgrade",), ("downgrade", "-1")])
def test_no_rows_belongs_to_a_dry_run(
    losing: Project, command: tuple[str, ...]
) -> None:
    text = refused(losing, *command, "--no-rows", code=2)
    assert "--no-rows belongs to --dry-run" in text


def test_no_rows_belongs_to_generating(losing: Project) -> None:
    text = refused(losing, "revision", "-m", "Empty", "--no-rows", code=2)
    assert "--no-rows" in text and "need --autogenerate" in text


def test_a_value_that_cannot_be_used(losing: Project) -> None:
    text = refused(
        losing, "-q", "generate", *OPTIONS, "--fill", "users.born=abc", code=2
    )
    assert (
        "The value for users.born cannot be used: there is no column abc in users; write "
        "a string in quotes, as 'abc'. Nothing was written."
    ) in text


def test_the_failing_upgrade_names_what_it_needs(losing: Project) -> None:
    """Its words, typed into the script, make it work."""
    losing.ok("generate", *OPTIONS)
    with_users(losing)
    ended = losing.run("-q", "upgrade")
    assert ended.code == 3
    told = " ".join(ended.err.split())
    script = losing.revisions()[-1]
    assert "Rows are there that have no value for users.born." in told
    assert f"Say what they get in {script}: " in told
    call = 'op.add_column("users", sa.Column("born", ...), fill="1970-01-01")'
    assert call in told
    old = 'op.add_column("users", sa.Column("born", sa.Date(), nullable=False))'
    assert old in script.read_text()
    new = f'{old[:-1]}, fill="1970-01-01")'
    script.write_text(script.read_text().replace(old, new))
    losing.ok("upgrade")
    assert losing.ok("check").out.startswith("The database matches the models.")


def test_every_golden_file_is_read() -> None:
    """A golden file that no test reads says nothing."""
    source = Path(__file__).read_text()
    assert not [x.name for x in GOLDEN.iterdir() if f'"{x.name}"' not in source]
