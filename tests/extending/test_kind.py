"""A kind that a package brings, by the example of views: compared, written, run, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff import api
from autodiff.commands.offline import upgrade_sql
from autodiff.core.describe import describe
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_named
from autodiff.errors.models import ModelImpossible
from autodiff.errors.operations import FunctionUnknown
from autodiff.errors.packages import BroughtTwice
from tests.commands.project import Project
from tests.extending.installed import PACKAGES, installed, nothing_registered

ORDERS = """
from autodiff_views import view
orders = sa.Table("orders", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer", sa.String(20), nullable=False),
    sa.Column("amount", {type}, nullable=False))
"""
TOTALS = """
total = sa.func.sum(orders.c.amount).label("total")
view(metadata, "totals", sa.select(orders.c.customer, total).group_by(orders.c.customer))
"""
GREAT = """
view(metadata, "great", "select customer from totals where total > 100 and customer <> '%'")
"""
LARGEST = """
view(metadata, "totals", "select customer, max(amount) as total from orders group by 1")
"""
ROWS = "insert into orders (id, customer, amount) values (1, 'Ada', 70), (2, 'Ada', 50)"


def orders(*views: str, type_: str = "sa.Integer") -> str:
    return ORDERS.format(type=type_) + "".join(views)


@pytest.fixture
def views(tmp_path: Path) -> Iterator[None]:
    """The package is installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    with installed("autodiff_views", folder):
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def project(request: pytest.FixtureRequest, tmp_path: Path, views: None) -> Project:
    """Empty, on each database that the package knows."""
    return Project(tmp_path, request.getfixturevalue(f"{request.param}_url"))


def changes(settings: api.Settings) -> list[str]:
    return [describe(each) for each in api.differences(settings)]


def applied(settings: api.Settings) -> list[str]:
    """Generate and run a revision; nothing is left. What it does."""
    written = api.generate(settings, "next")
    assert written is not None
    api.upgrade(settings)
    assert changes(settings) == []
    return [describe(each) for each in written.operations]


def test_a_view_is_created_altered_and_dropped_and_all_of_it_taken_back(
    project: Project,
) -> None:
    tables = project.models(orders())
    applied(tables)
    project.send(ROWS)

    both = project.models(orders(GREAT, TOTALS))
    assert applied(both) == ["create view totals", "create view great"]
    assert project.rows("select customer from great") == [("Ada",)]

    done = applied(project.models(orders(LARGEST, GREAT)))
    assert [each.split(":")[0] for each in done] == [
        "drop view great",
        "alter view totals",
        "create view great",
    ]
    assert project.rows("select total from totals") == [(70,)]

    assert applied(tables) == ["drop view great", "drop view totals"]

    api.downgrade(tables, "-2")
    assert project.rows("select total from totals") == [(120,)]
    api.downgrade(tables, "base")
    api.upgrade(tables, "+2")
    assert project.rows("select customer from great") == []
    api.upgrade(tables)
    assert changes(tables) == []


def test_a_view_steps_aside_while_a_column_that_it_reads_gets_another_type(
    project: Project,
) -> None:
    small = project.models(orders(TOTALS))
    applied(small)
    project.send(ROWS)
    done = applied(project.models(orders(TOTALS, type_="sa.BigInteger")))
    assert [each.split(":")[0] for each in done] == [
        "drop view totals",
        "alter column orders.amount",
        "create view totals",
    ]
    api.downgrade(small, "-1")
    assert project.rows("select total from totals") == [(120,)]


def test_a_script_with_views_is_proved_on_a_scratch_database(
    views: None, tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    applied(project.models(orders(TOTALS)))
    settings = project.models(orders(TOTALS, GREAT))
    assert api.generate(settings, "proved", wishes=api.Options(verify=True))


def test_settings_and_hooks_leave_views_out(project: Project) -> None:
    project.send("create view theirs as select 1 as one")
    settings = project.models(orders(TOTALS))
    seen = [each for each in changes(settings) if "view" in each]
    assert sorted(seen) == ["create view totals", "drop view theirs"]
    ini = project.folder / settings.source.name
    ini.write_text(ini.read_text("utf-8") + "exclude = the*, totals\n")
    left_out = api.load_settings(str(ini), None, None, {}, project.folder)
    assert [each for each in changes(left_out) if "view" in each] == []


def test_its_sql_is_printed_without_a_database(project: Project) -> None:
    settings = project.models(orders(TOTALS))
    api.generate(settings, "start")
    printed = upgrade_sql(settings)
    assert "CREATE VIEW totals AS\nSELECT orders.customer" in printed


@pytest.mark.usefixtures("views")
def test_a_database_that_the_package_does_not_know_is_an_error() -> None:
    from autodiff_views import view

    metadata = sa.MetaData()
    view(metadata, "one", "select 1")
    with pytest.raises(ModelImpossible, match="view one is of a kind"):
        declared_schema([metadata], dialect_named("mysql"))


@pytest.mark.usefixtures("views")
def test_a_kind_may_be_registered_again_but_not_its_name_taken() -> None:
    import dataclasses

    from autodiff_views import VIEWS

    from autodiff.extending import register_kind

    assert register_kind(VIEWS) is VIEWS
    with pytest.raises(BroughtTwice, match="two of the kind view"):
        register_kind(dataclasses.replace(VIEWS, operations=()))


ENVIRONMENT = """
from autodiff import context
from autodiff.extending import register_kind
from autodiff_views import VIEWS

register_kind(VIEWS)
with context.connect() as connection:
    context.run(connection)
"""


def test_env_py_registers_a_kind_that_no_installed_package_names(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(PACKAGES / "autodiff_views")
    project = Project(tmp_path, sqlite_url)
    (tmp_path / "migrations" / "env.py").write_text(ENVIRONMENT)
    with nothing_registered():
        settings = project.models(orders(TOTALS))
        assert applied(settings) == ["create table orders", "create view totals"]
        api.downgrade(settings, "base")


def test_without_the_package_there_is_no_such_kind_and_no_such_function() -> None:
    from autodiff import op

    with nothing_registered():
        assert dialect_named("sqlite").ways == {}
        with pytest.raises(FunctionUnknown):
            op.create_view("one", "select 1")
