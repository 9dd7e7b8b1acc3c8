"""render_item: what a user writes in a script in place of autodiff."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from autodiff import api
from autodiff.errors.models import ContextHookAnswer, ContextHookBroken
from tests.hooks.project import HookedProject, keys

MODELS = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), server_default="none"),
    sa.UniqueConstraint("mail", name="uq_mail"),
    sa.CheckConstraint("mail <> 'x'", name="ck_id"))
"""


def a_type(kind: str, value: Any, situation: Any) -> str | bool:
    if kind != "type" or getattr(value, "length", None) != 50:
        return False
    situation.imports.add("import sqlalchemy.types as kinds")
    return f"kinds.String({value.length})"


def test_a_type_with_its_import(project: HookedProject) -> None:
    project.configure(render_item=a_type)
    settings = project.models(MODELS)
    text = project.script(settings, verify=True)
    assert "import sqlalchemy.types as kinds\n" in text
    assert '"mail", kinds.String(50)' in text
    api.upgrade(settings)
    assert keys(settings) == []
    changed = project.models(MODELS.replace("50", "60"))
    assert "existing_type=kinds.String(50)" in project.script(changed)


def test_items_by_kind(project: HookedProject) -> None:
    seen: set[str] = set()

    def hook(kind: str, value: Any, situation: Any) -> str | bool | None:
        seen.add(kind)
        if kind == "check":
            return None
        if kind == "server_default":
            return repr("nobody")
        return (
            f"sa.UniqueConstraint({value.columns[0]!r})" if kind == "unique" else False
        )

    project.configure(render_item=hook)
    text = project.script(project.models(MODELS))
    assert "ck_id" not in text and "CheckConstraint" not in text
    assert 'server_default="nobody"' in text
    assert 'sa.UniqueConstraint("mail"),' in re.sub(r"\s+", " ", text) or (
        'sa.UniqueConstraint("mail")' in text
    )
    assert {
        "type",
        "column",
        "primary_key",
        "unique",
        "check",
        "server_default",
    } <= seen


class TestWrong:
    @pytest.fixture
    def sqlite(self, tmp_path: Path, sqlite_url: str) -> HookedProject:
        return HookedProject(tmp_path, sqlite_url)

    def test_what_is_no_python(self, sqlite: HookedProject) -> None:
        sqlite.configure(render_item=lambda kind, value, situation: "sa.String(")
        with pytest.raises(ContextHookAnswer, match="one Python expression"):
            sqlite.script(sqlite.models(MODELS))

    def test_a_type_cannot_be_left_out(self, sqlite: HookedProject) -> None:
        sqlite.configure(
            render_item=lambda kind, value, situation: None if kind == "type" else False
        )
        with pytest.raises(ContextHookAnswer, match=r"the type sa\.Integer\(\)"):
            sqlite.script(sqlite.models(MODELS))

    def test_what_is_no_import(self, sqlite: HookedProject) -> None:
        def hook(kind: str, value: Any, situation: Any) -> str:
            situation.imports.add("import of shop")
            return "sa.Integer()"

        sqlite.configure(render_item=hook)
        with pytest.raises(ContextHookAnswer, match="import lines"):
            sqlite.script(sqlite.models(MODELS))

    def test_what_raises(self, sqlite: HookedProject) -> None:
        sqlite.configure(render_item=lambda kind, value, situation: value.nothing)
        with pytest.raises(ContextHookBroken, match="render_item .*the type"):
            sqlite.script(sqlite.models(MODELS))
