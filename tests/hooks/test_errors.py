"""What a hook does wrong is told by its name, the object that it was asked about, and its own lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autodiff.errors.models import (
    ContextHookAnswer,
    ContextHookBroken,
    ContextKeywordUnknown,
    ContextValueWrong,
)
from tests.hooks.project import HookedProject, keys

USERS = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), server_default="x"))
"""


@pytest.fixture
def sqlite_project(tmp_path: Path, sqlite_url: str) -> HookedProject:
    project = HookedProject(tmp_path, sqlite_url)
    project.created(USERS)
    return project


def broken(*about: Any) -> bool:
    return bool(1 / 0)


@pytest.mark.parametrize(
    ("hook", "about"),
    [
        ("include_name", "default schema"),
        ("include_object", "table users"),
        ("compare_type", r"column users\.id"),
        ("compare_server_default", r"column users\.mail"),
    ],
)
class TestHooks:
    def test_that_raise(
        self, sqlite_project: HookedProject, hook: str, about: str
    ) -> None:
        sqlite_project.configure(**{hook: broken})
        with pytest.raises(ContextHookBroken, match=f"{hook} .*{about}") as caught:
            keys(sqlite_project.models(USERS))
        assert "return bool(1 / 0)" in str(caught.value)
        assert "autodiff/hooks" not in str(caught.value)

    def test_that_answer_wrong(
        self, sqlite_project: HookedProject, hook: str, about: str
    ) -> None:
        sqlite_project.configure(**{hook: lambda *about: "yes"})
        with pytest.raises(ContextHookAnswer, match=f"{hook}, .*{about}.*str 'yes'"):
            keys(sqlite_project.models(USERS))


def test_a_forgotten_return_is_told(sqlite_project: HookedProject) -> None:
    sqlite_project.configure(include_object=lambda *about: None)
    with pytest.raises(ContextHookAnswer, match="gave back None"):
        keys(sqlite_project.models(USERS))


@pytest.mark.parametrize(
    ("keyword", "hint"),
    [
        ("include_names", "Did you mean include_name?"),
        ("target_metadata", "one of context.run()"),
        ("zzz", "has no keyword zzz."),
    ],
)
def test_a_keyword_that_is_none(
    sqlite_project: HookedProject, keyword: str, hint: str
) -> None:
    sqlite_project.configure(**{keyword: None})
    with pytest.raises(ContextKeywordUnknown) as caught:
        keys(sqlite_project.models(USERS))
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("include_name", "users"), ("compare_type", "no"), ("include_schemas", 1)],
)
def test_a_value_of_no_use(
    sqlite_project: HookedProject, keyword: str, value: object
) -> None:
    sqlite_project.configure(**{keyword: value})
    with pytest.raises(ContextValueWrong, match=keyword):
        keys(sqlite_project.models(USERS))
