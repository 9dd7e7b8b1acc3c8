"""A named type that a package brings, by the example of PostgreSQL's domains: columns have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autodiff import api
from autodiff.core.describe import describe
from tests.commands.project import Project
from tests.extending.installed import installed

PEOPLE = """
from sqlalchemy.dialects import postgresql
people = sa.Table("people", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", {mail}, nullable=False))
"""
MAIL = 'postgresql.DOMAIN("address", sa.String(254), check="VALUE like \'%{sign}%\'")'


def people(mail: str) -> str:
    return PEOPLE.format(mail=mail)


@pytest.fixture
def project(tmp_path: Path, postgresql_url: str) -> Iterator[Project]:
    folder = tmp_path / "site"
    folder.mkdir()
    with installed("autodiff_domains", folder):
        yield Project(tmp_path, postgresql_url)


def applied(settings: api.Settings) -> list[str]:
    """Generate and run a revision; nothing is left. What it does."""
    written = api.generate(settings, "next")
    assert written is not None
    api.upgrade(settings)
    assert api.differences(settings) == ()
    return [describe(operation).split(":")[0] for operation in written.operations]


def test_columns_of_a_domain_come_change_and_go_with_it(project: Project) -> None:
    plain = project.models(people("sa.String(254)"))
    at, dot = (project.models(people(MAIL.format(sign=sign))) for sign in "@.")
    applied(plain)
    project.send("insert into people (id, mail) values (1, 'ada@example.org')")

    assert applied(project.models(people(MAIL.format(sign="@")))) == [
        "create domain address",
        "alter column people.mail",
    ]
    settings = project.models(people(MAIL.format(sign=".")))
    assert applied(settings) == ["alter domain address"]
    settings = project.models(people("sa.String(254)"))
    assert applied(settings) == ["alter column people.mail", "drop domain address"]

    api.downgrade(settings, "-2")
    assert _rule(project) == ["((VALUE)::text ~~ '%@%'::text)"]
    api.downgrade(settings, "base")
    assert _rule(project) == []
    api.upgrade(settings)
    assert api.differences(settings) == ()


def test_a_new_table_needs_its_domain_first(project: Project) -> None:
    settings = project.models(people(MAIL.format(sign="@")))
    assert applied(settings) == ["create domain address", "create table people"]
    api.downgrade(settings, "base")
    assert _rule(project) == []


def _rule(project: Project) -> list[str]:
    rows = project.rows(
        "select pg_get_expr(conbin, 0) from pg_constraint"
        " where contypid <> 0 and connamespace = 'public'::regnamespace"
    )
    return [text for (text,) in rows]
