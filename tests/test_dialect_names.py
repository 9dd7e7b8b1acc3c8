"""No dialect is known by name outside of the dialects' packages: neither in a string nor in a keyword."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from autodiff.dialects.registry import DIALECTS
from tests.package_source import imports, modules

PACKAGES = "autodiff.dialects"
DATABASES = "|".join(DIALECTS)
NAMED = re.compile(rf"(?:{DATABASES})(?:[._+:].*)?", re.DOTALL)

EXCEPTIONS: dict[str, dict[str, str]] = {
    "autodiff.kinds.exclude": {
        "postgresql.ExcludeConstraint": "scripts say it by SQLAlchemy's class, which is that of "
        "one database; a relative of it uses the same"
    },
}
"""By module: strings that stay, and why."""

SHARED = [name for name in modules() if not f"{name}.".startswith(f"{PACKAGES}.")]


@pytest.mark.parametrize("module", SHARED)
def test_shared_code_names_no_dialect(module: str) -> None:
    assert set(named(modules()[module])) == EXCEPTIONS.get(module, {}).keys()


def test_shared_code_imports_no_package_of_a_dialect() -> None:
    package = re.compile(rf"{re.escape(PACKAGES)}\.(?:{DATABASES})\b")
    found = [
        f"{module} imports {other}"
        for module in SHARED
        for other in imports()[module]
        if package.match(other)
    ]
    assert found == []


SOURCE = '''
"""postgresql: in a docstring."""

TABLE = {"mysql": 1, "other": 2}
"""sqlite_strict, below a value."""

def using(dialect, values, **options):
    """oracle"""
    if dialect.name == "mariadb" or "mssql_clustered" in options:
        return f"postgresql_{values}", "sqlite+aiosqlite", "oracle://host"
    return index(sqlite_where=values), "mysqlish", "For a mysql_engine there is no word"
'''


def test_the_reader_of_names_sees_them() -> None:
    """Guards the tests above: a reader that found nothing would pass them all."""
    assert set(named(ast.parse(SOURCE))) == {
        "mysql",
        "mariadb",
        "mssql_clustered",
        "postgresql_",
        "sqlite+aiosqlite",
        "oracle://host",
        "sqlite_where",
    }
    assert "postgresql_using" in set(named(modules()[f"{PACKAGES}.postgresql.dialect"]))
    assert len(SHARED) > len(DIALECTS)
    assert any(f"{PACKAGES}.mysql.dialect" in each for each in imports().values())


def named(tree: ast.Module) -> Iterator[str]:
    """Give the strings and keywords of code that are a dialect's name or begin with one."""
    for text in (*strings(tree), *keywords(tree)):
        if NAMED.fullmatch(text):
            yield text


def strings(tree: ast.Module) -> Iterator[str]:
    """Give every string in the code; docstrings, which are statements by themselves, aside."""
    nodes = list(ast.walk(tree))
    docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
    constants = (node for node in nodes if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and node not in docstrings:
            yield node.value


def keywords(tree: ast.Module) -> Iterator[str]:
    """Give the name of every argument that a call gives by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg is not None:
            yield node.arg
