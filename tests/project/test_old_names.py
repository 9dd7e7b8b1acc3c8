"""The names that the API had before it was opened as a project: each still works, for one release."""

from __future__ import annotations

import inspect
from pathlib import Path

import sqlalchemy as sa

import autodiff
from autodiff import api
from tests.commands.lines import lines_in

OTHERWISE = {
    "differences": "diff",
    "statements": "diff",
    "load_settings": "settings",
    "rows_of": "current",
    "standing": "current",
    "standings": "current",
}
"""What stands in for a function that no method has the name of."""

OLD_NAMES = [
    "Differences",
    "Merge",
    "NewRevision",
    "Overlap",
    "Place",
    "Preview",
    "Rebase",
    "Settings",
    "Squash",
    "Status",
    "Template",
    "Wishes",
    "branches",
    "differences",
    "downgrade",
    "downgrade_preview",
    "downgrade_sql",
    "edit",
    "ensure_version",
    "ensure_version_sql",
    "generate",
    "heads",
    "history",
    "init",
    "load_settings",
    "merge",
    "rebase",
    "revision",
    "rows_of",
    "show",
    "squash",
    "stamp",
    "stamp_sql",
    "standing",
    "standings",
    "statements",
    "status",
    "templates",
    "upgrade",
    "upgrade_preview",
    "upgrade_sql",
]

NEW_CLASSES = ("GraphPosition", "Options")
"""What Place and Wishes are called now."""


def test_all_of_them_are_there() -> None:
    assert set(api.__all__) == {*OLD_NAMES, *NEW_CLASSES}
    assert all(hasattr(api, name) for name in OLD_NAMES)


def test_each_function_has_a_method_in_its_place() -> None:
    functions = (name for name in OLD_NAMES if inspect.isfunction(getattr(api, name)))
    for name in functions:
        new = OTHERWISE.get(name, name)
        assert hasattr(autodiff.Project, new) or hasattr(autodiff, new), name


def test_they_do_what_they_did(tmp_path: Path) -> None:
    made = lines_in(tmp_path)
    made.add("one", None, "op.create_table('t', sa.Column('id', sa.Integer))")
    settings = api.load_settings(None, None, None, {}, made.settings().here)
    with sa.create_engine(made.url).connect() as connection:
        wishes = api.Wishes(connection=connection)
        assert [step.direction for step in api.upgrade(settings, "head", wishes)] == [
            "upgrade"
        ]
        assert api.rows_of(settings, wishes) == ("one",)
    assert api.standing(settings).missing == ()
    assert autodiff.open(tmp_path).current().revisions == ("one",)
