"""Likely renames: a question, and nothing is written or sent before it is answered."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff import api
from autodiff.errors.meaning import NothingDropped, RenameImpossible, RenamesOpen
from tests.commands.project import Project
from tests.commands.renaming import (
    BEFORE,
    BOTH,
    MAIL,
    SLIGHT,
    TABLE,
    TITLE,
    UNLIKE,
    begun,
    generated,
    refused,
    there_and_back,
)

NUMBERS = itertools.count()


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with two users and a note."""
    return begun(Project(tmp_path, database_url))


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_url: str) -> Project:
    """The same, where one database will do."""
    return begun(Project(tmp_path, sqlite_url))


class TestAQuestion:
    def test_nothing_is_written_before_it_is_answered(self, project: Project) -> None:
        problem = refused(project, MAIL)
        assert problem.pairs == (("users.mail", "users.email"),)
        assert problem.exit_code == 1
        assert "users.mail -> users.email (a similar name, the same type" in str(
            problem
        )
        assert "--rename users.mail:users.email\n" in str(problem)
        assert "--no-rename users.mail " in str(problem)

    def test_all_are_in_one_refusal(self, project: Project) -> None:
        """That of a column in a table under a new name, too: it comes up if the table has it."""
        problem = refused(project, BOTH)
        assert set(problem.pairs) == {
            ("users.mail", "users.email"),
            ("notes", "remarks"),
            ("remarks.words", "remarks.wording"),
        }
        there_and_back(
            project,
            BOTH,
            {
                "select email from users order by id": [("a",), ("b",)],
                "select id, wording, user_id from remarks": [(1, "w", 2)],
            },
            renames=problem.pairs,
        )

    def test_a_score_below_the_limit_is_a_remark(self, project: Project) -> None:
        written = generated(project, SLIGHT)
        text = " ".join(written.path.read_text("utf-8").split())
        assert 'op.drop_column("users", "last_seen")' in text
        assert "perhaps users.last_seen was renamed to users.last_login (" in text
        assert "--rename users.last_seen:users.last_login to keep its data" in text
        (candidate,) = written.candidates
        assert candidate.pair == ("users.last_seen", "users.last_login")
        assert 0.6 <= candidate.score < 0.75

    def test_what_has_nothing_in_common_is_none(self, project: Project) -> None:
        assert generated(project, UNLIKE).candidates == ()

    def test_the_limit_is_higher_where_no_row_holds_a_value(
        self, project: Project
    ) -> None:
        problem = refused(project, TITLE)
        assert problem.pairs == (("users.title", "users.headline"),)
        project.send("update users set title = null")
        (candidate,) = generated(project, TITLE).candidates
        assert 0.75 <= candidate.score < 0.85

    def test_what_is_almost_certain_is_one_without_rows_too(
        self, project: Project
    ) -> None:
        project.send("delete from notes", "delete from users")
        assert refused(project, MAIL).pairs == (("users.mail", "users.email"),)

    def test_a_table_that_looks_alike(self, project: Project) -> None:
        assert refused(project, TABLE).pairs == (("notes", "remarks"),)

    def test_a_computed_column_holds_nothing(self, project: Project) -> None:
        def computed(name: str) -> str:
            last = 'sa.Column("last_seen", sa.Integer)'
            formula = 'sa.Computed("last_seen + 2", persisted=True)'
            column = f'sa.Column("{name}", sa.Integer, {formula})'
            return BEFORE.replace(last, f"{last}, {column}")

        settings = project.models(computed("last_sum"))
        api.generate(settings, "two")
        api.upgrade(settings)
        (candidate,) = generated(project, computed("last_figure")).candidates
        assert 0.75 <= candidate.score < 0.85

    def test_a_caller_who_is_in_a_transaction_keeps_it(self, project: Project) -> None:
        settings = project.models(TITLE)

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.text("update users set title = 'y' where id = 1"))
            with pytest.raises(RenamesOpen):
                api.generate(settings, "two", wishes=api.Options(connection=connection))

        project.on_database(work)
        assert project.rows("select title from users where id = 1") == [("y",)]


# --- hooks, several databases ---------------------------------------------------------------------

HOOKED = """
from autodiff import context
from autodiff.hooks import Create, Drop, Rewriter
from autodiff.kinds.column import Column

rewriter = Rewriter()

@rewriter.rewrites({shape}, Column)
def taken_away(situation, step):
    return ()

context.configure(process_revision_directives=rewriter)
with context.connect() as connection:
    context.run(connection)
"""


@pytest.mark.parametrize("shape", ["Drop", "Create"])
def test_what_a_hook_takes_away_is_not_asked(on_sqlite: Project, shape: str) -> None:
    environment = on_sqlite.folder / "migrations" / "env.py"
    environment.write_text(HOOKED.format(shape=shape))
    (page,) = api.status(on_sqlite.models(MAIL))
    assert page.differences and page.candidates == ()
    assert generated(on_sqlite, MAIL).candidates == ()


class TestSeveralDatabases:
    """What is said of renames is for all of them, and must suit one."""

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Two databases; people and their pets."""
        monkeypatch.chdir(tmp_path)
        api.init(Path("migrations"), "multidb", "sqlite:///one.db", "none:metadata")
        settings = self.settings(tmp_path, "name", "breed")
        api.generate(settings, "one")
        api.upgrade(settings)
        for name, table in (("one", "people"), ("two", "pets")):
            with sqlite3.connect(tmp_path / f"{name}.db") as connection:
                connection.execute(f"insert into {table} values (1, 'x')")
        return tmp_path

    def settings(self, folder: Path, *columns: str) -> api.Settings:
        lines = ["[autodiff]", "script_location = migrations", "databases = one, two"]
        for name, table, column in zip(
            ("one", "two"), ("people", "pets"), columns, strict=True
        ):
            module = f"several_{next(NUMBERS)}"
            (folder / f"{module}.py").write_text(
                "import sqlalchemy as sa\nmetadata = sa.MetaData()\n"
                f"sa.Table({table!r}, metadata, sa.Column('id', sa.Integer, "
                f"primary_key=True), sa.Column({column!r}, sa.String(30)))\n"
            )
            lines += [f"[{name}]", f"models = {module}:metadata"]
            lines += [f"sqlalchemy.url = sqlite:///{name}.db"]
        (folder / "autodiff.ini").write_text("\n".join(lines))
        return api.load_settings(None, None, None, {}, folder)

    def test_all_are_in_one_refusal(self, folder: Path) -> None:
        settings = self.settings(folder, "full_name", "breed_name")
        with pytest.raises(RenamesOpen) as raised:
            api.generate(settings, "two")
        pairs = raised.value.pairs
        assert pairs == (
            ("people.name", "people.full_name"),
            ("pets.breed", "pets.breed_name"),
        )
        assert "one: people.name -> people.full_name" in str(raised.value)
        written = api.generate(settings, "two", wishes=api.Options(renames=pairs))
        assert written is not None
        assert "drop_column" not in written.path.read_text("utf-8")
        api.upgrade(settings)
        assert api.differences(settings) == ()

    def test_a_no_for_one_of_them(self, folder: Path) -> None:
        settings = self.settings(folder, "full_name", "breed")
        wishes = api.Options(no_renames=("people.name",))
        written = api.generate(settings, "two", wishes=wishes)
        assert written is not None and written.candidates == ()

    def test_what_suits_none_is_an_error(self, folder: Path) -> None:
        settings = self.settings(folder, "full_name", "breed")
        for wishes, error in (
            (api.Options(renames=(("pets.name", "pets.size"),)), RenameImpossible),
            (api.Options(no_renames=("pets.breed",)), NothingDropped),
        ):
            with pytest.raises(error):
                api.differences(settings, wishes)
            with pytest.raises((error, RenamesOpen)):
                api.generate(settings, "two", wishes=wishes)
