"""The SQL that --sql prints, fed to the database's own tool, ends where the online run ends."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from autodiff.commands.database import Options
from autodiff.commands.offline import (
    downgrade_sql,
    ensure_version_sql,
    stamp_sql,
    upgrade_preview,
    upgrade_sql,
)
from autodiff.connect.database import engine_for
from autodiff.errors.running import PrintingFailed, RangeNeeded, ScriptFailed
from tests.cases.rows import contents
from tests.cases.witness import witness
from tests.execute.project import Project
from tests.servers.plugin import NewDatabase
from tests.servers.programs import ProgramsMissing, find


def _project(folder: Path, url: str) -> Project:
    project = Project(folder, url)
    project.write(
        "one",
        """
        op.create_table(
            "users",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("mail", sa.String(50), nullable=False, index=True),
            sa.Column("note", sa.String(20), server_default="50% of 'it'"),
        )
        users = sa.table("users", sa.column("id"), sa.column("mail"))
        op.bulk_insert(users, [{"id": 1, "mail": "a:b"}, {"id": 2, "mail": "it's"}])
        """,
        "op.drop_table('users')",
    )
    project.write(
        "two",
        """
        op.alter_column("users", "note", nullable=False, existing_type=sa.String(20))
        op.execute("update users set mail = :new where id = :id", {"new": "c", "id": 1})
        op.create_index("ix_note", "users", ["note"])
        """,
        """
        op.drop_index("ix_note", "users")
        op.alter_column("users", "note", nullable=True, existing_type=sa.String(20))
        """,
        down="one",
    )
    return project


def _feed(url: str, sql: str, request: pytest.FixtureRequest) -> None:
    """Run ``sql`` by the database's own command line tool."""
    parts = sa.make_url(url)
    if parts.get_backend_name() == "sqlite":
        _feed_sqlite(str(parts.database), sql)
        return
    kind, tool, options = {
        "postgresql": ("postgresql", "psql", ["-v", "ON_ERROR_STOP=1", "-q"]),
        "mysql": ("mariadb", "mariadb", []),
    }[parts.get_backend_name()]
    server: Any = request.getfixturevalue(f"{kind}_server")
    command = [*server.client(tool, str(parts.database)), *options]
    subprocess.run(command, input=sql, text=True, check=True, capture_output=True)


def _feed_sqlite(file: str, sql: str) -> None:
    """By the program ``sqlite3``; Python's module reads the same where it cannot be had."""
    try:
        program = find("sqlite3")["sqlite3"]
    except ProgramsMissing:
        with sqlite3.connect(file, isolation_level=None) as connection:
            connection.executescript(sql)
        return
    command = [program, "-bail", file]
    subprocess.run(command, input=sql, text=True, check=True, capture_output=True)


def _everything(url: str) -> dict[str, Any]:
    with engine_for(url).connect() as connection:
        versions = connection.exec_driver_sql("select * from autodiff_version").all()
        return {
            "catalog": witness(connection),
            "rows": contents(connection),
            "versions": sorted(tuple(row) for row in versions),
        }


def test_printed_from_base_equals_run(
    tmp_path: Path, new_database: NewDatabase, request: pytest.FixtureRequest
) -> None:
    with new_database() as url, new_database() as other:
        project = _project(tmp_path, url)
        project.upgrade()
        _feed(other, upgrade_sql(project.settings), request)
        assert _everything(other) == _everything(url)


def test_printed_ranges_equal_run(
    tmp_path: Path, new_database: NewDatabase, request: pytest.FixtureRequest
) -> None:
    """SQLite's rebuild and MySQL's MODIFY need the table as the earlier revisions made it."""
    with new_database() as url, new_database() as other:
        project = _project(tmp_path, url)
        project.upgrade()
        project.downgrade("one")
        _feed(other, upgrade_sql(project.settings, "one"), request)
        _feed(other, upgrade_sql(project.settings, "one:two"), request)
        _feed(other, downgrade_sql(project.settings, "two:one"), request)
        assert _everything(other) == _everything(url)


def test_printed_way_back_and_stamp_equal_run(
    tmp_path: Path, new_database: NewDatabase, request: pytest.FixtureRequest
) -> None:
    """Down to the base, and a stamp over it: nothing but our own tables, with the same rows."""
    with new_database() as url, new_database() as other:
        project = _project(tmp_path, url)
        project.upgrade()
        _feed(other, upgrade_sql(project.settings), request)
        project.downgrade("base")
        _feed(other, downgrade_sql(project.settings, "head:base"), request)
        assert _everything(other) == _everything(url)
        project.stamp("head")
        _feed(other, stamp_sql(project.settings, ["base:head"]), request)
        assert _everything(other)["versions"] == [("two",)]
        assert _everything(other) == _everything(url)


TAGGED = """
    from autodiff import context

    with context.connect() as connection:
        context.run(connection, arguments={"tag": context.tag() or "none"})
    """


def test_a_tag_reaches_the_script(
    tmp_path: Path, database_url: str, request: pytest.FixtureRequest
) -> None:
    """By env.py, also in the revisions that are only replayed to know where a range begins."""
    project = Project(tmp_path, database_url)
    project.env(TAGGED)
    for name, down, body in (
        ("one", None, 'op.create_table("t", sa.Column("tag", sa.String(9)))'),
        ("two", "one", "op.execute(f\"insert into t values ('{tag}')\")"),
    ):
        path = project.write(name, body, down=down)
        path.write_text(path.read_text().replace("grade():", "grade(tag):"))
    settings = project.settings
    _feed(database_url, upgrade_sql(settings, "one", Options(tag="a")), request)
    _feed(database_url, upgrade_sql(settings, "one:two", Options(tag="b")), request)
    assert project.ask("select tag from t") == [("b",)]
    assert project.downgrade("one") == ["two"]
    project.upgrade("head", Options(tag="c"))
    assert project.ask("select tag from t order by tag") == [("b",), ("c",)]


def test_printed_run_is_in_the_journal(
    tmp_path: Path, database_url: str, request: pytest.FixtureRequest
) -> None:
    project = _project(tmp_path, database_url)
    _feed(database_url, upgrade_sql(project.settings), request)
    assert project.journal() == [("one", "upgrade", True), ("two", "upgrade", True)]
    assert project.downgrade("base") == ["two", "one"]


def test_a_stamp_is_printed(
    tmp_path: Path, database_url: str, request: pytest.FixtureRequest
) -> None:
    project = _project(tmp_path, database_url)
    _feed(database_url, ensure_version_sql(project.settings), request)
    assert project.rows() == ()
    _feed(database_url, stamp_sql(project.settings, ["one"]), request)
    assert project.rows() == ("one",)
    _feed(database_url, stamp_sql(project.settings, ["one:two"]), request)
    assert project.rows() == ("two",)


def test_a_printed_purge_deletes_whatever_is_there(
    tmp_path: Path, database_url: str, request: pytest.FixtureRequest
) -> None:
    project = _project(tmp_path, database_url)
    project.stamp("one")
    project.tell("insert into autodiff_version values ('unknown')")
    _feed(database_url, stamp_sql(project.settings, ["two"], purge=True), request)
    assert project.rows() == ("two",)
    _feed(database_url, stamp_sql(project.settings, ["base"], purge=True), request)
    assert project.rows() == ()


@pytest.mark.parametrize(
    ("addresses", "purge"), [(["zero:zero"], False), (["zero"], True)]
)
def test_a_printed_stamp_ends_what_is_half_applied(
    addresses: list[str],
    purge: bool,
    tmp_path: Path,
    database_url: str,
    request: pytest.FixtureRequest,
) -> None:
    """Also where the version table stays as it is."""
    project = Project(tmp_path, database_url)
    block = "with op.autocommit_block():\n    op.execute('create table t (id integer)')"
    project.write("zero", "pass")
    project.write("one", f"{block}\nraise ValueError", down="zero")
    with pytest.raises(ScriptFailed):
        project.upgrade()
    assert project.journal()[-1] == ("one", "upgrade", False)
    _feed(database_url, stamp_sql(project.settings, addresses, purge=purge), request)
    assert project.journal()[1:] == [("one", "upgrade", True), ("zero", "stamp", True)]
    assert project.rows() == ("zero",)
    assert project.tables() == {"t"}


@pytest.mark.parametrize("address", ["current", "+1", "two@-1"])
def test_a_stamp_that_counts_from_the_database_needs_a_start(
    address: str, tmp_path: Path
) -> None:
    """Where nobody asks it, a purge would empty the version table."""
    project = _project(tmp_path, "sqlite://")
    for purge in (True, False):
        with pytest.raises(RangeNeeded, match=r"such as: autodiff stamp \w+:"):
            stamp_sql(project.settings, [address], purge=purge)
    text = stamp_sql(project.settings, ["one:current"], purge=True)
    assert "DELETE FROM autodiff_version" in text
    assert "INSERT INTO autodiff_version (version_num) VALUES ('one')" in text


def test_a_downgrade_needs_a_start(tmp_path: Path) -> None:
    project = _project(tmp_path, "sqlite://")
    with pytest.raises(RangeNeeded, match="head:one"):
        downgrade_sql(project.settings, "one")


def test_a_look_at_live_data_cannot_be_printed(tmp_path: Path) -> None:
    project = Project(tmp_path, "postgresql://nobody@nowhere/nothing")
    project.write("one", "op.get_bind().execute(sa.text('select 1'))")
    with pytest.raises(PrintingFailed, match=r"one.*live data"):
        upgrade_sql(project.settings)


def test_a_concurrent_index_is_printed_outside_the_transaction(tmp_path: Path) -> None:
    project = Project(tmp_path, "postgresql://nobody@nowhere/nothing")
    project.write(
        "one",
        """
        op.create_table("t", sa.Column("id", sa.Integer))
        op.create_index("ix", "t", ["id"], postgresql_concurrently=True)
        with op.autocommit_block():
            op.execute("vacuum t")
        op.execute("select 1")
        """,
    )
    words = [
        line.split()[0]
        for line in upgrade_sql(project.settings).splitlines()
        if line and line[0].isupper() or line.startswith("vacuum")
    ]
    text = " ".join(words)
    assert text.count("BEGIN;") == text.count("COMMIT;")
    assert "COMMIT; CREATE vacuum BEGIN;" in text


@pytest.mark.parametrize(
    ("url", "begin", "end"),
    [
        ("mssql+pyodbc://", "BEGIN TRANSACTION;\nGO\n", "COMMIT;\nGO\n"),
        ("oracle+cx_oracle://", "CREATE TABLE autodiff_version", "\n/\n"),
        ("mysql+pymysql://", "CREATE TABLE IF NOT EXISTS autodiff_version", ";\n"),
    ],
)
def test_each_tool_gets_its_separators(
    url: str, begin: str, end: str, tmp_path: Path
) -> None:
    project = Project(tmp_path, url)
    project.write("one", "op.execute('select 1')")
    text = upgrade_sql(project.settings)
    assert begin in text
    assert text.rstrip().endswith(end.rstrip())
    assert "RETURNING" not in text
    assert "OUTPUT" not in text


def test_a_preview_shows_the_sql_and_changes_nothing(project: Project) -> None:
    _project(project.folder, project.url)
    project.upgrade("one")
    before = _everything(project.url)
    previews = upgrade_preview(project.settings)
    assert [each.step.rows_after for each in previews] == [("two",)]
    assert any("ix_note" in each.sql for each in previews[0].statements)
    assert _everything(project.url) == before
