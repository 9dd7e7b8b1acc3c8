"""Models in several places: several MetaData, several namespaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.models import TableDeclaredTwice
from tests.commands.project import Project

USERS = 'sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))'
ORDERS = USERS.replace("users", "orders")


def both(project: Project, one: str, other: str) -> api.Settings:
    """Settings that name two MetaData."""
    project.models(one)
    project.models(other)
    modules = sorted(project.folder.glob("project_models_*.py"))
    names = ", ".join(f"{each.stem}:metadata" for each in modules)
    settings = project.models("")
    ini = Path(str(settings.source))
    lines = ini.read_text().splitlines()
    kept = [each for each in lines if not each.startswith("models")]
    ini.write_text("\n".join([*kept, f"models = {names}"]))
    return api.load_settings(str(ini), None, None, {}, project.folder)


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    return Project(tmp_path, sqlite_url)


def test_two_metadata_are_one_schema(project: Project) -> None:
    settings = both(project, USERS, ORDERS)
    api.generate(settings, "Both")
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert {"users", "orders"} <= {
        name for (name,) in project.rows("select name from sqlite_master")
    }


def test_a_table_that_two_metadata_declare(project: Project) -> None:
    settings = both(project, USERS, USERS)
    with pytest.raises(TableDeclaredTwice) as caught:
        api.differences(settings)
    assert str(caught.value) == (
        "The models declare the table users twice, perhaps in two MetaData. Nothing was "
        "compared or written: they may say different things of it. Keep one of them, or "
        "give one another schema."
    )


SEVERAL = """
sa.Table(
    "users", metadata, sa.Column("id", sa.Integer, primary_key=True), schema="sales"
)
sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("of", sa.ForeignKey("sales.users.id")),
    sa.Column("note", sa.String(5)),
    schema="staff",
)
sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))
"""
NAMES = "select nspname from pg_namespace where nspname in ('sales', 'staff', 'other') order by 1"


def test_tables_of_one_name_in_several_namespaces(
    tmp_path: Path, postgresql_url: str
) -> None:
    """What stands in a namespace that the models do not name is left alone, until it is asked for."""
    project = Project(tmp_path, postgresql_url)
    project.send("create schema other", "create table other.users (id integer)")
    settings = project.models(SEVERAL)
    api.generate(settings, "First")
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert project.rows(NAMES) == [("other",), ("sales",), ("staff",)]
    longer = project.models(SEVERAL.replace("String(5)", "String(9)"))
    api.generate(longer, "Second")
    (preview,) = api.upgrade_preview(longer)
    assert [each.sql for each in preview.statements] == [
        "ALTER TABLE staff.users ALTER COLUMN note TYPE VARCHAR(9)"
    ]
    api.upgrade(longer)
    api.downgrade(longer, "base")
    assert project.rows(NAMES) == [("other",)]
