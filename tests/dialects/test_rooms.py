"""The rooms of a database's package: the same names in each, and a short list of its own with reasons."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

ROOMS = frozenset(
    [
        "__init__",
        "dialect",
        "catalog",
        "reader",
        "read_columns",
        "read_constraints",
        "read_indexes",
        "types",
        "normalize",
        "spell",
        "ddl_table",
        "ddl_column",
        "ddl_constraint",
        "ddl_enum",
        "ddl_sequence",
        "merge",
        "lock",
        "scratch",
        "session",
        "values",
    ]
)
"""Each is absent where the database has nothing for it."""

OWN: dict[str, frozenset[str]] = {
    "sqlite": frozenset(
        [
            "tokens",
            "rules",
            "table_text",
            "index_text",
            "expressions",
            "stored",
            "edits",
            "rebuild",
        ]
    ),
    "postgresql": frozenset(
        [
            "casts",
            "dependents",
            "expressions",
            "names",
            "options",
            "read_types",
            "stand_ins",
        ]
    ),
    "mysql": frozenset(
        [
            "automatic_names",
            "key_indexes",
            "literals",
            "server",
            "show_create",
            "type_objects",
        ]
    ),
    "mssql": frozenset(),
    "oracle": frozenset(),
}
"""What only one database needs; its package says why."""


@pytest.mark.parametrize("name", OWN)
def test_a_package_has_these_rooms(name: str) -> None:
    package = import_module(f"autodiff.dialects.{name}")
    assert package.__file__ is not None
    files = {path.stem for path in Path(package.__file__).parent.glob("*.py")}
    assert files - ROOMS == OWN[name]
    unexplained = [room for room in OWN[name] if f"``{room}``" not in package.__doc__]
    assert unexplained == []
