"""Labels of enum types under new names: the rows keep what they mean, there and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.core.describe import describe
from autodiff.errors.meaning import RenameImpossible
from tests.commands.project import Project

PLAIN = 'sa.Enum({labels}, name="mood")'
NATIVE = 'sa.Enum({labels}, name="mood", create_constraint=True)'
TEXT = 'sa.Enum({labels}, name="mood", native_enum=False, create_constraint=True)'
SOURCE = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mood", {type}, server_default={default}, nullable=False{info}))
"""
OLD, NEW = '"glad", "sad"', '"glad", "it\'s gloomy"'
ROWS = "select mood from users order by id"


def users(type_: str, labels: str, default: str, info: str = "") -> str:
    """The models' source."""
    stated = f", info={{'renamed_labels': {info}}}" if info else ""
    type_ = type_.format(labels=labels)
    return SOURCE.format(type=type_, default=repr(default), info=stated)


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    return Project(tmp_path, database_url)


def begun(project: Project, type_: str) -> None:
    """The database is as the old models say, and has rows."""
    start = project.models(users(type_, OLD, "sad"))
    api.generate(start, "start")
    api.upgrade(start)
    project.send("insert into users (id, mood) values (1, 'sad'), (2, 'glad')")


@pytest.mark.parametrize("type_", [NATIVE, TEXT], ids=["native", "text"])
def test_a_label_gets_another_name_by_what_the_model_states(
    project: Project, type_: str
) -> None:
    begun(project, type_)
    stated = '{"sad": "it\'s gloomy"}'
    settings = project.models(users(type_, NEW, "it's gloomy", stated))
    written = api.generate(settings, "two")
    assert written is not None
    assert written.obstacles == ()
    assert len(written.operations) <= 4
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert project.rows(ROWS) == [("it's gloomy",), ("glad",)]
    project.send("insert into users (id) values (3)")
    api.downgrade(settings, "-1")
    assert project.rows(ROWS) == [("sad",), ("glad",), ("sad",)]
    project.send("insert into users (id) values (4)")
    api.upgrade(settings)
    assert project.rows(ROWS)[3:] == [("it's gloomy",)]
    assert api.differences(settings) == ()


def test_by_asking_and_with_other_changes_of_the_list(project: Project) -> None:
    """On SQLite the type is a text without a CHECK: the rows alone know its labels."""
    begun(project, PLAIN)
    settings = project.models(users(PLAIN, '"angry", "low", "high"', "high"))
    asked = (
        ("users.mood.sad", "users.mood.low"),
        ("users.mood.glad", "users.mood.high"),
    )
    written = api.generate(settings, "two", wishes=api.Options(renames=asked))
    assert written is not None
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert project.rows(ROWS) == [("low",), ("high",)]
    api.downgrade(settings, "-1")
    assert project.rows(ROWS) == [("sad",), ("glad",)]


def test_what_cannot_be_a_rename_is_refused(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    begun(project, TEXT)
    settings = project.models(users(TEXT, NEW, "glad"))
    wrong = api.Options(renames=(("users.mood.bad", "users.mood.it's gloomy"),))
    with pytest.raises(RenameImpossible):
        api.generate(settings, "two", wishes=wrong)


def test_a_script_with_a_new_name_is_proved(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    begun(project, TEXT)
    settings = project.models(users(TEXT, NEW, "glad"))
    asked = (("users.mood.sad", "users.mood.it's gloomy"),)
    wishes = api.Options(renames=asked, verify=True)
    written = api.generate(settings, "two", wishes=wishes)
    assert written is not None
    assert "execute UPDATE users SET mood = 'it''s gloomy' WHERE mood = 'sad'" in [
        describe(each) for each in written.operations
    ]


LEANING = """
mood = sa.Enum({labels}, name="mood")
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mood", mood, server_default="{default}", nullable=False{info}),
    sa.Column("moods", sa.ARRAY(mood), server_default=sa.text("'{{{default}}}'")),
    sa.CheckConstraint("mood <> '{default}' or id < 100", name="ck"),
    sa.Index("ix", "id", postgresql_where=sa.text("mood = '{default}'")))
sa.Table("pets", metadata, sa.Column("mood", mood, server_default="glad"))
"""


def test_conditions_and_defaults_of_a_shared_type_follow(
    tmp_path: Path, postgresql_url: str
) -> None:
    project = Project(tmp_path, postgresql_url)
    start = project.models(LEANING.format(labels=OLD, default="sad", info=""))
    api.generate(start, "start")
    api.upgrade(start)
    project.send("insert into users (id) values (1)")
    stated = ', info={"renamed_labels": {"sad": "low"}}'
    settings = project.models(
        LEANING.format(labels='"glad", "low"', default="low", info=stated)
    )
    written = api.generate(settings, "two", wishes=api.Options(verify=True))
    assert written is not None
    assert [describe(each) for each in written.operations] == [
        "alter enum mood: labels ('glad', 'sad') -> ('glad', 'low'), rows of 'sad' become 'low'"
    ]
    api.upgrade(settings)
    assert api.differences(settings) == ()
    api.downgrade(settings, "-1")
    assert project.rows(ROWS) == [("sad",)]
