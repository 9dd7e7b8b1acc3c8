"""process_revision_directives: the revision changed, split or refused before it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autodiff import api
from autodiff.errors.models import ContextHookAnswer, ContextHookBroken
from autodiff.hooks import (
    Create,
    Drop,
    Execute,
    Proposal,
    Rewriter,
    Situation,
)
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index
from autodiff.kinds.table import Table
from tests.hooks.project import HookedProject, keys

USERS = """
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50)))
"""
MORE = USERS.replace('"mail", sa.String(50)', '"mail", sa.String(80)').replace(
    'sa.Column("mail"', 'sa.Column("age", sa.Integer, index=True), sa.Column("mail"'
)
NOTES = 'sa.Table("notes", metadata, sa.Column("id", sa.Integer, primary_key=True))\n'


def files(project: HookedProject) -> list[Path]:
    return sorted((project.folder / "migrations" / "versions").glob("*.py"))


class TestOneRevision:
    def test_is_shown_whole(self, project: HookedProject) -> None:
        project.created(USERS)
        seen: list[tuple[Situation, Proposal]] = []

        def hook(situation: Situation, proposal: Proposal) -> Proposal:
            seen.append((situation, proposal))
            return proposal

        project.configure(process_revision_directives=hook)
        settings = project.models(USERS + NOTES)
        parent = api.heads(settings)[0].header.revision
        written = api.generate(settings, "Notes")
        assert written is not None
        ((situation, proposal),) = seen
        assert situation.dialect.name in project.url
        assert (proposal.revision, proposal.message) == (written.revision, "Notes")
        assert proposal.down_revisions == (parent,)
        assert [type(each) for each in proposal.upgrade] == [Create]
        assert proposal.downgrade is None
        assert [type(each) for each in proposal.way_back] == [Drop]

    def test_its_facts_can_be_changed(self, project: HookedProject) -> None:
        project.configure(
            process_revision_directives=lambda situation, proposal: replace(
                proposal, revision="0001", message="First", file_name="0001_first"
            )
        )
        settings = project.models(USERS)
        written = api.generate(settings, "x")
        assert written is not None
        assert (written.revision, written.path.name) == ("0001", "0001_first.py")
        assert api.heads(settings)[0].header.doc == "First"

    def test_refused_nothing_is_written_nor_found(self, project: HookedProject) -> None:
        project.created(USERS)
        project.configure(process_revision_directives=lambda situation, proposal: [])
        settings = project.models(USERS + NOTES)
        assert api.generate(settings, "two") is None
        assert len(files(project)) == 1
        assert keys(settings) == []
        assert api.statements(settings) == ()
        assert api.status(settings)[0].differences == ()

    def test_the_way_back_can_be_ones_own(self, project: HookedProject) -> None:
        project.configure(
            process_revision_directives=lambda situation, proposal: replace(
                proposal, downgrade=()
            )
        )
        text = project.script(project.models(USERS))
        assert "drop_table" not in text and "create_table" in text

    def test_sql_of_its_own_goes_up_and_down(self, project: HookedProject) -> None:
        project.created(USERS)
        insert = Execute(
            "INSERT INTO notes (id) VALUES (7)", "DELETE FROM notes WHERE id = 7"
        )
        project.configure(
            process_revision_directives=lambda situation, proposal: replace(
                proposal, upgrade=(*proposal.upgrade, insert)
            )
        )
        settings = project.models(USERS + NOTES)
        sql = [one.sql for _, found in api.statements(settings) for one in found]
        assert sql[-1] == "INSERT INTO notes (id) VALUES (7)"
        text = project.script(settings, verify=False)
        assert text.index("DELETE FROM notes") < text.index("drop_table")
        api.upgrade(settings)
        assert project.rows("select id from notes") == [(7,)]
        api.downgrade(settings, "-1")


class TestSeveralRevisions:
    def split(self, situation: Situation, proposal: Proposal) -> list[Proposal]:
        """Expand first, contract later."""
        gone = tuple(each for each in proposal.upgrade if isinstance(each, Drop))
        kept = tuple(each for each in proposal.upgrade if not isinstance(each, Drop))
        first = replace(proposal, upgrade=kept)
        return [first, first.following(message="Contract", upgrade=gone)]

    def test_each_is_a_file_and_follows_the_one_before(
        self, project: HookedProject
    ) -> None:
        project.created(USERS + NOTES)
        project.configure(process_revision_directives=self.split)
        settings = project.models(MORE)
        written = api.generate(settings, "Expand", wishes=api.Options(verify=True))
        assert written is not None
        (second,) = written.followers
        assert len(files(project)) == 3
        assert "drop_table" in second.path.read_text()
        newest = [each.header for each in api.history(settings)[:2]]
        assert [each.doc for each in newest] == ["Contract", "Expand"]
        assert newest[0].down_revisions == (written.revision,)
        api.upgrade(settings)
        assert keys(settings) == []
        api.downgrade(settings, "-2")
        assert project.rows("select id from notes") == []


class TestRewriter:
    def test_rules_by_shape_and_kind(self, project: HookedProject) -> None:
        project.created(USERS + NOTES)
        writer = Rewriter()

        @writer.rewrites(Drop, Table)
        def keep(situation: Situation, operation: Drop[Any]) -> tuple[()]:
            return ()

        @writer.rewrites(Create, Column)
        def with_statement(situation: Situation, operation: Create[Any]) -> list[Any]:
            return [operation, Execute("UPDATE users SET age = 1")]

        project.configure(process_revision_directives=writer)
        settings = project.models(MORE)
        text = project.script(settings, verify=True)
        assert "drop_table" not in text
        body = text[text.index("def upgrade") :]
        assert body.index("add_column") < body.index("UPDATE users")
        api.upgrade(settings)
        assert keys(settings) == []

    def test_a_rule_never_sees_its_own_output(self, project: HookedProject) -> None:
        """A column becomes two, each of which the rule would take again."""
        project.created(USERS)
        writer = Rewriter()
        asked: list[str] = []

        @writer.rewrites(Create, Column)
        def twice(situation: Situation, operation: Create[Any]) -> list[Create[Any]]:
            asked.append(operation.object.key.name)
            column: Any = operation.object
            return [operation, Create(replace(column, name=f"{column.name}_2"))]

        project.configure(process_revision_directives=writer)
        text = project.script(project.models(MORE))
        assert asked == ["age"]
        assert text.count('"age_2"') == 2, "added, and dropped by the downgrade"

    def test_the_next_rule_sees_it(self, project: HookedProject) -> None:
        project.created(USERS)
        writer = Rewriter()
        seen: list[str] = []

        @writer.rewrites(Create, Column)
        def no_index(situation: Situation, operation: Create[Any]) -> list[Create[Any]]:
            index = Index("", "users", "ix_more", (), False)
            return [operation, Create(index)]

        @writer.rewrites(Create, Index)
        def note(situation: Situation, operation: Create[Any]) -> tuple[()]:
            seen.append(operation.object.key.name)
            return ()

        project.configure(process_revision_directives=writer)
        assert "create_index" not in project.script(project.models(MORE))
        assert sorted(seen) == ["ix_more", "ix_users_age"]

    def test_several_hooks_one_after_the_other(self, project: HookedProject) -> None:
        one, two = Rewriter(), Rewriter()
        order: list[str] = []
        one.rewrites(Create)(lambda s, op: order.append("one") or op)
        two.rewrites(Create)(lambda s, op: order.append("two") or op)
        project.configure(process_revision_directives=[one, two])
        assert project.script(project.models(USERS)) != ""
        assert order == ["one", "two"]


class TestWrong:
    @pytest.fixture
    def sqlite(self, tmp_path: Path, sqlite_url: str) -> HookedProject:
        return HookedProject(tmp_path, sqlite_url)

    @pytest.mark.parametrize("answer", [None, "x", [1], 5])
    def test_answers(self, sqlite: HookedProject, answer: object) -> None:
        sqlite.configure(process_revision_directives=lambda *about: answer)
        with pytest.raises(ContextHookAnswer, match="a Proposal, or a list"):
            sqlite.script(sqlite.models(USERS))
        assert files(sqlite) == []

    def test_an_id_that_is_taken(self, sqlite: HookedProject) -> None:
        settings = sqlite.created(USERS)
        taken = api.heads(settings)[0].header.revision
        sqlite.configure(
            process_revision_directives=lambda situation, proposal: replace(
                proposal, revision=taken
            )
        )
        with pytest.raises(ContextHookAnswer, match="an id that no other has"):
            sqlite.script(sqlite.models(MORE))

    def test_a_parent_that_is_not_there(self, sqlite: HookedProject) -> None:
        sqlite.configure(
            process_revision_directives=lambda situation, proposal: replace(
                proposal, down_revisions=("nowhere",)
            )
        )
        with pytest.raises(ContextHookAnswer, match="nowhere"):
            sqlite.script(sqlite.models(USERS))

    def test_a_rule_that_raises_or_forgets(self, sqlite: HookedProject) -> None:
        writer = Rewriter()
        writer.rewrites(Create)(lambda situation, operation: None)
        sqlite.configure(process_revision_directives=writer)
        with pytest.raises(ContextHookAnswer, match="create table users"):
            sqlite.script(sqlite.models(USERS))
        writer = Rewriter()
        writer.rewrites(Create)(lambda situation, operation: operation.nothing)
        sqlite.configure(process_revision_directives=writer)
        with pytest.raises(ContextHookBroken, match="create table users"):
            sqlite.script(sqlite.models(USERS))
