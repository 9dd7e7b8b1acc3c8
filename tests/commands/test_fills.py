"""Values for rows: tried before a script is written, advised in it, and named where they lack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff import api
from autodiff.compare.candidates import Candidate
from autodiff.errors import AutodiffError
from autodiff.errors.mysql import FillMalformed
from autodiff.kinds.column import Column
from tests.commands.project import Project

BEFORE = """
sa.Table("teams", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("nick", sa.String(20)),
    sa.Column("born", sa.Date))
"""
AGE = BEFORE.replace('"nick"', '"age", sa.Integer, nullable=False), sa.Column("nick"')
NICK = BEFORE.replace("sa.String(20)", "sa.String(20), nullable=False")
SINCE = BEFORE.replace(
    '"nick"', '"since", sa.DateTime, nullable=False), sa.Column("nick"'
)


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with no row."""
    made = Project(tmp_path, database_url)
    settings = made.models(BEFORE)
    api.generate(settings, "one")
    api.upgrade(settings)
    return made


def filled(
    project: Project, models: str, name: str, value: str
) -> api.NewRevision | None:
    wishes = api.Options(fills=((name, value),))
    return api.generate(project.models(models), "two", wishes=wishes)


def on(project: Project, *names: str) -> bool:
    return sa.make_url(project.url).get_backend_name() in names


# --- tried ----------------------------------------------------------------------------------------

WRONG = {
    # models, value, what is told (on each database, or by its name)
    "a bare word": (
        AGE,
        "abc",
        "there is no column abc in users; write a string in quotes, as 'abc'",
    ),
    "the new column's own name": (AGE, "age", "there is no column age in users"),
    "a string for a number": (AGE, "'abc'", "integer|INTEGER"),
    "a part of a number": (AGE, "1.5 +", "syntax|incomplete|near"),
    "words": (AGE, "hello world", "syntax|near"),
    "two statements": (
        AGE,
        "1); drop table users; --",
        "syntax|near|one statement|multiple",
    ),
    "nothing": (AGE, "NULL", "it is NULL"),
    "an unknown function": (AGE, "frobnicate(1)", "(?i)frobnicate"),
    "a bare word for a text": (NICK, "abc", "there is no column abc in users"),
    "nothing for a text": (NICK, "null", "it is NULL"),
}


@pytest.mark.parametrize("models, value, told", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("rows", ["rows", "no rows"])
def test_a_value_that_the_database_does_not_take(
    project: Project, models: str, value: str, told: str, rows: str
) -> None:
    """Exit code 2, nothing written, nothing changed."""
    if rows == "rows":
        project.send("insert into users (id) values (1), (2)")
    name = "users.age" if models == AGE else "users.nick"
    with pytest.raises(FillMalformed, match=told) as problem:
        filled(project, models, name, value)
    assert name in str(problem.value) and problem.value.exit_code == 2
    assert len(list((project.folder / "migrations" / "versions").glob("*.py"))) == 1
    left = [(1,), (2,)] if rows == "rows" else []
    assert project.rows("select id from users order by id") == left


RIGHT = {
    "a number": (AGE, "users.age", "7", 7),
    "an expression": (AGE, "users.age", "20 + 1", 21),
    "a string": (NICK, "users.nick", "'abc'", "abc"),
    "a string with percent signs": (NICK, "users.nick", "'100%s'", "100%s"),
    "another column, for an old one": (NICK, "users.nick", "CAST(id AS CHAR(1))", "1"),
    "a function": (SINCE, "users.since", "CURRENT_TIMESTAMP", None),
}


@pytest.mark.parametrize("models, name, value, expected", RIGHT.values(), ids=RIGHT)
def test_a_value_that_it_takes(
    project: Project, models: str, name: str, value: str, expected: object
) -> None:
    project.send("insert into users (id) values (1)")
    assert filled(project, models, name, value) is not None
    api.upgrade(project.models(models))
    column = name.partition(".")[2]
    ((found,),) = project.rows(f"select {column} from users")
    assert found == expected or (expected is None and found is not None)


def test_what_somebody_answers_is_tried_too(project: Project) -> None:
    class Somebody:
        def is_rename(self, candidate: Candidate) -> bool:
            return False

        def value_for(self, column: Column) -> str | None:
            return "abc"

    project.send("insert into users (id) values (1)")
    with pytest.raises(FillMalformed, match="there is no column abc"):
        api.generate(project.models(AGE), "two", questions=Somebody())


def test_a_value_of_a_type_that_is_yet_to_be_created(project: Project) -> None:
    mood = 'sa.Enum("glad", "sad", name="mood")'
    models = AGE.replace('"age", sa.Integer', f'"mood", {mood}')
    project.send("insert into users (id) values (1)")
    assert filled(project, models, "users.mood", "'sad'") is not None
    api.upgrade(project.models(models))
    assert project.rows("select mood from users") == [("sad",)]


def test_a_value_that_names_a_column_by_its_new_name_is_not_tried(
    project: Project,
) -> None:
    """It is right when it is run."""
    models = NICK.replace('"born"', '"birth"')
    project.send("insert into users (id, born) values (1, '2000-01-01')")
    fills = (("users.nick", "CAST(birth AS CHAR(10))"),)
    wishes = api.Options(fills=fills, renames=(("users.born", "users.birth"),))
    assert api.generate(project.models(models), "two", wishes=wishes) is not None


# --- advised --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Advice:
    """A change of the models, and the ``fill=`` that is advised for a table with rows."""

    old: str
    new: str
    fill: str


NEW = '"nick", sa.String(20))'


def new(type_: str) -> Advice:
    fill = FILLS[type_]
    return Advice(NEW, f'{NEW}, sa.Column("x", {type_}, nullable=False)', fill)


FILLS = {
    "sa.Integer": "fill=0",
    "sa.Numeric(8, 2)": "fill=0",
    "sa.Float": "fill=0",
    "sa.String(9)": 'fill=""',
    "sa.Text": 'fill=""',
    "sa.Boolean": "fill=",
    "sa.Date": 'fill="1970-01-01"',
    "sa.DateTime": 'fill="1970-01-01 00:00:00"',
    "sa.Time": 'fill="00:00:00"',
    "sa.Uuid": 'fill="0000',
    "sa.JSON": 'fill="{}"',
    "sa.LargeBinary": "fill=",
    'sa.Enum("a", "b", name="letter")': 'fill="a"',
    'sa.Enum("a", "b", name="l", native_enum=False, create_constraint=True)': 'fill="a"',
}
ADVICE = {type_: new(type_) for type_ in FILLS} | {
    "an old column": Advice(
        '"nick", sa.String(20)', '"nick", sa.String(20), nullable=False', 'fill=""'
    ),
    "an old column with a new type": Advice(
        '"nick", sa.String(20)', '"nick", sa.String(40), nullable=False', 'fill=""'
    ),
}


@pytest.mark.parametrize("advice", ADVICE.values(), ids=ADVICE)
def test_the_advice_of_the_failing_upgrade_works_as_it_is_typed(
    project: Project, advice: Advice
) -> None:
    """Written while the table was empty, run where rows are: the script says what it lacks, and so
    does the upgrade, which works once that is added.
    """
    assert advice.old in BEFORE
    settings = project.models(BEFORE.replace(advice.old, advice.new))
    written = api.generate(settings, "two")
    assert written is not None
    text = written.path.read_text("utf-8")
    said = re.sub(r"\n\s+# ", " ", text)
    (advised,) = re.findall(r"value here, such as (fill=.*?)\.\s", said)
    assert advised.startswith(advice.fill)
    project.send("insert into users (id) values (1), (2)")
    with pytest.raises(AutodiffError) as problem:
        api.upgrade(settings)
    told = " ".join(str(problem.value).split())
    column = "users.x" if '"x"' in advice.new else "users.nick"
    assert f"no value for {column}" in told
    call = "op.add_column" if '"x"' in advice.new else "op.alter_column"
    assert call in told and advised in told and str(written.path) in told
    assert project.rows("select count(*) from users where nick is null") == [(2,)]
    written.path.write_text(with_fill(text, advised), "utf-8")
    api.upgrade(settings)
    assert project.rows(f"select count(*) from users where {column} is null") == [(0,)]
    assert api.differences(settings) == ()


def with_fill(text: str, advised: str) -> str:
    """The script with the argument at the end of the call below the advice."""
    lines = text.splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if "a value here" in line) + 1
    while lines[start].lstrip().startswith("#"):
        start += 1
    depth, end = 0, start
    while True:
        depth += lines[end].count("(") - lines[end].count(")")
        if depth == 0:
            break
        end += 1
    call = "".join(lines[start : end + 1]).rstrip().removesuffix(")").rstrip(" \n,")
    return "".join([*lines[:start], f"{call}, {advised})\n", *lines[end + 1 :]])


def test_of_several_columns_the_one_that_lacks_a_value_is_named(
    project: Project,
) -> None:
    both = AGE.replace("sa.String(20)", "sa.String(20), nullable=False")
    settings = project.models(both)
    written = api.generate(settings, "two")
    assert written is not None
    project.send("insert into users (id, nick) values (1, 'a')")
    with pytest.raises(AutodiffError, match=r"no value for users\.age") as problem:
        api.upgrade(settings)
    assert "users.nick" not in str(problem.value)


def test_a_column_that_points_at_another_table(project: Project) -> None:
    models = AGE.replace(
        '"age", sa.Integer', '"team", sa.ForeignKey("teams.id", name="fk")'
    )
    written = api.generate(project.models(models), "two")
    assert written is not None
    said = " ".join(written.path.read_text("utf-8").split())
    assert "needs a value here: fill=, with one that teams has." in said


def test_a_column_that_is_unique(project: Project) -> None:
    models = AGE.replace("sa.Integer, nullable", "sa.Integer, unique=True, nullable")
    written = api.generate(project.models(models), "two")
    assert written is not None
    said = " ".join(written.path.read_text("utf-8").replace("#", "").split())
    assert "needs a value here, another one for each row: by op.execute()" in said


NO_ADVICE = {
    "a column that may be NULL": AGE.replace(", nullable=False", ""),
    "one with a default": AGE.replace(
        "nullable=False", 'nullable=False, server_default="0"'
    ),
    "one of a new table": BEFORE
    + 'sa.Table("t", metadata, sa.Column("x", sa.Integer, nullable=False))',
}


@pytest.mark.parametrize("models", NO_ADVICE.values(), ids=NO_ADVICE)
def test_no_advice_where_none_is_needed(project: Project, models: str) -> None:
    written = api.generate(project.models(models), "two")
    assert written is not None
    assert "a value here" not in written.path.read_text("utf-8")


def test_a_script_of_hand_is_told_the_same(project: Project) -> None:
    """Of an old column nothing but its name is said."""
    folder = project.folder / "migrations" / "versions"
    parent = api.heads(project.models(BEFORE))[0].header.revision
    (folder / "b.py").write_text(
        f'from autodiff import op\nrevision = "b"\ndown_revision = "{parent}"\n'
        'def upgrade():\n    op.alter_column("users", "nick", nullable=False)\n'
        "def downgrade():\n    pass\n"
    )
    project.send("insert into users (id) values (1)")
    with pytest.raises(AutodiffError, match=r"no value for users\.nick") as problem:
        api.upgrade(project.models(BEFORE))
    told = " ".join(str(problem.value).split())
    assert 'op.alter_column("users", "nick", ..., fill=' in told


def test_another_refusal_is_not_taken_for_a_missing_value(project: Project) -> None:
    models = BEFORE.replace("sa.String(20)", "sa.String(20), unique=True")
    api.generate(project.models(models), "two")
    project.send("insert into users (id, nick) values (1, 'a'), (2, 'a')")
    with pytest.raises(AutodiffError) as problem:
        api.upgrade(project.models(models))
    assert "no value for" not in str(problem.value)
