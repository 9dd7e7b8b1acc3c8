"""Answers to what may be a rename: by options, by models, by who is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.compare.candidates import Candidate
from autodiff.errors.meaning import NothingDropped
from autodiff.kinds.column import Column
from tests.commands.project import Project
from tests.commands.renaming import (
    BEFORE,
    BOTH,
    MAIL,
    TABLE,
    begun,
    files,
    generated,
    refused,
)


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with two users and a note."""
    return begun(Project(tmp_path, database_url))


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_url: str) -> Project:
    """The same, where one database will do."""
    return begun(Project(tmp_path, sqlite_url))


class TestAnswers:
    def test_no_for_one(self, on_sqlite: Project) -> None:
        source = BOTH.replace('"wording"', '"words"')
        problem = refused(on_sqlite, source, no_renames=("users.mail",))
        assert problem.pairs == (("notes", "remarks"),)

    def test_no_for_all(self, project: Project) -> None:
        written = generated(project, BOTH, no_renames="all")
        text = written.path.read_text("utf-8")
        assert written.candidates == ()
        assert "drop_column" in text and "drop_table" in text and "perhaps" not in text

    def test_no_for_each_is_no_for_all(self, on_sqlite: Project) -> None:
        names = ("users.mail", "notes")
        text = generated(on_sqlite, BOTH, no_renames=names).path.read_text("utf-8")
        assert "drop_column" in text and "drop_table" in text and "perhaps" not in text

    def test_no_by_the_new_name_of_the_table(self, on_sqlite: Project) -> None:
        renames = (("notes", "remarks"),)
        for name in ("notes.words", "remarks.words"):
            refusals = ("users.mail", name)
            written = generated(on_sqlite, BOTH, renames=renames, no_renames=refusals)
            assert written.candidates == ()
            written.path.unlink()

    def test_no_for_what_is_not_dropped(self, on_sqlite: Project) -> None:
        wishes = api.Options(no_renames=("users.mial",))
        with pytest.raises(NothingDropped, match=r"users\.mial.*mean users\.mail\?"):
            api.generate(on_sqlite.models(MAIL), "two", wishes=wishes)
        with pytest.raises(NothingDropped):
            api.differences(on_sqlite.models(BEFORE), wishes)
        assert len(files(on_sqlite)) == 1

    def test_the_model_says_that_a_column_is_new(self, project: Project) -> None:
        source = MAIL.replace("index=True", 'index=True, info={"renamed_from": None}')
        assert "drop_column" in generated(project, source).path.read_text("utf-8")

    def test_the_model_says_that_a_table_is_new(self, project: Project) -> None:
        source = TABLE.replace(
            'name="fk_user")))', 'name="fk_user")), info={"renamed_from": None})'
        )
        assert "drop_table" in generated(project, source).path.read_text("utf-8")

    def test_who_says_no_is_told_nothing_more(self, on_sqlite: Project) -> None:
        asked: list[tuple[str, str]] = []

        class No:
            def is_rename(self, candidate: Candidate) -> bool | None:
                asked.append(candidate.pair)
                return False

            def value_for(self, column: Column) -> str | None:
                return None

        written = api.generate(on_sqlite.models(MAIL), "two", questions=No())
        assert written is not None and written.candidates == ()
        assert "perhaps" not in written.path.read_text("utf-8")
        assert asked == [("users.mail", "users.email")]

    def test_after_a_no_the_next_likely_one_is_asked(self, on_sqlite: Project) -> None:
        source = BEFORE.replace(
            'sa.Column("mail", sa.String(50), index=True)',
            'sa.Column("email", sa.String(50), index=True), '
            'sa.Column("mail_text", sa.String(50), index=True)',
        )
        asked: list[str] = []

        class OnlyTheSecond:
            def is_rename(self, candidate: Candidate) -> bool | None:
                asked.append(candidate.pair[1])
                return len(asked) == 2

            def value_for(self, column: Column) -> str | None:
                return None

        settings = on_sqlite.models(source)
        written = api.generate(settings, "two", questions=OnlyTheSecond())
        assert written is not None
        assert 'op.drop_column("users", "mail")' not in written.path.read_text("utf-8")
        assert sorted(asked) == ["users.email", "users.mail_text"]

    def test_a_yes_brings_up_what_is_in_the_table(self, on_sqlite: Project) -> None:
        asked: list[tuple[str, str]] = []

        class Yes:
            def is_rename(self, candidate: Candidate) -> bool | None:
                asked.append(candidate.pair)
                return True

            def value_for(self, column: Column) -> str | None:
                return None

        written = api.generate(on_sqlite.models(BOTH), "two", questions=Yes())
        assert written is not None
        text = written.path.read_text("utf-8")
        assert "drop" not in text
        assert asked[-1] == ("remarks.words", "remarks.wording")

    def test_names_that_need_quotes(self, project: Project) -> None:
        source = BEFORE.replace('"mail"', '"e.mail: it\'s"').replace(
            "index=True", "index=False"
        )
        before = project.models(BEFORE.replace("index=True", "index=False"))
        api.generate(before, "no index")
        api.upgrade(before)
        problem = refused(project, source)
        assert problem.pairs == (("users.mail", 'users."e.mail: it\'s"'),)
        generated(project, source, renames=problem.pairs)
        api.upgrade(project.models(source))
        assert api.differences(project.models(source)) == ()
