"""Merging lines of revisions, and being told what they both touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.writing import MergeOfOne, NotAHead, ScriptNotRecorded
from tests.commands.lines import Lines, lines_in

USERS = (
    'op.create_table("users", sa.Column("id", sa.Integer), sa.Column("mail", sa.Text))'
)


@pytest.fixture
def project(tmp_path: Path) -> Lines:
    """On SQLite."""
    return two_lines(lines_in(tmp_path))


@pytest.fixture
def on_each(tmp_path: Path, database_url: str) -> Lines:
    """On each of the databases."""
    return two_lines(lines_in(tmp_path, database_url))


def two_lines(made: Lines) -> Lines:
    """A common base with a table, and two lines on it."""
    made.add("base1", None, USERS, 'op.drop_table("users")')
    made.add("left1", "base1", 'op.add_column("users", sa.Column("a", sa.Integer))')
    made.add("right1", "base1", 'op.add_column("users", sa.Column("b", sa.Integer))')
    return made


def test_a_merge_follows_all_heads(on_each: Lines) -> None:
    done = api.merge(on_each.settings(), message="Both")
    (head,) = api.heads(on_each.settings())
    assert head.header.revision == done.written.revision
    assert set(head.header.down_revisions) == {"left1", "right1"}
    assert head.header.doc == "Both"
    assert (done.overlaps, done.unknown) == ((), ())
    api.upgrade(on_each.settings(), "right1")
    api.upgrade(on_each.settings())
    assert api.rows_of(on_each.settings()) == (done.written.revision,)
    api.downgrade(on_each.settings(), "-1")
    assert set(api.rows_of(on_each.settings())) == {"left1", "right1"}


def test_without_a_message_it_names_the_lines(project: Lines) -> None:
    api.merge(project.settings(), place=api.GraphPosition(rev_id="abcd"))
    assert api.heads(project.settings())[0].header.doc == "Merge left1 and right1"


def test_an_object_that_both_touch_is_named(on_each: Lines) -> None:
    on_each.add("left2", "left1", 'op.alter_column("users", "mail", nullable=False)')
    on_each.add("right2", "right1", 'op.drop_column("users", "mail")')
    (overlap,) = api.merge(on_each.settings()).overlaps
    assert str(overlap.key) == "column users.mail"
    assert overlap.revisions == ("left2", "right2")


def test_a_table_that_one_line_drops_is_touched_by_all_that_change_it(
    on_each: Lines,
) -> None:
    on_each.add("left2", "left1", 'op.drop_table("users")')
    (overlap,) = api.merge(on_each.settings()).overlaps
    assert str(overlap.key) == "column users.b"
    assert set(overlap.revisions) == {"left2", "right1"}


def test_two_revisions_of_one_line_are_no_overlap(project: Lines) -> None:
    project.add("left2", "left1", 'op.drop_column("users", "a")')
    assert api.merge(project.settings()).overlaps == ()


def test_sql_of_a_script_is_said_to_be_unknown(project: Lines) -> None:
    project.add("left2", "left1", 'op.execute("select 1")')
    project.add("right2", "right1", 'op.get_bind().exec_driver_sql("select 1")')
    assert set(api.merge(project.settings()).unknown) == {"left2", "right2"}


def test_what_is_no_head_wants_splice(project: Lines) -> None:
    project.add("left2", "left1")
    with pytest.raises(NotAHead):
        api.merge(project.settings(), ["left1", "right1"])
    place = api.GraphPosition(splice=True)
    written = api.merge(project.settings(), ["left1", "right1"], "x", place).written
    heads = {each.header.revision for each in api.heads(project.settings())}
    assert heads == {"left2", written.revision}


def test_one_head_cannot_be_merged(project: Lines) -> None:
    before = project.files()
    with pytest.raises(MergeOfOne, match="name left1"):
        api.merge(project.settings(), ["left1"])
    assert project.files() == before


def test_a_script_that_raises_is_named_and_nothing_is_written(project: Lines) -> None:
    project.add("left2", "left1", "1 / 0")
    before = project.files()
    with pytest.raises(ScriptNotRecorded, match=r"left2.*ZeroDivisionError"):
        api.merge(project.settings())
    assert project.files() == before
