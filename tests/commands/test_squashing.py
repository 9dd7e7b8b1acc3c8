"""Squashing a range of revisions into one that does what they did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autodiff import api
from autodiff.connect.database import engine_for
from autodiff.errors.scripts import SquashIncomplete
from autodiff.errors.writing import SquashOpaque, SquashRange
from tests.cases.witness import witness
from tests.commands.lines import Lines, lines_in

USERS = 'op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))'
ADD = 'op.add_column("users", sa.Column("{}", sa.Integer))'
DROP = 'op.drop_column("users", "{}")'


@pytest.fixture
def project(tmp_path: Path) -> Lines:
    """On SQLite."""
    return five_revisions(lines_in(tmp_path))


@pytest.fixture
def on_each(tmp_path: Path, database_url: str) -> Lines:
    """On each of the databases."""
    return five_revisions(lines_in(tmp_path, database_url))


def five_revisions(made: Lines) -> Lines:
    """A table, a column that comes, one that comes and goes, an index."""
    made.add("aaaa", None, USERS, 'op.drop_table("users")')
    made.add("bbbb", "aaaa", ADD.format("one"), DROP.format("one"))
    made.add("cccc", "bbbb", ADD.format("two"), DROP.format("two"))
    made.add("dddd", "cccc", DROP.format("two"), ADD.format("two"))
    index = 'op.create_index("ix_one", "users", ["one"])'
    made.add("eeee", "dddd", index, 'op.drop_index("ix_one", "users")')
    return made


def catalog(project: Lines) -> Any:
    """All that is there but our own tables, in the words of the database."""
    engine = engine_for(project.url)
    with engine.connect() as connection:
        return witness(connection)


def bodies(squashed: api.Squash) -> tuple[str, str]:
    text = squashed.written.path.read_text("utf-8")
    up, _, down = text.partition("def downgrade()")
    return up.partition("def upgrade()")[2], down


def squash(project: Lines, range_: str, **options: bool) -> api.Squash:
    place = api.GraphPosition(rev_id="5555")
    return api.squash(project.settings(), range_, "Version 1", place, **options)


def test_what_comes_and_goes_is_left_out(project: Lines) -> None:
    done = squash(project, "base:head")
    up, down = bodies(done)
    assert done.replaced == ("aaaa", "bbbb", "cccc", "dddd", "eeee")
    assert "two" not in up + down and "create_table" in up and "ix_one" in up
    assert down.count("op.") == 1 and "drop_table" in down


def test_a_new_database_ends_as_one_that_took_each_step(on_each: Lines) -> None:
    empty = catalog(on_each)
    api.upgrade(on_each.settings())
    wanted = catalog(on_each)
    assert wanted != empty
    api.downgrade(on_each.settings(), "base")
    squash(on_each, "base:head")
    (step,) = api.upgrade(on_each.settings())
    assert step.header is not None and step.header.revision == "5555"
    assert catalog(on_each) == wanted
    api.downgrade(on_each.settings(), "base")
    assert catalog(on_each) == empty


@pytest.mark.parametrize("stand", ["aaaa", "cccc", "eeee"])
def test_a_database_anywhere_in_the_range_goes_on(on_each: Lines, stand: str) -> None:
    api.upgrade(on_each.settings())
    wanted = catalog(on_each)
    api.downgrade(on_each.settings(), stand)
    squash(on_each, "base:head")
    api.upgrade(on_each.settings())
    assert catalog(on_each) == wanted
    on_each.add("ffff", "5555", ADD.format("three"), DROP.format("three"))
    api.upgrade(on_each.settings())
    assert api.rows_of(on_each.settings()) == ("ffff",)
    assert api.standing(on_each.settings()).missing == ()
    api.downgrade(on_each.settings(), "-1")
    assert catalog(on_each) == wanted


def test_in_the_middle_it_stands_on_what_is_before(project: Lines) -> None:
    done = squash(project, "cccc:dddd")
    assert "pass" in bodies(done)[0]
    (entry,) = api.show(project.settings(), "5555")
    assert entry.header.down_revisions == ("bbbb",)
    assert entry.children == ("eeee",)
    api.upgrade(project.settings())
    assert api.rows_of(project.settings()) == ("eeee",)


def test_a_rename_of_what_was_there_is_kept(project: Lines) -> None:
    rename = 'op.rename_column("users", "one", "uno")'
    project.add("ffff", "eeee", rename, 'op.rename_column("users", "uno", "one")')
    project.add("gggg", "ffff", ADD.format("g"), DROP.format("g"))
    up, down = bodies(squash(project, "ffff:gggg"))
    assert "op.rename_column" in up and "op.rename_column" in down
    assert "drop_column" not in up


def test_values_for_rows_that_may_be_there_are_kept(project: Lines) -> None:
    fill = 'sa.Column("f", sa.Integer, nullable=False), fill="7")'
    project.add("ffff", "eeee", f'op.add_column("users", {fill}', DROP.format("f"))
    project.add("gggg", "ffff", ADD.format("g"), DROP.format("g"))
    assert "7" in bodies(squash(project, "ffff:gggg"))[0]


def test_sql_is_refused_unless_it_is_kept(project: Lines) -> None:
    sql = """op.execute("update users set one = 1 where two = ':x'")"""
    project.add("ffff", "eeee", sql)
    before = project.files()
    with pytest.raises(SquashOpaque, match=r"ffff.*update users.*--keep-sql"):
        squash(project, "base:head")
    assert project.files() == before
    up, _ = bodies(squash(project, "base:head", keep_sql=True))
    assert "update users set one = 1 where two = ':x'" in up
    assert up.index('"two"') < up.index("update users")


@pytest.mark.parametrize(
    "lines",
    [
        'op.get_bind().exec_driver_sql("select 1")',
        'op.bulk_insert(sa.table("users", sa.column("id")), [{"id": 1}])',
        'op.execute("select :a", {"a": 1})',
    ],
)
def test_what_no_script_could_say_again_is_refused(project: Lines, lines: str) -> None:
    project.add("ffff", "eeee", lines)
    with pytest.raises(SquashOpaque, match="Squash up to the revision before it"):
        squash(project, "base:head", keep_sql=True)


def test_what_others_follow_cannot_be_inside(project: Lines) -> None:
    project.add("side", "cccc")
    before = project.files()
    with pytest.raises(SquashIncomplete, match="side"):
        squash(project, "base:eeee")
    assert project.files() == before


@pytest.mark.parametrize("range_", ["eeee:eeee", "aaaa:aaaa"])
def test_a_range_must_be_a_line_of_several(project: Lines, range_: str) -> None:
    with pytest.raises(SquashRange, match="fewer than two"):
        squash(project, range_)


def test_a_merge_inside_is_no_line(project: Lines) -> None:
    project.add("side", None)
    project.add("both", ("eeee", "side"))
    with pytest.raises(SquashRange, match="both does not follow"):
        squash(project, "aaaa:both")
