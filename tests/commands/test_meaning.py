"""What only people know about a change: renames, and what rows get; and the proof of a script."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.compare.candidates import Candidate
from autodiff.errors.meaning import FillNeeded, NotProved, RenameImpossible
from autodiff.errors.mysql import FillMalformed
from autodiff.kinds.column import Column
from tests.cases.witness import witness
from tests.commands.project import Project

BEFORE = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), index=True),
    sa.Column("nick", sa.String(20)))
sa.Table("notes", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id", name="fk_user")))
"""
RENAMED_COLUMN = BEFORE.replace('"mail"', '"email"')
RENAMED_TABLE = BEFORE.replace('"notes",', '"remarks",')
STRICTER = BEFORE.replace(
    '"nick", sa.String(20)', '"nick", sa.String(20), nullable=False'
)
MORE = BEFORE.replace('"id"', '"age", sa.Integer, nullable=False), sa.Column("id"', 1)


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with two users (nobody has a nick) and a note."""
    made = Project(tmp_path, database_url)
    settings = made.models(BEFORE)
    api.generate(settings, "one")
    api.upgrade(settings)
    made.send(
        "insert into users (id, mail) values (1, 'a'), (2, 'b')",
        "insert into notes (id, user_id) values (1, 2)",
    )
    return made


def there_and_back(project: Project, settings: api.Settings) -> None:
    """Up: the models' schema; down: the old one."""
    api.upgrade(settings)
    assert api.differences(settings) == ()
    there = witness_of(project)
    api.downgrade(settings, "-1")
    assert witness_of(project) != there
    api.upgrade(settings)
    assert witness_of(project) == there


def witness_of(project: Project) -> list[str]:
    """The catalog's own words."""
    found: list[str] = []
    project.on_database(lambda connection: found.extend(witness(connection)))
    return found


def script(written: api.NewRevision | None) -> str:
    assert written is not None
    return written.path.read_text("utf-8")


class TestRenames:
    def test_by_option_keeps_the_values(self, project: Project) -> None:
        settings = project.models(RENAMED_COLUMN)
        wishes = api.Options(renames=(("users.mail", "users.email"),), verify=True)
        text = script(api.generate(settings, "two", wishes=wishes))
        assert 'op.rename_column("users", "mail", "email")' in text
        there_and_back(project, settings)
        assert project.rows("select email from users order by id") == [("a",), ("b",)]

    def test_stated_in_the_model(self, project: Project) -> None:
        source = RENAMED_TABLE.replace(
            'name="fk_user")))', 'name="fk_user")), info={"renamed_from": "notes"})'
        )
        settings = project.models(source)
        text = script(api.generate(settings, "two", wishes=api.Options(verify=True)))
        assert 'op.rename_table("notes", "remarks")' in text
        assert "drop_table" not in text
        there_and_back(project, settings)
        assert project.rows("select user_id from remarks") == [(2,)]
        assert api.generate(settings, "three") is None, "a hint holds only once"

    def test_who_is_asked_decides(self, project: Project) -> None:
        class Yes:
            def is_rename(self, candidate: Candidate) -> bool:
                assert "the same type" in candidate.evidence
                return True

            def value_for(self, column: Column) -> str | None:
                raise AssertionError("no value is needed")

        settings = project.models(RENAMED_COLUMN)
        text = script(api.generate(settings, "two", questions=Yes()))
        assert "op.rename_column" in text and "drop_column" not in text

    def test_with_another_type(self, project: Project) -> None:
        settings = project.models(
            RENAMED_COLUMN.replace("sa.String(50)", "sa.String(80)")
        )
        wishes = api.Options(renames=(("users.mail", "users.email"),), verify=True)
        text = script(api.generate(settings, "two", wishes=wishes))
        assert "op.rename_column" in text and "sa.String(length=80)" in text
        there_and_back(project, settings)

    def test_what_names_the_column_follows(self, project: Project) -> None:
        leaning = """
sa.Table("marks", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("points", sa.Integer, sa.CheckConstraint("points > 0", name="ck_points")),
    sa.Column("other", sa.String(9)),
    sa.Column("parent", sa.Integer, sa.ForeignKey("marks.id", name="fk_parent")),
    sa.Index("ix_points", "points", "other"))
"""
        api.generate(project.models(BEFORE + leaning), "two")
        api.upgrade(project.models(BEFORE + leaning))
        settings = project.models(BEFORE + leaning.replace("points", "score"))
        renames = (("marks.points", "marks.score"),)
        written = api.generate(
            settings, "three", wishes=api.Options(renames=renames, verify=True)
        )
        assert written is not None
        kinds = {type(each).__name__ for each in written.operations}
        keys = {each.object.key.name for each in written.operations}
        assert kinds <= {"Rename", "Drop", "Create"}
        assert keys == {"score", "ck_score", "ix_score"} | (
            keys & {"ck_points", "ix_points"}
        )
        there_and_back(project, settings)

    def test_that_does_not_fit_is_refused(self, project: Project) -> None:
        wishes = api.Options(renames=(("users.post", "users.email"),))
        with pytest.raises(RenameImpossible, match=r"users\.post"):
            api.generate(project.models(RENAMED_COLUMN), "two", wishes=wishes)


class TestFills:
    def test_a_column_that_must_hold_something_is_refused_where_rows_are(
        self, project: Project
    ) -> None:
        with pytest.raises(FillNeeded, match=r"--fill users\.age=VALUE"):
            api.generate(project.models(MORE), "two")
        assert len(list((project.folder / "migrations" / "versions").glob("*.py"))) == 1

    def test_the_rows_get_the_value(self, project: Project) -> None:
        settings = project.models(MORE)
        wishes = api.Options(fills=(("users.age", "20 + 1"),), verify=True)
        api.generate(settings, "two", wishes=wishes)
        there_and_back(project, settings)
        assert project.rows("select age from users") == [(21,), (21,)]

    def test_rows_that_hold_nothing_get_the_value(self, project: Project) -> None:
        settings = project.models(STRICTER)
        with pytest.raises(FillNeeded, match=r"users\.nick"):
            api.generate(settings, "two")
        api.generate(
            settings, "two", wishes=api.Options(fills=(("users.nick", "'x'"),))
        )
        there_and_back(project, settings)
        assert project.rows("select nick from users") == [("x",), ("x",)]

    def test_a_new_default_is_what_they_get(self, project: Project) -> None:
        settings = project.models(
            STRICTER.replace("nullable=False", 'nullable=False, server_default="none"')
        )
        api.generate(settings, "two")
        there_and_back(project, settings)
        assert project.rows("select nick from users") == [("none",), ("none",)]

    def test_a_column_that_comes_back_gets_a_neutral_value(
        self, project: Project
    ) -> None:
        project.send("update users set nick = 'n'")
        settings = project.models(STRICTER)
        api.generate(settings, "two")
        api.upgrade(settings)
        gone = project.models(
            BEFORE.replace(',\n    sa.Column("nick", sa.String(20))', "")
        )
        api.generate(gone, "three")
        api.upgrade(gone)
        api.downgrade(gone, "-1")
        assert project.rows("select nick from users") == [("",), ("",)]
        assert api.heads(gone)[0].header.doc == "three"

    def test_a_value_for_no_change_is_refused(self, project: Project) -> None:
        wishes = api.Options(fills=(("users.agee", "1"),))
        with pytest.raises(FillMalformed, match="no change of that column"):
            api.generate(project.models(BEFORE), "two", wishes=wishes)


class TestProof:
    def test_a_template_that_loses_the_downgrade_is_found(
        self, project: Project
    ) -> None:
        template = project.folder / "migrations" / "script.py.mako"
        template.write_text(
            template.read_text("utf-8").replace("${downgrades}", "pass")
        )
        settings = project.models(BEFORE.replace("sa.String(20)", "sa.String(30)"))
        with pytest.raises(NotProved, match=r"downgrade(?s:.)*users\.nick"):
            api.generate(settings, "two", wishes=api.Options(verify=True))
        assert len(list((project.folder / "migrations" / "versions").glob("*.py"))) == 1

    def test_forced_it_is_written(self, project: Project) -> None:
        template = project.folder / "migrations" / "script.py.mako"
        template.write_text(template.read_text("utf-8").replace("${upgrades}", "pass"))
        settings = project.models(BEFORE.replace("sa.String(20)", "sa.String(30)"))
        wishes = api.Options(verify=True, force=True)
        assert api.generate(settings, "two", wishes=wishes) is not None
