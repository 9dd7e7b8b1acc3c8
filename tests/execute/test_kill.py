"""A run that is killed at any moment and repeated ends exactly as one that was not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autodiff.connect.database import engine_for
from tests.cases.rows import contents
from tests.cases.witness import witness
from tests.execute.emptied import emptied
from tests.execute.killed import KILLED, killed_at_each_moment
from tests.execute.project import Project

BODIES = {
    "one": """
        op.create_table(
            "users",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("mail", sa.String(50), nullable=False, index=True),
            sa.Column("age", sa.Integer),
        )
        op.execute("insert into users (id, mail, age) values (1, 'a', 10)")
        users = sa.table("users", sa.column("id"), sa.column("mail"), sa.column("age"))
        op.bulk_insert(users, [{"id": 2, "mail": "b", "age": 20}])
        op.add_column("users", sa.Column("name", sa.String(20)))
        op.execute(sa.update(users).values(age=users.c.age + 1))
        """,
    "two": """
        op.rename_column("users", "mail", "email")
        with op.batch_alter_table("users") as batch:
            batch.alter_column("age", type_=sa.BigInteger(), existing_type=sa.Integer())
            batch.create_unique_constraint("uq_users_email", ["email"])
        op.execute("update users set age = age * 2")
        op.drop_column("users", "name")
        op.rename_table("users", "people")
        """,
}


def _project(folder: Path, url: str) -> Project:
    project = Project(folder, url)
    down = None
    for revision, body in BODIES.items():
        project.write(revision, body, down=down)
        down = revision
    return project


def _everything(project: Project) -> dict[str, Any]:
    """Catalog, rows, version rows, and the journal, which is closed."""
    engine = engine_for(project.url)
    with engine.connect() as connection:
        found = {"catalog": witness(connection), "rows": contents(connection)}
    return {**found, "versions": project.rows(), "journal": project.journal()}


def test_killed_at_each_moment_and_run_again(tmp_path: Path, database_url: str) -> None:
    project = _project(tmp_path, database_url)
    project.upgrade()
    wanted = _everything(project)
    moments = killed_at_each_moment(lambda: emptied(database_url), project.upgrade)
    for number, exit_code in moments:
        if exit_code == KILLED:
            project.upgrade()
        assert (number, _everything(project)) == (number, wanted)
    assert exit_code == 0
    assert number > 20


def test_a_downgrade_killed_at_each_moment_and_run_again(
    tmp_path: Path, database_url: str
) -> None:
    project = Project(tmp_path, database_url)
    project.write("one", "op.create_table('t', sa.Column('id', sa.Integer))")
    project.write(
        "two",
        "op.add_column('t', sa.Column('n', sa.Integer))",
        "op.drop_column('t', 'n')",
        down="one",
    )
    project.upgrade()
    project.downgrade("one")
    wanted = _schema_and_rows(project)
    moments = killed_at_each_moment(project.upgrade, lambda: project.downgrade("one"))
    for number, exit_code in moments:
        if exit_code == KILLED:
            project.downgrade("one")
        assert (number, _schema_and_rows(project)) == (number, wanted)
    assert exit_code == 0
    assert number > 4


def test_a_stamp_killed_at_each_moment_and_run_again(
    tmp_path: Path, database_url: str
) -> None:
    project = Project(tmp_path, database_url)
    project.write("one", "pass")
    project.write("two", "pass", down="one")
    moments = killed_at_each_moment(
        lambda: project.stamp("one"), lambda: project.stamp("two")
    )
    for number, exit_code in moments:
        assert exit_code in (0, KILLED)
        assert project.rows() in (("one",), ("two",))
        project.stamp("two")
        assert (number, project.rows()) == (number, ("two",))
        assert all(finished for _, _, finished in project.journal())
    assert exit_code == 0
    assert number > 2


def _schema_and_rows(project: Project) -> dict[str, Any]:
    """The same without the journal, but that nothing in it is open."""
    found = _everything(project)
    assert all(finished for _, _, finished in found.pop("journal"))
    return found
