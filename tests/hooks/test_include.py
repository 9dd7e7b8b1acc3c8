"""include_name and include_object: what is hidden is left alone, and nothing fails for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autodiff import api
from autodiff.core.object import Object
from tests.hooks.project import HookedProject, keys

USERS = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50)),
    sa.UniqueConstraint("mail", name="uq_mail"))
"""
AUDIT = """
sa.Table("audit", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("note", sa.String(50), index=True))
"""
ORDERS = """
sa.Table("orders", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id", name="fk_user")))
"""

Asked = tuple[str | None, str, dict[str, str | None]]


class TestNames:
    def test_a_hidden_table_is_left_alone(self, project: HookedProject) -> None:
        project.created(USERS + AUDIT)
        settings = project.models(USERS)
        assert keys(settings) == ["drop table audit"]
        project.configure(include_name=lambda name, kind, parents: name != "audit")
        assert keys(settings) == []
        assert project.script(settings) == ""
        assert api.status(settings)[0].differences == ()
        assert api.statements(settings) == ()

    def test_it_is_hidden_in_the_models_too(self, project: HookedProject) -> None:
        project.created(USERS)
        settings = project.models(USERS + AUDIT)
        project.configure(include_name=lambda name, kind, parents: name != "audit")
        assert keys(settings) == []

    def test_a_foreign_key_to_a_hidden_table_is_compared(
        self, project: HookedProject
    ) -> None:
        project.created(USERS + ORDERS)
        project.configure(include_name=lambda name, kind, parents: name != "users")
        assert keys(project.models(USERS + ORDERS)) == []
        changed = ORDERS.replace('"fk_user"', '"fk_user", ondelete="CASCADE"')
        settings = project.models(USERS + changed)
        text = project.script(settings, verify=True)
        assert "fk_user" in text and "create_table" not in text
        api.upgrade(settings)
        assert keys(settings) == []

    def test_parts_are_hidden_by_name(self, project: HookedProject) -> None:
        project.created(USERS + AUDIT)
        less = (USERS + AUDIT).replace(", index=True", "")
        less = less.replace(',\n    sa.UniqueConstraint("mail", name="uq_mail")', "")
        settings = project.models(less.replace('sa.Column("mail"', 'sa.Column("post"'))
        hidden = ("ix_audit_note", "uq_mail", "mail", "post")
        project.configure(include_name=lambda name, kind, parents: name not in hidden)
        assert keys(settings) == []

    def test_what_the_hook_is_told(self, project: HookedProject) -> None:
        project.created(USERS)
        asked: list[Asked] = []

        def include_name(name: str | None, kind: str, parents: Any) -> bool:
            asked.append((name, kind, dict(parents)))
            return True

        project.configure(include_name=include_name)
        assert keys(project.models(USERS)) == []
        table = {
            "schema_name": None,
            "table_name": "users",
            "schema_qualified_table_name": "users",
        }
        assert (None, "schema", {}) in asked
        assert ("users", "table", table) in asked
        assert ("mail", "column", table) in asked
        assert ("uq_mail", "unique_constraint", table) in asked
        assert len(asked) == len({str(each) for each in asked}), "each once"

    def test_a_table_that_goes_takes_hidden_parts_along_and_brings_them_back(
        self, project: HookedProject
    ) -> None:
        project.created(USERS + AUDIT)
        project.configure(
            include_name=lambda name, kind, parents: kind not in ("index", "column")
        )
        settings = project.models(USERS)
        assert "ix_audit_note" in project.script(settings, verify=True)


class TestObjects:
    def test_drops_are_kept_out(self, project: HookedProject) -> None:
        """The most wanted of all: never drop a table."""

        def include_object(
            value: Object, name: str, kind: str, reflected: bool, other: Object | None
        ) -> bool:
            return not (kind == "table" and reflected and other is None)

        project.created(USERS + AUDIT)
        settings = project.models(
            ORDERS.replace('sa.ForeignKey("users.id", name="fk_user")', "sa.Integer")
        )
        project.configure(include_object=include_object)
        assert keys(settings) == ["create table orders"]

    def test_info_of_the_model_is_at_hand(self, project: HookedProject) -> None:
        project.created(USERS)
        marked = AUDIT.replace(
            'sa.Column("note"',
            'info={"skip": True}), sa.Table("more", metadata, sa.Column("note"',
        )
        settings = project.models(USERS + marked)
        project.configure(
            include_object=lambda value, name, kind, reflected, other: not value.info.get(
                "skip"
            )
        )
        assert keys(settings) == ["create table more"]

    @pytest.mark.parametrize("hidden", [("mail", "uq_mail"), ("uq_mail",)])
    def test_hidden_parts_are_left_alone(
        self, project: HookedProject, hidden: tuple[str, ...]
    ) -> None:
        project.created(USERS)
        less = USERS.replace(',\n    sa.UniqueConstraint("mail", name="uq_mail")', "")
        if "mail" in hidden:
            less = less.replace(',\n    sa.Column("mail", sa.String(50))', "")
        settings = project.models(less)
        assert keys(settings) != []
        project.configure(
            include_object=lambda value, name, kind, reflected, other: (
                name not in hidden
            )
        )
        assert keys(settings) == []

    def test_both_sides_are_shown(self, project: HookedProject) -> None:
        project.created(USERS)
        seen: dict[str, tuple[str, bool, object]] = {}

        def include_object(
            value: Any, name: str, kind: str, reflected: bool, other: Any
        ) -> bool:
            seen[name] = (kind, reflected, other and other.key == value.key)
            return True

        project.configure(include_object=include_object)
        assert keys(project.models(USERS + AUDIT)) == ["create table audit"]
        assert seen["users"] == ("table", False, True)
        assert seen["mail"] == ("column", False, True)
        assert seen["audit"] == ("table", False, None)
        assert seen["note"] == ("column", False, None)

    def test_what_needs_a_table_that_will_not_be_made_is_not_made(
        self, project: HookedProject
    ) -> None:
        project.created(USERS)
        leaning = AUDIT + ORDERS.replace("users.id", "audit.id")
        settings = project.models(USERS + leaning)
        project.configure(
            include_object=lambda value, name, kind, reflected, other: name != "audit"
        )
        text = project.script(settings, verify=True)
        assert "create_table" in text and "fk_user" not in text
        api.upgrade(settings)
        assert keys(settings) == []

    def test_a_hidden_foreign_key_keeps_its_index(self, project: HookedProject) -> None:
        project.created(USERS + ORDERS)
        plain = ORDERS.replace(
            'sa.ForeignKey("users.id", name="fk_user")', "sa.Integer"
        )
        settings = project.models(USERS + plain)
        project.configure(
            include_object=lambda value, name, kind, reflected, other: (
                kind != "foreign_key_constraint"
            )
        )
        assert keys(settings) == []


@pytest.mark.postgresql
def test_the_enum_of_a_hidden_table_is_left_alone(
    tmp_path: Path, postgresql_url: str
) -> None:
    project = HookedProject(tmp_path, postgresql_url)
    source = AUDIT.replace(
        "sa.String(50), index=True", 'sa.Enum("a", "b", name="mood")'
    )
    project.created(USERS + source)
    for hook in ("include_name", "include_object"):
        project.configure(
            **{hook: lambda value, second, third, *more: "audit" not in (value, second)}
        )
        assert keys(project.models(USERS)) == []
