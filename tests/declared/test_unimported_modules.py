"""Which modules are named where models declare nothing."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from autodiff.declared.unimported_modules import unimported_modules

_NUMBERS = itertools.count()
Named = Callable[[dict[str, str], str], list[str]]


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Named:
    """The modules that are named for a place; PACKAGE stands for a name that nobody else has."""
    monkeypatch.syspath_prepend(tmp_path)
    name = f"unimported_{next(_NUMBERS)}"

    def of(files: dict[str, str], place: str) -> list[str]:
        for path, text in files.items():
            file = tmp_path / path.replace("PACKAGE", name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        place = place.replace("PACKAGE", name)
        importlib.import_module(place.partition(":")[0])
        found = unimported_modules(place)
        return [each.replace(name, "PACKAGE") for each in found]

    return of


@pytest.mark.parametrize(
    "text",
    [
        '__tablename__ = "users"',
        'users = Table("users", metadata)',
        'users = sa.Table(\n    "users", metadata)',
        "class User(db.Model):\n    id = db.Column(db.Integer)",
        "class User(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)",
        "class User(SQLModel, table=True): pass",
        "class User(SQLModel, table = True): pass",
    ],
)
def test_what_seems_to_define_a_table(named: Named, text: str) -> None:
    files = {"PACKAGE/__init__.py": "", "PACKAGE/users.py": text}
    assert named(files, "PACKAGE:Base") == ["PACKAGE.users"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("PACKAGE/views.py", "def table(): return render_table(1)"),
        ("PACKAGE/forms.py", "from PACKAGE import users"),
        ("PACKAGE/ae10.py", 'down_revision = None\nsa.Column("id", sa.Integer)'),
        ("PACKAGE/tests/models.py", '__tablename__ = "users"'),
        ("PACKAGE/test_models.py", '__tablename__ = "users"'),
        ("PACKAGE/data/models.py", '__tablename__ = "users"'),
        ("PACKAGE/models.txt", '__tablename__ = "users"'),
        ("PACKAGE/old-models.py", '__tablename__ = "users"'),
    ],
)
def test_what_is_not_named(named: Named, path: str, text: str) -> None:
    assert named({"PACKAGE/__init__.py": "", path: text}, "PACKAGE") == []


def test_all_below_the_package_but_what_is_imported(named: Named) -> None:
    table = '__tablename__ = "users"'
    files = {
        "PACKAGE/__init__.py": "from . import users",
        "PACKAGE/users.py": table,
        "PACKAGE/shop/__init__.py": table,
        "PACKAGE/shop/deep/__init__.py": "",
        "PACKAGE/shop/deep/orders.py": table,
        "elsewhere.py": table,
    }
    assert named(files, "PACKAGE:Base") == ["PACKAGE.shop", "PACKAGE.shop.deep.orders"]


def test_around_a_module_of_a_package(named: Named) -> None:
    files = {
        "PACKAGE/__init__.py": "",
        "PACKAGE/base.py": "",
        "PACKAGE/users.py": '__tablename__ = "users"',
    }
    assert named(files, "PACKAGE.base:Base") == ["PACKAGE.users"]


def test_beside_a_module_of_no_package(named: Named) -> None:
    """Whatever else is below the folder may be anything."""
    files = {
        "PACKAGE.py": "",
        "PACKAGE_users.py": '__tablename__ = "users"',
        "lib/__init__.py": "",
        "lib/users.py": '__tablename__ = "users"',
    }
    assert named(files, "PACKAGE:Base") == ["PACKAGE_users"]


def test_a_package_that_links_to_itself(named: Named, tmp_path: Path) -> None:
    files = {"PACKAGE/__init__.py": "", "PACKAGE/users.py": '__tablename__ = "users"'}
    named(files, "PACKAGE")
    (folder,) = (each for each in tmp_path.iterdir() if each.is_dir())
    (folder / "again").symlink_to(folder)
    assert named(files, "PACKAGE") == ["PACKAGE.users"]


def test_a_module_that_is_in_no_folder() -> None:
    assert unimported_modules("sys:modules") == ()
    assert unimported_modules("no_such_module") == ()
