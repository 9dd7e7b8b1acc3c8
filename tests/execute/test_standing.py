"""Databases and scripts that do not agree, odd ids, and how much is sent for a revision."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from autodiff.commands.running import edited_scripts
from autodiff.errors.addresses import DatabaseAhead, SeveralHeads, VersionRowsDamaged
from autodiff.errors.scripts import MissingRevision
from tests.execute.project import Project

TABLE = "op.create_table('t', sa.Column('id', sa.Integer))"


def test_a_database_ahead_of_the_scripts(project: Project) -> None:
    project.write("one", "pass")
    project.upgrade()
    project.write("two", "pass", down="one").unlink()
    project.tell("update autodiff_version set version_num = 'two'")
    with pytest.raises(DatabaseAhead, match="two"):
        project.upgrade()


def test_a_missing_parent(project: Project) -> None:
    project.write("two", "pass", down="gone")
    with pytest.raises(MissingRevision, match="gone"):
        project.upgrade()
    assert project.tables() == set()


def test_several_heads(project: Project) -> None:
    project.write("one", TABLE)
    project.write("two", "pass", down="one")
    project.write("three", "pass", down="one")
    with pytest.raises(SeveralHeads):
        project.upgrade()
    assert project.tables() == set()
    project.upgrade("heads")
    assert set(project.rows()) == {"two", "three"}


def test_damaged_version_rows(project: Project) -> None:
    project.write("one", "pass")
    project.tell(
        "create table autodiff_version (version_num varchar(255))",
        "insert into autodiff_version values ('one'), ('one')",
    )
    with pytest.raises(VersionRowsDamaged, match="more than once"):
        project.upgrade()


def test_an_edited_script_is_warned_of(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    project.write("one", TABLE)
    project.upgrade()
    assert edited_scripts(project.settings) == ()
    project.write("one", f"{TABLE}\npass")
    project.write("two", "pass", down="one")
    with caplog.at_level(logging.WARNING, "autodiff"):
        project.upgrade()
    assert "Revision one" in caplog.text
    assert "edited after it was applied" in caplog.text
    assert [each.revision for each in edited_scripts(project.settings)] == ["one"]


def test_line_ends_are_no_edit(project: Project) -> None:
    path = project.write("one", TABLE)
    project.upgrade()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert edited_scripts(project.settings) == ()


def test_ids_of_two_hundred_characters(project: Project) -> None:
    name = "a" * 200
    project.write(name, "pass")
    assert project.upgrade() == [name]
    assert project.rows() == (name,)
    assert project.downgrade("base") == [name]


@pytest.mark.parametrize("kind", ["postgresql"])
def test_the_version_table_in_a_schema_of_its_own(
    kind: str, project_on: type[Project], postgresql_url: str
) -> None:
    project = project_on(postgresql_url)
    project.tell("create schema tools")
    project.settings_lines["version_table_schema"] = "tools"
    project.__post_init__()
    project.write("one", "pass")
    project.upgrade()
    assert project.ask("select * from tools.autodiff_version") == [("one",)]
    assert project.ask("select revision from tools.autodiff_journal") == [("one",)]
    assert project.rows() == ("one",)


def _sent(work: Any) -> list[str]:
    """The statements and commits of ``work``, on all connections."""
    sent: list[str] = []

    def statement(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        sent.append(sql)

    def commit(_: Any) -> None:
        sent.append("COMMIT")

    sa.event.listen(Engine, "before_cursor_execute", statement)
    sa.event.listen(Engine, "commit", commit)
    try:
        work()
    finally:
        sa.event.remove(Engine, "before_cursor_execute", statement)
        sa.event.remove(Engine, "commit", commit)
    return sent


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (
            "sqlite",
            5,
        ),  # a look, the statement, the version, the journal, COMMIT; not BEGIN
        ("postgresql", 4),  # the driver begins by itself
        ("mariadb", 8),  # told before and after, committed each time
    ],
)
def test_few_statements_for_a_revision(
    kind: str, limit: int, project_on: type[Project], request: pytest.FixtureRequest
) -> None:
    project = project_on(request.getfixturevalue(f"{kind}_url"))
    counts = []
    for number in range(1, 14):
        down = f"r{number - 1}" if number > 1 else None
        project.write(
            f"r{number}",
            f"op.create_table('t{number}', sa.Column('id', sa.Integer))",
            down=down,
        )
        if number in (2, 3, 13):
            counts.append(len(_sent(project.upgrade)))
    assert counts[2] - counts[1] == 9 * limit
    assert len(_sent(project.upgrade)) <= 12
