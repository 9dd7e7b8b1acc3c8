"""Renames that were asked for or stated: made as they were said, and undone exactly, rows included."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff import api
from autodiff.errors.meaning import RenameImpossible
from tests.commands.project import Project
from tests.commands.renaming import (
    BEFORE,
    MAIL,
    TABLE,
    begun,
    generated,
    refused,
    seen,
    there_and_back,
)


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with two users and a note."""
    return begun(Project(tmp_path, database_url))


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_url: str) -> Project:
    """The same, where one database will do."""
    return begun(Project(tmp_path, sqlite_url))


class TestTheOldNameIsTaken:
    """By something new, or by what was called otherwise; the rows go along, both ways."""

    def test_by_a_new_column(self, project: Project) -> None:
        source = BEFORE.replace(
            'sa.Column("title", sa.String(200))',
            'sa.Column("heading", sa.String(200)), sa.Column("title", sa.Integer)',
        )
        text = there_and_back(
            project,
            source,
            {
                "select heading, title from users order by id": [
                    ("x", None),
                    (None, None),
                ]
            },
            renames=(("users.title", "users.heading"),),
        )
        assert text.index("rename_column") < text.index("add_column")

    def test_by_a_new_column_as_the_model_says(self, project: Project) -> None:
        source = BEFORE.replace(
            'sa.Column("title", sa.String(200))',
            'sa.Column("heading", sa.String(200), info={"renamed_from": "title"}), '
            'sa.Column("title", sa.Integer)',
        )
        there_and_back(
            project,
            source,
            {"select heading from users order by id": [("x",), (None,)]},
        )

    def test_by_a_new_table(self, project: Project) -> None:
        source = TABLE + 'sa.Table("notes", metadata, sa.Column("tone", sa.Integer))\n'
        there_and_back(
            project,
            source,
            {
                "select id, words, user_id from remarks": [(1, "w", 2)],
                "select tone from notes": [],
            },
            renames=(("notes", "remarks"),),
        )

    def test_by_each_other(self, project: Project) -> None:
        renames = (("users.mail", "users.title"), ("users.title", "users.mail"))
        source = BEFORE.replace(
            '"mail", sa.String(50), index=True', '"title", sa.String(50), index=True'
        )
        source = source.replace('"title", sa.String(200)', '"mail", sa.String(200)')
        there_and_back(
            project,
            source,
            {"select mail, title from users order by id": [("x", "a"), (None, "b")]},
            renames=renames,
        )

    def test_by_each_other_of_tables(self, project: Project) -> None:
        renames = (("users", "notes"), ("notes", "users"))
        source = BEFORE.replace('"users"', '"*"').replace('"notes"', '"users"')
        source = source.replace('"*"', '"notes"').replace("users.id", "notes.id")
        settings = project.models(source)
        before = seen(project)
        generated(project, source, renames=renames)
        api.upgrade(settings)
        assert api.differences(settings) == ()
        assert project.rows("select words from users") == [("w",)]
        assert project.rows("select mail from notes order by id") == [("a",), ("b",)]
        api.downgrade(settings, "-1")
        assert seen(project) == before
        assert project.rows("select words from notes") == [("w",)]

    def test_by_the_next_in_a_row(self, project: Project) -> None:
        """a becomes b, b becomes c."""
        source = BEFORE.replace('"title", sa.String(200)', '"banner", sa.String(200)')
        source = source.replace('"mail", sa.String(50)', '"title", sa.String(50)')
        renames = (("users.mail", "users.title"), ("users.title", "users.banner"))
        there_and_back(
            project,
            source,
            {"select title, banner from users order by id": [("a", "x"), ("b", None)]},
            renames=renames,
        )

    def test_models_cannot_say_that_two_were_exchanged(
        self, on_sqlite: Project
    ) -> None:
        source = BEFORE.replace(
            '"title", sa.String(200)',
            '"title", sa.String(200), info={"renamed_from": "mail"}',
        ).replace("index=True", 'index=True, info={"renamed_from": "title"}')
        with pytest.raises(RenameImpossible, match="--rename does it once"):
            api.generate(on_sqlite.models(source), "two")


IMPOSSIBLE = {
    "the database has no users.post": ("users.post", "users.email"),
    "the models have no users.post": ("users.mail", "users.post"),
    "the database has users.title already": ("users.mail", "users.title"),
    "one is the name of a table": ("users", "users.email"),
    "a column stays in its table": ("users.mail", "notes.note"),
}


@pytest.mark.parametrize("reason", IMPOSSIBLE)
def test_what_cannot_be_a_rename_is_told_with_the_reason(
    on_sqlite: Project, reason: str
) -> None:
    source = MAIL.replace(
        'sa.Column("words"', 'sa.Column("note", sa.String(9)), sa.Column("words"'
    )
    wishes = api.Options(renames=(IMPOSSIBLE[reason],))
    for command in (
        api.differences,
        lambda *given: api.generate(given[0], "two", wishes=given[1]),
    ):
        with pytest.raises(RenameImpossible, match=reason):
            command(on_sqlite.models(source), wishes)


# --- another namespace ----------------------------------------------------------------------------

CUSTOMER = """
sa.Table("{name}", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("mail", sa.String(80), unique=True){schema})
sa.Table("visits", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("{place}.id", name="fk_customer")))
"""


def customer(name: str, schema: str = "") -> str:
    stated = f', schema="{schema}"' if schema else ""
    place = f"{schema}.{name}" if schema else name
    return CUSTOMER.format(name=name, schema=stated, place=place)


@pytest.fixture(params=["postgresql", "mariadb"])
def movable(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """A customer and a visit, in a database that has namespaces."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    made = Project(tmp_path, url)
    settings = made.models(customer("customer"))
    api.generate(settings, "one")
    api.upgrade(settings)
    made.send(
        "insert into customer (id, name, mail) values (1, 'Ann', 'a')",
        "insert into visits (id, customer_id) values (1, 1)",
    )
    return made


def elsewhere(project: Project) -> str:
    """A namespace that is not there yet."""
    return f"{sa.make_url(project.url).database}_crm"


def gone(project: Project, namespace: str) -> None:
    project.send(f"drop schema if exists {namespace}")


@pytest.mark.parametrize("name", ["customer", "client"])
def test_a_table_moves_to_another_namespace(movable: Project, name: str) -> None:
    """As it is advised, under its name or a new one; foreign keys point at it as ever."""
    namespace = elsewhere(movable)
    source = customer(name, namespace)
    problem = refused(movable, source)
    assert problem.pairs == (("customer", f"{namespace}.{name}"),)
    before = seen(movable)
    settings = movable.models(source)
    generated(movable, source, renames=problem.pairs)
    for _ in range(2):
        api.upgrade(settings)
        assert api.differences(settings) == ()
        rows = movable.rows(f"select id, name, mail from {namespace}.{name}")
        assert rows == [(1, "Ann", "a")]
        api.downgrade(settings, "-1")
        assert seen(movable) == before
        assert movable.rows("select name from customer") == [("Ann",)]
        assert movable.rows("select customer_id from visits") == [(1,)]


def test_the_model_says_where_a_table_was(movable: Project) -> None:
    namespace = elsewhere(movable)
    default = (
        "public" if "postgresql" in movable.url else sa.make_url(movable.url).database
    )
    stated = f', info={{"renamed_from": "{default}.customer"}})\nsa.Table("visits"'
    source = customer("client", namespace).replace(')\nsa.Table("visits"', stated)
    settings = movable.models(source)
    generated(movable, source)
    api.upgrade(settings)
    assert api.generate(settings, "three") is None, "it holds only once"
    assert movable.rows(f"select name from {namespace}.client") == [("Ann",)]
    api.downgrade(settings, "base")
    gone(movable, namespace)


def test_a_table_comes_home(movable: Project) -> None:
    """From a namespace that the models name no longer; what else is there stays."""
    namespace = elsewhere(movable)
    there = movable.models(customer("customer", namespace))
    api.generate(
        there,
        "two",
        wishes=api.Options(renames=(("customer", f"{namespace}.customer"),)),
    )
    api.upgrade(there)
    movable.send(f"create table {namespace}.other (id integer)")
    before = seen(movable)
    settings = movable.models(customer("client"))
    proved = (
        "postgresql" in movable.url
    )  # MariaDB's scratch database is beside the others
    renames = ((f"{namespace}.customer", "client"),)
    wishes = api.Options(renames=renames, verify=proved)
    api.generate(settings, "three", wishes=wishes)
    for _ in range(2):
        api.upgrade(settings)
        assert api.differences(settings) == ()
        assert movable.rows("select name from client") == [("Ann",)]
        assert movable.rows(f"select * from {namespace}.other") == []
        api.downgrade(settings, "-1")
        assert seen(movable) == before
    movable.send(f"drop table {namespace}.other")
    api.downgrade(settings, "base")
    gone(movable, namespace)


def test_both_ways_to_go_are_taken(movable: Project) -> None:
    """Another table has the old name there, and another one the new name here."""
    namespace = elsewhere(movable)
    more = f"""
sa.Table("customer", metadata, sa.Column("id", sa.Integer), schema="{namespace}")
sa.Table("client", metadata, sa.Column("id", sa.Integer))
"""
    before = movable.models(customer("customer") + more)
    api.generate(before, "two")
    api.upgrade(before)
    start = seen(movable)
    settings = movable.models(customer("client", namespace) + more)
    wishes = api.Options(renames=(("customer", f"{namespace}.client"),))
    api.generate(settings, "three", wishes=wishes)
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert movable.rows(f"select name from {namespace}.client") == [("Ann",)]
    api.downgrade(settings, "-1")
    assert seen(movable) == start
    assert movable.rows("select name from customer") == [("Ann",)]
    api.downgrade(settings, "-1")
    gone(movable, namespace)


def test_sqlite_moves_no_table(on_sqlite: Project) -> None:
    source = (
        BEFORE.replace('name="fk_user")))', 'name="fk_user")), schema="other")')
        .replace("users.id", "other.users.id")
        .replace(
            'sa.Column("last_seen", sa.Integer))',
            'sa.Column("last_seen", sa.Integer), schema="other")',
        )
    )
    wishes = api.Options(renames=(("users", "other.users"),))
    with pytest.raises(RenameImpossible, match="sqlite cannot move a table"):
        api.differences(on_sqlite.models(source), wishes)
