"""Labels of enum types that may have another name: a question where rows hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from tests.commands.project import Project
from tests.commands.renaming import (
    generated,
    refused,
)

TYPES = {
    "a type or list of the database": 'sa.Enum({labels}, name="mood", create_constraint=True)',
    "a text with a CHECK": 'sa.Enum({labels}, name="mood", native_enum=False, create_constraint=True)',
}
MOODS = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mood", {type}, info={{"renamed_labels": {info}}}))
"""


def moods(type_: str, labels: str, info: str = "{}") -> str:
    """The models' source."""
    return MOODS.format(type=type_.format(labels=labels), info=info)


@pytest.fixture(params=TYPES)
def type_(request: pytest.FixtureRequest) -> str:
    """A way to keep a column to labels."""
    return TYPES[request.param]


@pytest.fixture
def project(tmp_path: Path, database_url: str, type_: str) -> Project:
    """A user is sad."""
    made = Project(tmp_path, database_url)
    settings = made.models(moods(type_, '"glad", "sad"'))
    api.generate(settings, "one")
    api.upgrade(settings)
    made.send("insert into users (id, mood) values (1, 'sad')")
    return made


def test_one_that_rows_hold_is_a_question(project: Project, type_: str) -> None:
    source = moods(type_, '"glad", "it\'s: low"')
    problem = refused(project, source)
    assert problem.pairs == (("users.mood.sad", 'users.mood."it\'s: low"'),)
    generated(project, source, renames=problem.pairs)
    settings = project.models(source)
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert project.rows("select mood from users") == [("it's: low",)]
    api.downgrade(settings, "-1")
    assert project.rows("select mood from users") == [("sad",)]


def test_one_that_no_row_holds_is_a_remark(project: Project, type_: str) -> None:
    source = moods(type_, '"low", "sad"')
    written = generated(project, source)
    (candidate,) = written.candidates
    assert candidate.pair == ("users.mood.glad", "users.mood.low")
    text = " ".join(written.path.read_text("utf-8").split())
    assert "--rename users.mood.glad:users.mood.low" in text


def test_beside_new_ones(project: Project, type_: str) -> None:
    source = moods(type_, '"calm", "glad", "low", "high"')
    assert refused(project, source).pairs == (("users.mood.sad", "users.mood.low"),)


def test_by_a_no(project: Project, type_: str) -> None:
    source = moods(type_, '"glad", "low"')
    written = generated(project, source, no_renames=("users.mood.sad",))
    assert written.candidates == ()
    assert len(written.obstacles) == 1


def test_by_a_no_of_the_model(project: Project, type_: str) -> None:
    source = moods(type_, '"glad", "low"', info='{"sad": None}')
    assert generated(project, source).candidates == ()
