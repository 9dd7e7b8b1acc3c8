"""Every template, used from init to the newest revision and back."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.models import ModelsUnset
from autodiff.errors.running import StatementFailed
from autodiff.errors.settings import UrlForSeveral
from autodiff.errors.starting import TemplateUnknown

_NUMBERS = itertools.count()
MODELS = """
import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("{table}", metadata, sa.Column("id", sa.Integer, primary_key=True))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def models(folder: Path, table: str) -> str:
    name = f"template_models_{next(_NUMBERS)}"
    (folder / f"{name}.py").write_text(MODELS.format(table=table))
    return f"{name}:metadata"


def loaded(folder: Path) -> api.Settings:
    return api.load_settings(None, None, None, {}, folder)


def tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("select name from sqlite_master where type = 'table'")
        return {name for (name,) in rows if not name.startswith("a")}


def there_and_back(folder: Path, settings: api.Settings) -> None:
    written = api.generate(settings, "First", wishes=api.Options(verify=True))
    assert written is not None
    api.upgrade(settings)
    assert api.differences(settings) == ()
    assert tables(folder / "shop.db") == {"users"}
    api.downgrade(settings, "base")
    assert tables(folder / "shop.db") == set()


SINGLE = {
    "generic": "sqlite",
    "pyproject": "sqlite",
    "async": "sqlite+aiosqlite",
    "pyproject-async": "sqlite+aiosqlite",
    "pyproject_async": "sqlite+aiosqlite",
}


@pytest.mark.parametrize("template", SINGLE)
def test_from_init_to_head_and_back(folder: Path, template: str) -> None:
    url = f"{SINGLE[template]}:///shop.db"
    written = api.init(Path("migrations"), template, url, models(folder, "users"))
    assert written[-1].name in ("autodiff.ini", "pyproject.toml")
    there_and_back(folder, loaded(folder))


@pytest.mark.postgresql
def test_asyncpg(folder: Path, postgresql_url: str) -> None:
    url = postgresql_url.replace("+psycopg", "+asyncpg")
    api.init(Path("migrations"), "async", url, models(folder, "users"))
    settings = loaded(folder)
    api.generate(settings, "First")
    api.upgrade(settings)
    assert api.differences(settings) == ()
    api.downgrade(settings, "base")
    assert api.rows_of(settings) == ()


@pytest.mark.parametrize("template", ["async", "pyproject-async"])
def test_an_async_template_shows_an_async_url(folder: Path, template: str) -> None:
    file = api.init(Path("migrations"), template)[-1]
    assert "postgresql+asyncpg://" in file.read_text()


class TestSeveralDatabases:
    @pytest.fixture
    def settings(self, folder: Path) -> api.Settings:
        users, orders = models(folder, "users"), models(folder, "orders")
        api.init(Path("migrations"), "multidb", "sqlite:///shop.db", users)
        ini = folder / "autodiff.ini"
        text = ini.read_text().replace(
            "driver://user:pass@localhost/two", "sqlite:///two.db"
        )
        ini.write_text(
            text.replace("# models = shop.archive:Base", f"models = {orders}")
        )
        return loaded(folder)

    def test_from_init_to_head_and_back(
        self, folder: Path, settings: api.Settings
    ) -> None:
        written = api.generate(settings, "First", wishes=api.Options(verify=True))
        assert written is not None
        text = written.path.read_text("utf-8")
        names = ("upgrade_one", "downgrade_one", "upgrade_two", "downgrade_two")
        assert all(text.count(f"def {name}()") == 1 for name in names)
        api.upgrade(settings)
        assert api.differences(settings) == ()
        assert tables(folder / "shop.db") == {"users"}
        assert tables(folder / "two.db") == {"orders"}
        assert len(api.status(settings)) == 2
        assert api.standing(settings).missing == ()
        api.downgrade(settings, "base")
        assert tables(folder / "shop.db") | tables(folder / "two.db") == set()

    def test_one_that_fails_leaves_the_others_and_is_told_apart(
        self, folder: Path, settings: api.Settings
    ) -> None:
        """``current -c`` lets nothing be deployed on the strength of the first database."""
        api.generate(settings, "First", api.GraphPosition(rev_id="aa01"))
        with sqlite3.connect(folder / "two.db") as connection:
            connection.execute("create table orders (id integer)")
        with pytest.raises(StatementFailed, match="orders already exists"):
            api.upgrade(settings)
        one, two = api.standings(settings)
        assert (one.database, one.missing) == ("sqlite:///shop.db", ())
        assert (two.database, two.missing) == ("sqlite:///two.db", ("aa01",))
        assert api.standing(settings).missing == ("aa01",)
        (preview,) = api.upgrade_preview(settings)
        assert preview.database == "sqlite:///two.db"

    def test_one_url_cannot_stand_for_all(
        self, folder: Path, settings: api.Settings
    ) -> None:
        with pytest.raises(UrlForSeveral, match="several databases: one, two"):
            api.load_settings(None, None, "sqlite:///other.db", {}, folder)

    def test_an_empty_revision_has_a_function_for_each(
        self, settings: api.Settings
    ) -> None:
        text = api.revision(settings, "Empty").path.read_text("utf-8")
        assert text.count("def upgrade_") == text.count("def downgrade_") == 2

    def test_the_sql_is_each_databases_own(self, settings: api.Settings) -> None:
        from autodiff.commands.offline import upgrade_sql

        api.generate(settings, "First")
        sql = upgrade_sql(settings)
        one, two = sql.split("-- Database: sqlite:///two.db\n")
        assert one.startswith("-- Database: sqlite:///shop.db\n")
        assert "CREATE TABLE users" in one and "CREATE TABLE orders" in two

    def test_without_models_for_one_nothing_is_written(
        self, folder: Path, settings: api.Settings
    ) -> None:
        ini = folder / "autodiff.ini"
        lines = ini.read_text().splitlines()
        kept = [line for line in lines if not line.startswith("models")]
        ini.write_text("\n".join(kept))
        with pytest.raises(ModelsUnset):
            api.generate(loaded(folder), "First")
        assert list((folder / "migrations" / "versions").glob("*.py")) == []


def test_a_template_that_is_not_there_is_told_with_those_that_are(folder: Path) -> None:
    names = "async, generic, multidb, pyproject, pyproject-async"
    with pytest.raises(TemplateUnknown, match=names):
        api.init(Path("migrations"), "generik")
