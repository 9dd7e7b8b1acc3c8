"""A half-applied revision is undone: the database is as it was before its first statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from autodiff.commands.database import Options
from autodiff.commands.offline import Preview, downgrade_preview, upgrade_preview
from autodiff.connect.database import engine_for
from autodiff.errors.running import (
    OtherHalfApplied,
    ScriptEdited,
    StatementFailed,
    UndoUnclear,
)
from autodiff.execute.direct_statements import only_reads
from tests.cases.rows import contents
from tests.cases.witness import witness
from tests.execute.emptied import emptied
from tests.execute.killed import KILLED, killed_at
from tests.execute.project import Project

FIRST = """
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mail", sa.String(50), nullable=False),
        sa.Column("age", sa.Integer),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer),
        sa.Column("old", sa.String(5)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user"),
    )
    op.execute("insert into users (id, mail, age) values (1, 'a', 10), (2, 'b', null)")
    op.execute("insert into orders (id, user_id, old) values (1, 1, 'x')")
    """

UP = """
    op.create_table("notes", sa.Column("id", sa.Integer, primary_key=True))
    op.rename_column("users", "mail", "email")
    with op.batch_alter_table("users") as batch:
        batch.alter_column("age", type_=sa.BigInteger(), existing_type=sa.Integer())
        batch.create_unique_constraint("uq_users_email", ["email"])
    op.alter_column("orders", "old", type_=sa.String(9))
    op.alter_column("orders", "old", type_=sa.String(12))
    op.rename_table("orders", "sales")
    op.execute("update sales set old = upper(old)")
    op.drop_constraint("fk_user", "sales", type_="foreignkey")
    """

DOWN = """
    op.create_foreign_key("fk_user", "sales", "users", ["user_id"], ["id"])
    op.execute("update sales set old = lower(old)")
    op.rename_table("sales", "orders")
    op.alter_column("orders", "old", type_=sa.String(9))
    op.alter_column("orders", "old", type_=sa.String(5))
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint("uq_users_email", type_="unique")
        batch.alter_column("age", type_=sa.Integer(), existing_type=sa.BigInteger())
    op.rename_column("users", "email", "mail")
    op.drop_table("notes")
    """


def _project(folder: Path, url: str) -> Project:
    project = Project(folder, url)
    project.write("one", FIRST)
    project.write("two", UP, DOWN, down="one")
    return project


def _everything(project: Project) -> dict[str, Any]:
    """Catalog, rows and version rows; and the journal has nothing open."""
    with engine_for(project.url).connect() as connection:
        found = {"catalog": witness(connection), "rows": contents(connection)}
    open_ = [each for each in project.journal() if not each[2]]
    return {**found, "versions": project.rows(), "open": open_}


@contextmanager
def _refusing(number: int) -> Iterator[list[str]]:
    """The server gets, for statement ``number`` that writes, what it cannot read."""
    refused: list[str] = []
    seen = 0

    def garble(
        _c: Any, _u: Any, sql: str, values: Any, context: Any, _many: bool
    ) -> tuple[str, Any]:
        nonlocal seen
        options = context.execution_options if context is not None else {}
        if only_reads(sql) or options.get("autodiff_own"):
            return sql, values
        seen += 1
        if seen != number:
            return sql, values
        refused.append(sql)
        return "this is no SQL", ()

    sa.event.listen(Engine, "before_cursor_execute", garble, retval=True)
    try:
        yield refused
    finally:
        sa.event.remove(Engine, "before_cursor_execute", garble)


@contextmanager
def _sent() -> Iterator[list[str]]:
    """What the server gets of scripts, less what it is asked by way of a temporary table."""
    sent: list[str] = []

    def note(_c: Any, _u: Any, sql: str, _v: Any, context: Any, _many: bool) -> None:
        own = context is not None and context.execution_options.get("autodiff_own")
        if not only_reads(sql) and not own and "autodiff_temporary" not in sql:
            sent.append(sql)

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)


def _shown(previews: Sequence[Preview]) -> list[str]:
    return [each.sql for preview in previews for each in preview.statements]


def _down_as_shown(project: Project) -> None:
    """A dry run shows what is then sent."""
    shown = _shown(downgrade_preview(project.settings, "one"))
    with _sent() as sent:
        project.downgrade("one")
    assert shown == sent


def _at_each_moment(
    project: Project, stop: Callable[[int], bool], go: Callable[[], Any]
) -> Iterator[int]:
    """The numbers of the moments at which ``stop`` stopped a run, from an emptied database."""
    number = 0
    while True:
        number += 1
        emptied(project.url)
        project.upgrade("one")
        go()
        if not stop(number):
            return
        yield number


def test_what_was_refused_at_each_statement_is_undone(
    tmp_path: Path, mariadb_url: str
) -> None:
    project = _project(tmp_path, mariadb_url)
    project.upgrade("one")
    wanted = _everything(project)

    def stop(number: int) -> bool:
        with _refusing(number) as refused:
            try:
                project.upgrade()
            except StatementFailed:
                return True
        return bool(refused)

    for number in _at_each_moment(project, stop, lambda: None):
        _down_as_shown(project)
        assert (number, _everything(project)) == (number, wanted)
    assert number >= 8


def test_what_was_killed_at_each_moment_is_undone(
    tmp_path: Path, mariadb_url: str
) -> None:
    project = _project(tmp_path, mariadb_url)
    project.upgrade("one")
    wanted = _everything(project)

    def stop(number: int) -> bool:
        return killed_at(number, project.upgrade) == KILLED

    for number in _at_each_moment(project, stop, lambda: None):
        _down_as_shown(project) if number % 5 == 0 else project.downgrade("one")
        assert (number, _everything(project)) == (number, wanted)
    assert number > 20


def test_undoing_that_is_killed_at_each_moment_goes_on(
    tmp_path: Path, mariadb_url: str
) -> None:
    project = _project(tmp_path, mariadb_url)
    project.upgrade("one")
    wanted = _everything(project)

    def half() -> None:
        with _refusing(8), pytest.raises(StatementFailed):
            project.upgrade()

    def stop(number: int) -> bool:
        return killed_at(number, lambda: project.downgrade("one")) == KILLED

    for number in _at_each_moment(project, stop, half):
        project.downgrade("one")
        assert (number, _everything(project)) == (number, wanted)
    assert number > 20
    assert _everything(project) == wanted


# --- by hand --------------------------------------------------------------------------------------

HALF = """
    op.create_table("t", sa.Column("id", sa.Integer))
    op.create_table("u", sa.Column("id", sa.Integer))
    op.execute("insert into nowhere values (1)")
    op.create_table("v", sa.Column("id", sa.Integer))
    """
BACK = """
    op.drop_table("v")
    op.execute("delete from nowhere")
    op.drop_table("u")
    op.drop_table("t")
    """


@pytest.fixture
def project(tmp_path: Path, mariadb_url: str) -> Project:
    made = Project(tmp_path, mariadb_url)
    made.write("zero", "pass")
    return made


def _half(project: Project, up: str = HALF, down: str = BACK) -> None:
    project.write("one", up, down, down="zero")
    with pytest.raises(StatementFailed):
        project.upgrade()


def test_the_error_names_the_way_back(project: Project) -> None:
    project.write("one", HALF, BACK, down="zero")
    with pytest.raises(StatementFailed, match="autodiff downgrade one@-1"):
        project.upgrade()


@pytest.mark.parametrize("address", ["-1", "zero"])
def test_one_step_down_undoes_it_and_no_other(project: Project, address: str) -> None:
    _half(project)
    assert project.downgrade(address) == ["one"]
    assert project.tables() == set()
    assert project.rows() == ("zero",)
    assert project.journal()[-2:] == [
        ("one", "upgrade", True),
        ("one", "downgrade", True),
    ]


@pytest.mark.parametrize("number", [2, 6])
def test_what_is_left_to_do_is_shown(
    number: int, tmp_path: Path, mariadb_url: str
) -> None:
    project = _project(tmp_path, mariadb_url)
    project.upgrade("one")
    with _refusing(number), pytest.raises(StatementFailed):
        project.upgrade()
    shown = _shown(upgrade_preview(project.settings))
    with _sent() as sent:
        project.upgrade()
    assert shown == sent
    assert upgrade_preview(project.settings) == ()


def test_what_cannot_be_done_is_not_shown(project: Project) -> None:
    _half(project)
    project.write("side", "pass", down="zero")
    with pytest.raises(OtherHalfApplied, match="upgrade of side"):
        upgrade_preview(project.settings, "side")
    changed = HALF.replace('"t", sa.Column("id"', '"t", sa.Column("no"')
    project.write("one", changed, BACK, down="zero")
    with pytest.raises(ScriptEdited):
        upgrade_preview(project.settings, "one")


def test_further_down_it_comes_first(project: Project) -> None:
    _half(project)
    assert project.downgrade("base") == ["one", "zero"]
    assert project.rows() == ()


def test_afterwards_it_can_be_applied(project: Project) -> None:
    _half(project)
    project.downgrade("zero")
    project.write("one", HALF.replace("into nowhere", "into t"), BACK, down="zero")
    assert project.upgrade() == ["one"]


def test_a_downgrade_that_stopped_is_undone_by_an_upgrade(project: Project) -> None:
    up = "\n".join(
        f"op.create_table('{name}', sa.Column('id', sa.Integer))" for name in "tuv"
    )
    down = "op.drop_table('v')\nop.execute('delete from nowhere')\nop.drop_table('u')"
    project.write("one", up, down, down="zero")
    project.upgrade()
    with pytest.raises(StatementFailed):
        project.downgrade("zero")
    assert project.tables() == {"t", "u"}
    assert project.upgrade() == ["one"]
    assert project.tables() == {"t", "u", "v"}
    assert project.rows() == ("one",)


def test_what_nothing_undoes_is_asked_about(project: Project) -> None:
    _half(project, down=BACK.replace('op.drop_table("t")', "pass"))
    with pytest.raises(UndoUnclear, match="nothing that undoes this: create table t"):
        project.downgrade("zero")
    assert project.tables() == {"t", "u"}
    project.write("one", HALF, BACK, down="zero")
    project.downgrade("zero")
    assert project.tables() == set()


def test_a_script_that_no_longer_says_what_ran_is_asked_about(project: Project) -> None:
    """What is undone is what the script says: another table than the one that was made."""
    _half(project)
    project.tell("create table old (id integer)")
    edited = HALF.replace('"t"', '"old"')
    project.write("one", edited, BACK.replace('"t"', '"old"'), down="zero")
    with pytest.raises(UndoUnclear, match="no longer what upgrade\\(\\) says"):
        project.downgrade("zero")
    assert project.tables() == {"t", "u", "old"}


def test_a_look_at_live_data_is_asked_about(project: Project) -> None:
    _half(project, down=f"    op.get_bind().exec_driver_sql('select 1')\n{BACK}")
    with pytest.raises(UndoUnclear, match="looks at live data"):
        project.downgrade("zero")


def test_sql_of_which_a_part_ran_is_asked_about(project: Project) -> None:
    up = HALF.replace(
        "op.execute(", "op.execute('insert into t values (1)')\n    op.execute("
    )
    _half(project, up, BACK.replace("from nowhere", "from t"))
    with pytest.raises(UndoUnclear, match="delete from t"):
        project.downgrade("zero")
    project.downgrade("zero", Options(doubt="done"))
    assert project.tables() == set()


def test_what_was_begun_to_be_undone_must_be_undone(project: Project) -> None:
    _half(project)
    with _refusing(2), pytest.raises(StatementFailed):
        project.downgrade("zero")
    with pytest.raises(OtherHalfApplied, match="its downgrade was stopped"):
        project.upgrade()
    project.downgrade("zero")
    assert project.tables() == set()


def test_stamp_gives_up_both(project: Project) -> None:
    _half(project)
    with _refusing(2), pytest.raises(StatementFailed):
        project.downgrade("zero")
    project.stamp("one")
    assert all(finished for _, _, finished in project.journal())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_after_an_autocommit_block_it_is_the_same(
    kind: str, project_on: type[Project], request: pytest.FixtureRequest
) -> None:
    project = project_on(request.getfixturevalue(f"{kind}_url"))
    project.write("zero", "pass")
    up = HALF.replace(
        "op.execute(",
        "with op.autocommit_block():\n        op.create_table('w', sa.Column('id', "
        "sa.Integer))\n    op.execute(",
    )
    _half(project, up, BACK.replace("op.execute", "op.drop_table('w')\n    op.execute"))
    assert project.tables() == {"t", "u", "w"}
    project.downgrade("zero")
    assert project.tables() == set()
