"""Rows in the way: what a script would fail on is told when it is written, and only then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff import api
from autodiff.errors import AutodiffError
from autodiff.errors.meaning import FillNeeded
from tests.commands.project import Project

BEFORE = """
sa.Table("places", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("items", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(20)),
    sa.Column("amount", sa.BigInteger),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("place", sa.Integer),
    sa.Column("mood", sa.Enum("glad", "sad", name="mood", create_constraint=True)))
"""
GOOD = "insert into items values ({id}, '{id}', {id}, {id}.5, 1, 'glad')"


@dataclass(frozen=True)
class Case:
    """A change of the models, an insert of a row that it cannot bear, and what is said.

    ``borne``: SQLite keeps any value in a column of any type, and says nothing of it.
    ``unseen``: SQLite looks at foreign keys only where the connection asks for it.
    """

    old: str
    new: str
    row: str
    reason: str
    borne: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    def on(self, project: Project, databases: tuple[str, ...]) -> bool:
        return sa.make_url(project.url).get_backend_name() in databases


SQLITE = ("sqlite",)
END = "create_constraint=True)))"
CASES = {
    "unique": Case(
        '"code", sa.String(20))',
        '"code", sa.String(20), unique=True)',
        "insert into items (id, code) values (3, '1')",
        "several rows have the same code",
    ),
    "unique index over two columns": Case(
        END,
        'create_constraint=True)), sa.Index("ix", "code", "place", unique=True))',
        "insert into items (id, code, place) values (3, '1', 1)",
        "several rows have the same code, place",
    ),
    "primary key": Case(
        'sa.Column("id", sa.Integer, primary_key=True),\n    sa.Column("code", sa.String(20))',
        'sa.Column("id", sa.Integer),\n    sa.Column("code", sa.String(20), primary_key=True)',
        "insert into items (id, code) values (3, '1')",
        "several rows have the same code",
    ),
    "foreign key": Case(
        '"place", sa.Integer)',
        '"place", sa.ForeignKey("places.id", name="fk_place"))',
        "insert into items (id, place) values (3, 7)",
        "rows hold a place that places does not have",
        unseen=SQLITE,
    ),
    "check": Case(
        END,
        'create_constraint=True)), sa.CheckConstraint("amount < 100", name="ck"))',
        "insert into items (id, amount) values (3, 100)",
        "rows do not fulfil it",
    ),
    "shorter text": Case(
        '"code", sa.String(20)',
        '"code", sa.String(5)',
        "insert into items (id, code) values (3, 'abcdef')",
        "rows hold values that VARCHAR(5) has no place for",
        borne=SQLITE,
    ),
    "text to whole number": Case(
        '"code", sa.String(20)',
        '"code", sa.Integer',
        "insert into items (id, code) values (3, 'x1')",
        "rows hold values that INTEGER has no place for",
        borne=SQLITE,
    ),
    "smaller whole number": Case(
        '"amount", sa.BigInteger',
        '"amount", sa.SmallInteger',
        "insert into items (id, amount) values (3, 32768)",
        "rows hold values that SMALLINT has no place for",
        borne=SQLITE,
    ),
    "fewer digits": Case(
        "sa.Numeric(10, 2)",
        "sa.Numeric(4, 1)",
        "insert into items (id, price) values (3, 999.95)",
        "rows hold values that NUMERIC(4, 1) has no place for",
        borne=SQLITE,
    ),
}


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with two items that every case can bear."""
    made = Project(tmp_path, database_url)
    settings = made.models(BEFORE)
    api.generate(settings, "one")
    api.upgrade(settings)
    made.send(
        "insert into places (id) values (1)", GOOD.format(id=1), GOOD.format(id=2)
    )
    return made


def chosen(project: Project, case: Case) -> api.Settings:
    assert case.old in BEFORE
    return project.models(BEFORE.replace(case.old, case.new))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_rows_that_a_change_cannot_bear_are_told_and_found(
    project: Project, case: Case
) -> None:
    settings = chosen(project, case)
    project.send(case.row)
    written = api.generate(settings, "two")
    assert written is not None
    if case.on(project, case.borne):
        assert written.obstacles == ()
        api.upgrade(settings)
        return
    (obstacle,) = written.obstacles
    assert obstacle.reason == case.reason.replace("NUMERIC(4, 1)", type_of(obstacle))
    assert obstacle.reason in " ".join(written.path.read_text("utf-8").split())
    assert len(project.rows(obstacle.query)) == 1
    if case.on(project, case.unseen):
        api.upgrade(settings)
        return
    with pytest.raises(AutodiffError):
        api.upgrade(settings)


def type_of(obstacle: object) -> str:
    """A database's own spelling of the type."""
    return "DECIMAL(4, 1)" if "DECIMAL" in str(obstacle) else "NUMERIC(4, 1)"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_rows_that_it_can_bear_are_no_obstacle(project: Project, case: Case) -> None:
    settings = chosen(project, case)
    written = api.generate(settings, "two")
    assert written is not None
    assert written.obstacles == ()
    api.upgrade(settings)


def test_a_label_that_goes_while_rows_hold_it(project: Project) -> None:
    settings = project.models(BEFORE.replace('"glad", "sad"', '"glad", "calm"'))
    kept = api.generate(settings, "two")
    assert kept is not None and kept.obstacles == ()
    kept.path.unlink()
    project.send("update items set mood = 'sad' where id = 2")
    wishes = api.Options(no_renames=("items.mood.sad",))
    written = api.generate(settings, "two", wishes=wishes)
    assert written is not None
    (obstacle,) = written.obstacles
    assert len(project.rows(obstacle.query)) == 1
    with pytest.raises(AutodiffError):
        api.upgrade(settings)


def test_one_value_for_all_rows_is_not_unique(project: Project) -> None:
    source = BEFORE.replace(
        'sa.Column("code"',
        'sa.Column("badge", sa.Integer, nullable=False), sa.UniqueConstraint("badge", '
        'name="uq_badge"), sa.Column("code"',
    )
    wishes = api.Options(fills=(("items.badge", "0"),))
    written = api.generate(project.models(source), "two", wishes=wishes)
    assert written is not None
    assert [each.reason for each in written.obstacles] == [
        "several rows have the same badge"
    ]
    project.send("delete from items where id = 2")
    written.path.unlink()
    alone = api.generate(project.models(source), "two", wishes=wishes)
    assert alone is not None and alone.obstacles == ()


def test_rows_are_found_under_their_old_names(project: Project) -> None:
    source = BEFORE.replace('"items"', '"goods"').replace(
        '"code", sa.String(20))',
        '"label", sa.String(20)), sa.UniqueConstraint("label", name="uq_label")',
    )
    project.send("update items set code = '1'")
    renames = (("items", "goods"), ("goods.code", "goods.label"))
    written = api.generate(
        project.models(source), "two", wishes=api.Options(renames=renames)
    )
    assert written is not None
    assert "several rows have the same label" in {
        each.reason for each in written.obstacles
    }


def test_a_column_that_may_be_an_old_one_under_a_new_name(project: Project) -> None:
    source = BEFORE.replace(
        '"code", sa.String(20))', '"sort_code", sa.String(20), nullable=False)'
    )
    with pytest.raises(AutodiffError, match=r"--rename items\.code:items\.sort_code"):
        api.generate(project.models(source), "two")


RENAMED = BEFORE.replace('"items"', '"goods"').replace(
    '"code", sa.String(20))',
    '"label", sa.String(20), nullable=False), sa.Column("age", sa.Integer, nullable=False)',
)
RENAMES = (("items", "goods"), ("goods.code", "goods.label"))


def test_rows_that_need_a_value_are_looked_for_under_the_old_names(
    project: Project,
) -> None:
    """A table and a column are renamed in the same revision that forbids NULL and adds a column."""
    project.send("update items set code = null where id = 2")
    settings = project.models(RENAMED)
    wishes = api.Options(renames=RENAMES)
    with pytest.raises(FillNeeded, match=r"goods\.(label|age), goods\.(label|age)"):
        api.generate(settings, "two", wishes=wishes)
    project.send("update items set code = 'c' where id = 2")
    with pytest.raises(FillNeeded, match=r"goods\.age") as told:
        api.generate(settings, "two", wishes=wishes)
    assert "label" not in str(told.value)
    given = api.Options(renames=RENAMES, fills=(("goods.age", "7"),))
    assert api.generate(settings, "two", wishes=given) is not None
    api.upgrade(settings)
    assert project.rows("select age from goods where label = 'c'") == [(7,)]


LOST = """
sa.Table("places", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("things", metadata,
    sa.Column("id", sa.Integer, primary_key=True){lost})
"""
LOST_RULES = """,
    sa.Column("badge", sa.String(20), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("age", sa.Integer, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("note", sa.String(20)),
    sa.UniqueConstraint("badge", name="uq_badge"),
    sa.UniqueConstraint("note", name="uq_note"),
    sa.UniqueConstraint("badge", "id", name="uq_both"),
    sa.ForeignKeyConstraint(["place"], ["places.id"], name="fk_place"),
    sa.CheckConstraint("age > 17", name="ck_age"),
    sa.CheckConstraint("size < 5", name="ck_size")"""


def test_rules_of_a_downgrade_over_made_up_values_are_told(project: Project) -> None:
    whole, less = LOST.format(lost=LOST_RULES), LOST.format(lost="")
    begun = project.models(whole)
    api.generate(begun, "whole")
    api.upgrade(begun)
    for number in (1, 2):
        project.send(
            f"insert into things values ({number}, '{number}', 1, 18, 1, null)"
        )
    settings = project.models(less)
    written = api.generate(settings, "less")
    assert written is not None
    assert {
        each.operation.object.key.name: each.reason for each in written.unrestorable
    } == {
        "uq_badge": "badge is '' for each row, so it holds for one row at most",
        "fk_place": "place is 0 for each row, and places must have that",
        "ck_age": "age is 0 for each row, which does not fulfil it",
    }
    assert "on the way back, create unique things.uq_badge" in written.path.read_text()


@pytest.mark.parametrize(
    ("column", "more", "row", "blocked"),
    [
        (
            "sa.Integer",
            'sa.UniqueConstraint("place", name="uq", postgresql_nulls_not_distinct=True)',
            "insert into items (id, place) values (3, null), (4, null)",
            ["several rows have the same place"],
        ),
        (
            "sa.Integer",
            'sa.UniqueConstraint("place", name="uq")',
            "insert into items (id, place) values (3, null), (4, null)",
            [],
        ),
        (
            'sa.ForeignKey("places.id", name="fk", postgresql_not_valid=True)',
            "",
            "insert into items (id, place) values (3, 7)",
            [],
        ),
        (
            "sa.Integer",
            'sa.CheckConstraint("amount < 100", name="ck", postgresql_not_valid=True)',
            "insert into items (id, amount) values (3, 100)",
            [],
        ),
    ],
    ids=[
        "NULLs are values",
        "NULLs are none",
        "foreign key, NOT VALID",
        "check, NOT VALID",
    ],
)
def test_what_postgresql_says_of_null_and_old_rows(
    tmp_path: Path,
    postgresql_url: str,
    column: str,
    more: str,
    row: str,
    blocked: list[str],
) -> None:
    before = BEFORE.replace('"place", sa.Integer', '"place", sa.Integer, unique=False')
    project = Project(tmp_path, postgresql_url)
    api.generate(project.models(before), "one")
    api.upgrade(project.models(before))
    project.send("insert into places values (1)")
    project.send("update items set place = id")
    project.send(row)
    source = BEFORE.replace('"place", sa.Integer', f'"place", {column}')
    settings = project.models(source.replace(END, f"{END[:-1]}, {more})"))
    written = api.generate(settings, "two")
    assert written is not None
    assert [each.reason for each in written.obstacles] == blocked
    if not blocked:
        api.upgrade(settings)
