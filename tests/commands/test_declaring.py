"""Models that declare nothing: refused by all that compares, whatever the database has."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from autodiff import api
from autodiff.errors.declaring import ModelsEmpty, ModelsLeftOut, TargetMetadataEmpty
from autodiff.errors.models import ContextValueWrong, ModelsBroken
from autodiff.resources import templates_directory
from tests.commands.project import Project
from tests.extending.installed import installed

_NUMBERS = itertools.count()

USERS = 'sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))'
COMPARING: dict[str, Callable[[api.Settings], Any]] = {
    "generate": lambda settings: api.generate(settings, "x"),
    "differences": api.differences,
    "statements": api.statements,
    "status": api.status,
}

BASE = """
import sqlalchemy as sa
from sqlalchemy import orm
class Base(orm.DeclarativeBase):
    pass
"""
USER = """
class User(Base):
    __tablename__ = "users"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
"""

# By what they are: the files of a package PACKAGE, and the place in it that is named.
EMPTY: dict[str, tuple[dict[str, str], str]] = {
    "a base without models": ({"__init__.py": BASE}, ":Base"),
    "the metadata of a base": ({"__init__.py": BASE}, ":Base.metadata"),
    "a plain MetaData": (
        {"__init__.py": "import sqlalchemy as sa\nmetadata = sa.MetaData()"},
        ":metadata",
    ),
    "an application whose models load later": (
        {
            "__init__.py": """
                from sqlalchemy import orm
                class Models:
                    class Model(orm.DeclarativeBase):
                        pass
                    @property
                    def metadata(self):
                        return self.Model.metadata
                db = Models()
                def create_app():
                    from PACKAGE import models
                """,
            "models.py": """
                import sqlalchemy as sa
                from PACKAGE import db
                class User(db.Model):
                    __tablename__ = "users"
                    id = sa.Column(sa.Integer, primary_key=True)
                """,
        },
        ":db",
    ),
    "a package whose modules nobody imports": (
        {"__init__.py": BASE, "users.py": f"from PACKAGE import Base, orm\n{USER}"},
        ":Base",
    ),
    "a package that has nothing of its own": (
        {
            "__init__.py": "",
            "base.py": BASE,
            "users.py": f"from PACKAGE.base import Base, orm\n{USER}",
        },
        "",
    ),
    "a module that only imports a base": (
        {"__init__.py": "", "base.py": BASE, "models.py": "from PACKAGE.base import *"},
        ".models",
    ),
    "a base with abstract models": (
        {"__init__.py": BASE + USER.replace("__tablename__ =", "__abstract__ =")},
        ":Base",
    ),
    "a registry": (
        {"__init__.py": "from sqlalchemy import orm\nmapper_registry = orm.registry()"},
        ":mapper_registry",
    ),
    "a type that no table has": (
        {
            "__init__.py": BASE
            + "mood = sa.Enum('a', name='mood', metadata=Base.metadata)"
        },
        ":Base",
    ),
    "an application that is not there yet": (
        {"__init__.py": """
                class Proxy:
                    def __getattr__(self, name):
                        raise RuntimeError("working outside of application context")
                current_app = Proxy()
                """},
        "",
    ),
}


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    return Project(tmp_path, sqlite_url)


@pytest.fixture
def on_each(tmp_path: Path, database_url: str) -> Project:
    return Project(tmp_path, database_url)


def package(project: Project, files: dict[str, str]) -> str:
    """A new package of these files; its name."""
    name = f"declaring_{next(_NUMBERS)}"
    for path, text in files.items():
        file = project.folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).replace("PACKAGE", name))
    return name


def settings_of(
    project: Project, *places: str, more: str = "", file: str = "autodiff.ini"
) -> api.Settings:
    models = f"models = {', '.join(places)}\n" if places else ""
    path = project.folder / file
    path.write_text(
        f"[autodiff]\nscript_location = migrations\nsqlalchemy.url = {project.url}\n"
        f"{models}{more}\n"
    )
    return api.load_settings(str(path), None, None, {}, project.folder)


def scripts(project: Project) -> list[Path]:
    return list((project.folder / "migrations" / "versions").glob("*.py"))


# --- the setting models ---------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMPARING)
@pytest.mark.parametrize("kind", EMPTY)
def test_on_an_empty_database(project: Project, kind: str, command: str) -> None:
    files, place = EMPTY[kind]
    settings = settings_of(project, f"{package(project, files)}{place}")
    with pytest.raises(ModelsEmpty) as caught:
        COMPARING[command](settings)
    assert str(caught.value).startswith(
        f"{settings.models[0]} declares no tables. Name the module that defines them. "
        "Nothing was compared or written"
    )
    assert caught.value.exit_code == 2
    assert scripts(project) == []


@pytest.mark.parametrize("command", COMPARING)
def test_on_a_database_with_tables(on_each: Project, command: str) -> None:
    on_each.send("create table users (id integer)", "insert into users values (1)")
    with pytest.raises(ModelsEmpty, match="declares no tables"):
        COMPARING[command](on_each.models(""))
    assert scripts(on_each) == []
    assert on_each.rows("select id from users") == [(1,)]


def test_what_is_advised_is_the_way_out(project: Project) -> None:
    """The line of the error, typed as it is."""
    files, place = EMPTY["a package whose modules nobody imports"]
    files = {
        **files,
        "shop/__init__.py": "",
        "shop/orders.py": "from PACKAGE import Base, orm\n"
        + USER.replace("users", "orders").replace("User", "Order"),
        "shop/forms.py": "import PACKAGE\n",
        "tests/test_users.py": f"from PACKAGE import Base, orm\n{USER}",
    }
    name = package(project, files)
    with pytest.raises(ModelsEmpty) as caught:
        api.generate(settings_of(project, f"{name}{place}"), "x")
    text = str(caught.value)
    modules = f"{name}.shop.orders, {name}.users"
    assert f"seem to define tables and were not imported: {modules}. " in text
    (line,) = [x.strip() for x in text.splitlines() if x.startswith("    models")]
    settings = settings_of(project, line.removeprefix("models = "))
    assert {str(each.object.key) for each in api.differences(settings)} == {
        "table orders",
        "table users",
    }


def test_in_a_toml_file_it_is_advised_in_toml(project: Project) -> None:
    name = package(project, EMPTY["an application whose models load later"][0])
    file = project.folder / "pyproject.toml"
    start = f'[tool.autodiff]\nscript_location = "migrations"\nurl = "{project.url}"\n'

    def with_line(line: str) -> api.Settings:
        file.write_text(f"{start}{line}\n")
        return api.load_settings(str(file), None, None, {}, project.folder)

    with pytest.raises(ModelsEmpty) as caught:
        api.differences(with_line(f'models = "{name}:db"'))
    (line,) = [x for x in str(caught.value).splitlines() if x.startswith("    models")]
    (found,) = api.differences(with_line(line.strip()))
    assert str(found.object.key) == "table users"
    assert "allow_empty_models = true" in str(caught.value)


def test_the_last_table_is_dropped_where_that_is_said(on_each: Project) -> None:
    api.generate(on_each.models(USERS), "users")
    api.upgrade(on_each.models(USERS))
    settings = on_each.models("")
    with pytest.raises(ModelsEmpty) as caught:
        api.generate(settings, "none")
    assert f"set allow_empty_models = true in {settings.source}." in str(caught.value)
    settings.source.write_text(
        f"{settings.source.read_text()}allow_empty_models = true\n"
    )
    settings = api.load_settings(str(settings.source), None, None, {}, on_each.folder)
    api.generate(settings, "none")
    api.upgrade(settings)
    assert api.differences(settings) == ()
    api.downgrade(settings, "-1")
    assert on_each.rows("select * from users") == []


# --- several places -------------------------------------------------------------------------------


def test_one_of_several_that_declares_nothing_is_named(project: Project) -> None:
    """Its tables would be dropped, as if it were alone."""
    users = package(project, {"__init__.py": BASE + USER})
    empty = package(project, EMPTY["a package whose modules nobody imports"][0])
    settings = settings_of(project, f"{users}:Base", f"{empty}:Base")
    with pytest.raises(ModelsEmpty) as caught:
        api.generate(settings, "x")
    text = str(caught.value)
    assert text.startswith(f"{empty}:Base declares no tables. ")
    assert f"\n    models = {users}:Base, {empty}.users\n" in text
    assert f"take {empty}:Base out of models" in text
    (found,) = api.differences(settings_of(project, f"{users}:Base"))
    assert str(found.object.key) == "table users"


def test_all_that_declare_nothing_are_named_at_once(project: Project) -> None:
    one, two = (package(project, {"__init__.py": BASE}) for _ in range(2))
    with pytest.raises(ModelsEmpty, match=f"{one}:Base and {two} declare no tables"):
        api.differences(settings_of(project, f"{one}:Base", two))


def test_places_may_share_a_metadata(project: Project) -> None:
    """A base, and the modules of its models: what is in one of them is in all."""
    name = package(project, EMPTY["a package whose modules nobody imports"][0])
    settings = settings_of(project, f"{name}:Base", f"{name}.users")
    (found,) = api.differences(settings)
    assert str(found.object.key) == "table users"


def test_a_module_may_have_an_empty_metadata_beside_its_own(project: Project) -> None:
    other = package(project, {"__init__.py": BASE})
    users = f"from {other} import Base as Other\n{BASE}{USER}"
    name = package(project, {"__init__.py": users})
    assert len(api.differences(settings_of(project, name))) == 1


def test_a_proxy_beside_the_models_is_none_of_them(project: Project) -> None:
    proxy = dedent(EMPTY["an application that is not there yet"][0]["__init__.py"])
    name = package(project, {"__init__.py": f"{proxy}\n{BASE}{USER}"})
    assert len(api.differences(settings_of(project, name))) == 1
    with pytest.raises(ModelsBroken, match="outside of application context"):
        api.differences(settings_of(project, f"{name}:current_app"))


# --- what is no table -----------------------------------------------------------------------------


def test_a_sequence_is_something(tmp_path: Path, postgresql_url: str) -> None:
    project = Project(tmp_path, postgresql_url)
    (found,) = api.differences(
        project.models('sa.Sequence("numbers", metadata=metadata)')
    )
    assert str(found.object.key) == "sequence numbers"


def test_a_sequence_is_nothing_where_there_are_none(project: Project) -> None:
    with pytest.raises(ModelsEmpty):
        api.differences(project.models('sa.Sequence("numbers", metadata=metadata)'))


def test_an_object_of_a_kind_that_a_package_brings_is_something(
    project: Project,
) -> None:
    site = project.folder / "site"
    site.mkdir()
    with installed("autodiff_views", site):
        view = 'from autodiff_views import view\nview(metadata, "one", "select 1")'
        (found,) = api.differences(project.models(view))
    assert str(found.object.key) == "view one"


# --- what is left out -----------------------------------------------------------------------------

TWO = f"{USERS}\n{USERS.replace('users', 'orders')}"
HOOKED = """
from autodiff import context
context.configure({hook}=lambda *about: {answer})
with context.connect() as connection:
    context.run(connection)
"""


def with_more(project: Project, source: str, more: str) -> api.Settings:
    settings = project.models(source)
    settings.source.write_text(f"{settings.source.read_text()}{more}\n")
    return api.load_settings(str(settings.source), None, None, {}, project.folder)


@pytest.mark.parametrize("command", COMPARING)
@pytest.mark.parametrize(
    ("more", "by"),
    [
        ("include = shop_*", "include"),
        ("exclude = *", "exclude"),
        ("include = u*\nexclude = users", "include and exclude"),
    ],
)
def test_by_the_settings(project: Project, more: str, by: str, command: str) -> None:
    with pytest.raises(ModelsLeftOut) as caught:
        COMPARING[command](with_more(project, TWO, more))
    assert str(caught.value).startswith(
        f"The models declare tables (users, orders), and all of them are left out by {by}. "
        "Nothing was compared or written"
    )
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("hook", "answer"),
    [
        ("include_name", "about[1] == 'schema'"),
        ("include_object", "False"),
        ("include_object", "about[3]"),
        ("include_object", "about[2] != 'table'"),
    ],
)
def test_by_a_hook(on_each: Project, hook: str, answer: str) -> None:
    """The third leaves out all that is declared, and would have all that is live dropped."""
    on_each.send("create table users (id integer)")
    env = HOOKED.format(hook=hook, answer=answer)
    (on_each.folder / "migrations" / "env.py").write_text(env)
    with pytest.raises(ModelsLeftOut, match=f"are left out by {hook}"):
        api.generate(on_each.models(TWO), "x")
    assert scripts(on_each) == []
    api.differences(with_more(on_each, TWO, "allow_empty_models = true"))


def test_a_part_may_be_left_out(project: Project) -> None:
    (found,) = api.differences(with_more(project, TWO, "exclude = o*"))
    assert str(found.object.key) == "table users"


# --- env.py ---------------------------------------------------------------------------------------

TARGET = """
import sqlalchemy as sa
from autodiff import context
empty, users = sa.MetaData(), sa.MetaData()
sa.Table("users", users, sa.Column("id", sa.Integer, primary_key=True))
with context.connect() as connection:
    context.run(connection, target_metadata={target})
"""


@pytest.mark.parametrize("target", ["empty", "[empty]", "[empty, sa.MetaData()]", "[]"])
@pytest.mark.parametrize("command", COMPARING)
def test_target_metadata(project: Project, target: str, command: str) -> None:
    env = project.folder / "migrations" / "env.py"
    env.write_text(TARGET.format(target=target))
    with pytest.raises(TargetMetadataEmpty) as caught:
        COMPARING[command](settings_of(project))
    assert str(caught.value).startswith(
        f"The target_metadata of {env} declares no tables. Name the module that defines "
        "them. Nothing was compared or written"
    )
    assert caught.value.exit_code == 2
    COMPARING[command](settings_of(project, more="allow_empty_models = true"))


@pytest.mark.parametrize(
    "target", ["users.tables['users']", "[users, 1]", "type(users)"]
)
def test_a_target_that_is_no_metadata(project: Project, target: str) -> None:
    """A declarative base, for instance."""
    env = TARGET.format(target=target)
    (project.folder / "migrations" / "env.py").write_text(env)
    with pytest.raises(
        ContextValueWrong, match=r"run\(target_metadata=...\) was given"
    ):
        api.differences(settings_of(project))


def test_one_of_a_list_that_a_program_may_have_made_is_warned_of(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    env = TARGET.format(target="[users, empty]")
    (project.folder / "migrations" / "env.py").write_text(env)
    with caplog.at_level(logging.WARNING, "autodiff"):
        assert len(api.differences(settings_of(project))) == 1
    assert "target_metadata, number 2 of 2, declares no tables." in caplog.messages


SEVERAL = """
from autodiff import context
for name in context.settings().databases:
    with context.connect(name) as connection:
        context.run(connection, database=name)
"""


def several(project: Project, one: str, two: str, more: str = "") -> api.Settings:
    environment = project.folder / "migrations"
    (environment / "env.py").write_text(SEVERAL)
    script = templates_directory() / "multidb" / "script.py.mako"
    (environment / "script.py.mako").write_text(script.read_text("utf-8"))
    ini = project.folder / "several.ini"
    ini.write_text(
        "[autodiff]\nscript_location = migrations\ndatabases = one, two\n"
        f"[one]\nsqlalchemy.url = {project.url}\nmodels = {one}\n"
        f"[two]\nsqlalchemy.url = sqlite:///{project.folder}/two.db\nmodels = {two}\n"
        f"{more}\n"
    )
    return api.load_settings(str(ini), None, None, {}, project.folder)


def test_one_of_several_databases(project: Project) -> None:
    users = package(project, {"__init__.py": BASE + USER})
    empty = package(project, {"__init__.py": BASE})
    settings = several(project, users, f"{empty}:Base")
    for compare in COMPARING.values():
        with pytest.raises(ModelsEmpty) as caught:
            compare(settings)
        assert str(caught.value).startswith(f"{empty}:Base declares no tables.")
        assert f"true in {settings.source}, section two." in str(caught.value)
    assert scripts(project) == []
    allowed = several(project, users, f"{empty}:Base", "allow_empty_models = true")
    api.generate(allowed, "x")
    api.upgrade(settings)
    assert api.differences(allowed) == ()


def test_what_does_not_compare_imports_no_models(project: Project) -> None:
    """Nor does it of several databases."""
    users = package(project, {"__init__.py": BASE + USER})
    api.generate(several(project, users, users), "x")
    ending = package(project, {"__init__.py": "exit()"})
    settings = several(project, ending, ending)
    assert "CREATE TABLE users" in api.upgrade_sql(settings)
    assert len(api.upgrade_preview(settings)) == 2
    assert len(api.upgrade(settings)) == 2
    assert len(api.downgrade(settings, "base")) == 2
