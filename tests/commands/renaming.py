"""Projects in which something may have been renamed, and what is asked of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autodiff import api
from autodiff.errors.meaning import RenamesOpen
from tests.cases.witness import witness
from tests.commands.project import Project

BEFORE = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), index=True),
    sa.Column("title", sa.String(200)),
    sa.Column("last_seen", sa.Integer))
sa.Table("notes", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("words", sa.String(80)),
    sa.Column("user_id", sa.ForeignKey("users.id", name="fk_user")))
"""
MAIL = BEFORE.replace('"mail"', '"email"')
TITLE = BEFORE.replace('"title"', '"headline"')
TABLE = BEFORE.replace('"notes"', '"remarks"')
BOTH = TABLE.replace('"words"', '"wording"').replace('"mail"', '"email"')
UNLIKE = BEFORE.replace('"last_seen"', '"shoe_size"')
SLIGHT = BEFORE.replace('"last_seen"', '"last_login"')


def begun(made: Project) -> Project:
    settings = made.models(BEFORE)
    api.generate(settings, "one")
    api.upgrade(settings)
    made.send(
        "insert into users (id, mail, title) values (1, 'a', 'x'), (2, 'b', null)",
        "insert into notes (id, words, user_id) values (1, 'w', 2)",
    )
    return made


def files(project: Project) -> list[Path]:
    return sorted((project.folder / "migrations" / "versions").glob("*.py"))


def seen(project: Project) -> list[str]:
    """The catalog's own words."""
    found: list[str] = []
    project.on_database(lambda connection: found.extend(witness(connection)))
    return found


def refused(project: Project, source: str, **wishes: Any) -> RenamesOpen:
    """Generating is refused; nothing is written, nothing sent."""
    before = (files(project), seen(project))
    with pytest.raises(RenamesOpen) as raised:
        api.generate(project.models(source), "two", wishes=api.Options(**wishes))
    assert (files(project), seen(project)) == before
    return raised.value


def generated(project: Project, source: str, **wishes: Any) -> api.NewRevision:
    """A script that was written."""
    written = api.generate(project.models(source), "two", wishes=api.Options(**wishes))
    assert written is not None
    return written


def there_and_back(
    project: Project, source: str, rows: dict[str, list[Any]], **wishes: Any
) -> str:
    """A script goes up, where ``rows`` are found by their queries, back down exactly, and up again;
    its text.
    """
    before = seen(project)
    tables = ("select * from users order by id", "select * from notes order by id")
    start = [project.rows(each) for each in tables]
    settings = project.models(source)
    written = generated(project, source, verify=True, **wishes)
    for _ in range(2):
        api.upgrade(settings)
        assert api.differences(settings) == ()
        assert {query: project.rows(query) for query in rows} == rows
        api.downgrade(settings, "-1")
        assert seen(project) == before
        assert [sorted(project.rows(each)) for each in tables] == [
            sorted(each) for each in start
        ]
    return written.path.read_text("utf-8")
