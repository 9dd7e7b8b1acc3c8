"""A revision that fails: what is said, what stays, and how it goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autodiff.commands.database import Options
from autodiff.errors.running import (
    ConnectionUnrepeatable,
    OtherHalfApplied,
    ScriptEdited,
    ScriptFailed,
    ScriptFunctionMissing,
    StampRefused,
    StatementFailed,
    StatementInDoubt,
    VersionRowLost,
)
from autodiff.execute.script import checksum, function_of, loaded
from autodiff.revisions.header import Header
from tests.execute.killed import KILLED, killed_at
from tests.execute.project import Project

BROKEN = """
    op.create_table("t", sa.Column("id", sa.Integer))
    op.execute("insert into nowhere values (1)")
    op.create_table("u", sa.Column("id", sa.Integer))
    """
MENDED = BROKEN.replace("into nowhere", "into t")


def _two(project: Project, first: str = BROKEN) -> None:
    project.write("one", first)
    project.write(
        "two", "op.create_table('v', sa.Column('id', sa.Integer))", down="one"
    )


def _failed(project: Project, error: type[Exception] = StatementFailed) -> str:
    with pytest.raises(error) as caught:
        project.upgrade("+2")
    return str(caught.value)


def test_the_third_story_of_the_design(project: Project) -> None:
    """``upgrade +2`` fails at the second statement of the first revision."""
    _two(project)
    said = _failed(project)
    assert "upgrade of revision one failed at statement 2: " in said
    assert "nowhere" in said
    assert "The statement was: insert into nowhere values (1)" in said
    assert "Later revisions were not started." in said
    assert "run the same command again" in said
    assert project.rows() == ()
    assert "v" not in project.tables()
    project.write("one", MENDED)
    assert project.upgrade("+2") == ["one", "two"]
    assert project.tables() == {"t", "u", "v"}
    assert project.ask("select * from t") == [(1,)]


def test_mariadb_keeps_the_first_statement_and_says_so(
    project_on: type[Project], mariadb_url: str
) -> None:
    project = project_on(mariadb_url)
    _two(project)
    said = _failed(project)
    assert "Statements that are done and stay: 1" in said
    assert "resumes after statement 1" in said
    assert project.tables() == {"t"}
    assert project.journal() == [("one", "upgrade", False)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_transactional_ddl_keeps_nothing(
    kind: str, project_on: type[Project], request: pytest.FixtureRequest
) -> None:
    project = project_on(request.getfixturevalue(f"{kind}_url"))
    _two(project)
    assert "the database is as it was before it" in _failed(project)
    assert project.tables() == set()
    assert project.journal() == []


def test_the_applied_part_must_not_be_edited(
    project_on: type[Project], mariadb_url: str
) -> None:
    project = project_on(mariadb_url)
    _two(project)
    _failed(project)
    project.write("one", MENDED.replace('"t", sa.Column("id"', '"t", sa.Column("no"'))
    with pytest.raises(ScriptEdited, match="first 1 operations"):
        project.upgrade()
    assert project.tables() == {"t"}


NEW = """
    op.create_table("t", sa.Column("id", sa.Integer))
    op.execute("insert into t (id) values (1)")
    op.add_column(
        "t", sa.Column("n", sa.Integer, nullable=False), fill=sa.text("no_such + 1")
    )
    """
FILLED = """
    op.create_table("t", sa.Column("id", sa.Integer), sa.Column("n", sa.Integer))
    op.execute("insert into t (id) values (1)")
    op.alter_column(
        "t", "n", nullable=False, server_default="x", existing_type=sa.Integer, fill="9"
    )
    """
MENDED_FILLED = FILLED.replace('"x"', '"7"')


@pytest.mark.parametrize(
    ("broken", "fixed", "row"),
    [
        (NEW, NEW.replace("no_such + 1", "id + 1"), (1, 2)),
        (FILLED.replace('fill="9"', 'fill=sa.text("no_such")'), MENDED_FILLED, (1, 9)),
        (FILLED, MENDED_FILLED, (1, 9)),
    ],
    ids=["the value of new rows", "the value of rows", "after the rows got theirs"],
)
def test_a_mended_operation_of_several_statements_is_run_as_it_says_now(
    broken: str,
    fixed: str,
    row: tuple[int, int],
    project_on: type[Project],
    mariadb_url: str,
) -> None:
    """What was planned before it was fixed is not sent again."""
    project = project_on(mariadb_url)
    project.write("one", broken)
    with pytest.raises(StatementFailed):
        project.upgrade()
    project.write("one", fixed)
    assert project.upgrade() == ["one"]
    assert project.ask("select id, n from t") == [row]


def test_the_applied_statements_of_an_operation_must_not_be_edited(
    project_on: type[Project], mariadb_url: str
) -> None:
    project = project_on(mariadb_url)
    project.write("one", FILLED)
    with pytest.raises(StatementFailed):
        project.upgrade()
    project.write("one", FILLED.replace('"n", nullable', '"id", nullable'))
    with pytest.raises(ScriptEdited, match="first 3 operations"):
        project.upgrade()


def test_an_exception_of_the_script_after_statements(project: Project) -> None:
    body = 'op.create_table("t", sa.Column("id", sa.Integer))\nraise ValueError("no")'
    _two(project, body)
    said = _failed(project, ScriptFailed)
    assert "ValueError: no (line 12)" in said
    stays = bool(project.tables())
    assert ("Statements that are done and stay: 1" in said) is stays
    assert ("rolled back" in said) is not stays
    project.write("one", body.replace('raise ValueError("no")', ""))
    assert project.upgrade() == ["one", "two"]


def test_an_operation_that_cannot_be_after_one_that_was(project: Project) -> None:
    body = """
        op.create_table("t", sa.Column("id", sa.Integer))
        op.get_bind().begin() if False else op.drop_column("missing", "x")
        """
    _two(project, body)
    with pytest.raises((ScriptFailed, StatementFailed)) as caught:
        project.upgrade()
    stays = bool(project.tables())
    assert ("Statements that are done and stay: 1" in str(caught.value)) is stays
    assert "Revision one" in str(caught.value) or "revision one" in str(caught.value)


def test_a_file_that_cannot_be_imported_stops_all_before_the_first(
    project: Project,
) -> None:
    _two(project, "pass")
    project.write("three", "pass", down="two", more="import nothing_of_that_name")
    with pytest.raises(ScriptFailed, match="nothing_of_that_name"):
        project.upgrade()
    assert project.rows() == ()
    assert project.tables() == set()


def test_a_missing_function(project: Project) -> None:
    path = project.write("one", "pass")
    path.write_text(path.read_text().replace("def downgrade", "def elsewhere"))
    project.upgrade()
    with pytest.raises(ScriptFunctionMissing, match="downgrade"):
        project.downgrade("base")


def test_a_script_may_catch_what_the_database_refuses(
    project_on: type[Project], sqlite_url: str
) -> None:
    project = project_on(sqlite_url)
    project.write(
        "one",
        """
        op.create_table("t", sa.Column("id", sa.Integer))
        try:
            op.execute("drop table nowhere")
        except sa.exc.OperationalError:
            op.execute("insert into t values (1)")
        """,
    )
    project.upgrade()
    assert project.ask("select * from t") == [(1,)]


@pytest.mark.parametrize(
    ("does", "said"),
    [("abort, 'not today'", "not today"), ("ignore", "the row one was met 0 times")],
)
def test_a_stamp_that_cannot_be_recorded(
    does: str, said: str, project_on: type[Project], sqlite_url: str
) -> None:
    project = project_on(sqlite_url)
    _two(project, "pass")
    project.stamp("one")
    project.tell(
        "create trigger no before update on autodiff_version "
        f"begin select raise({does}); end"
    )
    with pytest.raises(StampRefused, match=f"could not be recorded: .*{said}"):
        project.stamp("two")
    assert project.rows() == ("one",)
    assert project.journal() == [("one", "stamp", True)]


def test_a_purge_puts_a_stamp_in_place_of_whatever_is_there(project: Project) -> None:
    """What the errors of a damaged table and of a database that is ahead send people to."""
    project.write("one", "pass")
    project.write("two", "pass", down="one")
    project.tell("create table autodiff_version (version_num varchar(255))")
    for found in (("two",), ("elsewhere",), ("one", "one"), ("one", "two"), ()):
        for row in found:
            project.tell(f"insert into autodiff_version values ('{row}')")
        project.stamp("two", purge=True)
        assert project.rows() == ("two",)
    project.stamp("base", purge=True)
    assert project.rows() == ()


def test_the_journal_has_the_checksum_of_what_ran(
    project_on: type[Project], sqlite_url: str
) -> None:
    """Here the first script edits the second one, which was read before it ran."""
    project = project_on(sqlite_url)
    path = project.folder / "migrations" / "versions" / "two.py"
    _two(project, f"open({str(path)!r}, 'a').write('# edited')")
    before = checksum(str(path))
    project.upgrade()
    assert checksum(str(path)) != before
    assert project.ask("select checksum from autodiff_journal")[1] == (before,)


def test_a_text_of_the_same_size_and_second_is_another_text(tmp_path: Path) -> None:
    """Python's own cache of compiled files would take the first one for both."""
    path = tmp_path / "one.py"
    header = Header("one", path=str(path))
    found = []
    for number in (1, 2):
        path.write_text(f"def upgrade(): return {number}\n")
        os.utime(path, (1, 1))
        found.append(function_of(loaded(header), "upgrade")())
    assert found == [1, 2]


def test_a_version_row_changed_meanwhile(project: Project) -> None:
    project.write("one", "pass")
    project.write(
        "two",
        "op.execute(\"update autodiff_version set version_num = 'x'\")",
        down="one",
    )
    with pytest.raises(VersionRowLost, match="met 0 such rows"):
        project.upgrade()


def test_a_half_applied_revision_comes_first(
    project_on: type[Project], mariadb_url: str
) -> None:
    project = project_on(mariadb_url)
    project.write("zero", "pass")
    project.write("one", BROKEN, down="zero")
    with pytest.raises(StatementFailed):
        project.upgrade()
    project.write("side", "pass", down="zero")
    with pytest.raises(OtherHalfApplied, match="half applied.*upgrade of side"):
        project.upgrade("side")
    project.stamp("one")
    assert project.journal()[1:] == [("one", "upgrade", True), ("one", "stamp", True)]
    assert project.downgrade("zero") == ["one"]


# --- statements in doubt --------------------------------------------------------------------------

RAW = """
    op.create_table("t", sa.Column("id", sa.Integer))
    op.execute("alter table t add column n integer")
    """


def _killed_in_raw_sql(project: Project) -> None:
    """Killed when the server has done the raw ALTER TABLE, which nobody could note."""
    number = 0
    while not ({"t"} <= project.tables() and _columns(project) == 2):
        number += 1
        project.tell("drop table if exists t, autodiff_version, autodiff_journal")
        assert killed_at(number, project.upgrade) == KILLED


def _columns(project: Project) -> int:
    return len(project.ask("show columns from t"))


def test_raw_sql_in_doubt_is_asked_about(
    project_on: type[Project], mariadb_url: str
) -> None:
    project = project_on(mariadb_url)
    project.write("one", RAW)
    _killed_in_raw_sql(project)
    with pytest.raises(StatementInDoubt, match="alter table t add column n integer"):
        project.upgrade()
    with pytest.raises(StatementFailed, match="(?i)duplicate column"):
        project.upgrade(wishes=Options(doubt="again"))
    project.tell("update autodiff_journal set said = null")
    assert project.upgrade(wishes=Options(doubt="done")) == ["one"]
    assert _columns(project) == 2


def test_what_was_written_past_op_is_not_written_again_unasked(
    project_on: type[Project], mariadb_url: str
) -> None:
    project = project_on(mariadb_url)
    body = """
        op.create_table("t", sa.Column("id", sa.Integer))
        op.get_bind().execute(sa.text("insert into t values (1)"))
        op.get_bind().execute(sa.text("select * from t"))
        op.create_table("u", sa.Column("id", sa.Integer))
        op.execute("drop table nowhere")
        """
    project.write("one", body)
    with pytest.raises(StatementFailed, match="statement 4"):
        project.upgrade()
    project.write("one", body.replace('op.execute("drop table nowhere")', ""))
    with pytest.raises(ConnectionUnrepeatable, match="insert into t"):
        project.upgrade()
    assert project.upgrade(wishes=Options(doubt="again")) == ["one"]
