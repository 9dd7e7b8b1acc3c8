"""Moving a revision onto others."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.scripts import RevisionCycle
from autodiff.errors.writing import HeaderUnwritable, RebaseApplied, RebaseImpossible
from tests.commands.lines import Lines, lines_in


@pytest.fixture
def project(tmp_path: Path) -> Lines:
    """On SQLite."""
    return two_lines(lines_in(tmp_path))


@pytest.fixture
def on_each(tmp_path: Path, database_url: str) -> Lines:
    """On each of the databases."""
    return two_lines(lines_in(tmp_path, database_url))


def two_lines(made: Lines) -> Lines:
    """Two revisions on a common base."""
    made.add("base1", None)
    made.add("mine1", "base1")
    made.add("their1", "base1")
    return made


def parents(project: Lines, revision: str) -> tuple[str, ...]:
    (entry,) = api.show(project.settings(), revision)
    return entry.header.down_revisions


def test_two_heads_become_one_line(project: Lines) -> None:
    path = project.versions / "mine1.py"
    before = path.read_text()
    done = api.rebase(project.settings(), "mine1", ["their1"])
    assert (done.before, done.after) == (("base1",), ("their1",))
    assert parents(project, "mine1") == ("their1",)
    expected = before.replace("Revises: base1", "Revises: their1")
    assert path.read_text() == expected.replace("'base1'", '"their1"')
    assert [e.header.revision for e in api.heads(project.settings())] == ["mine1"]


def test_onto_the_base_and_onto_several(project: Lines) -> None:
    api.rebase(project.settings(), "mine1", ["base"])
    assert parents(project, "mine1") == ()
    project.add("next1", "their1")
    api.rebase(project.settings(), "next1", ["their1", "mine1"])
    assert parents(project, "next1") == ("their1", "mine1")


def test_what_is_applied_stays(on_each: Lines) -> None:
    api.upgrade(on_each.settings(), "mine1")
    before = on_each.files()
    with pytest.raises(RebaseApplied, match="mine1 is applied"):
        api.rebase(on_each.settings(), "mine1", ["their1"])
    with pytest.raises(RebaseApplied):
        api.rebase(on_each.settings(), "base1", ["base"])
    assert on_each.files() == before


def test_what_is_not_applied_moves_onto_what_is(on_each: Lines) -> None:
    api.upgrade(on_each.settings(), "their1")
    api.rebase(on_each.settings(), "mine1", ["their1"])
    (step,) = api.upgrade(on_each.settings())
    assert step.header is not None and step.header.revision == "mine1"
    assert api.rows_of(on_each.settings()) == ("mine1",)


def test_a_circle_is_refused(project: Lines) -> None:
    before = project.files()
    with pytest.raises(RevisionCycle):
        api.rebase(project.settings(), "base1", ["mine1"])
    assert project.files() == before


def test_one_revision_at_a_time(project: Lines) -> None:
    with pytest.raises(RebaseImpossible, match="names 2 revisions"):
        api.rebase(project.settings(), "heads", ["base1"])


@pytest.mark.parametrize(
    ("encoding", "head", "end"),
    [
        ("utf-8", '"""Ä €\n\nRevises: base1\n"""\n', "\n"),
        ("latin-1", '# coding: latin-1\n"""Ä\n\nRevises: base1\n"""\n', "\n"),
        ("utf-8-sig", '"""Ä\n\nRevises: base1\n"""\n', "\r\n"),
    ],
)
def test_all_else_in_the_file_stays_byte_for_byte(
    project: Lines, encoding: str, head: str, end: str
) -> None:
    source = head + (
        'revision = "odd1"\n'
        'x = "ö"; down_revision: str | None = (\n    "base1"\n)  # Revises: it\n'
        "def upgrade(): pass\ndef downgrade(): pass\n"
    )
    path = project.versions / "odd1.py"
    path.write_bytes(source.replace("\n", end).encode(encoding))
    api.rebase(project.settings(), "odd1", ["mine1"])
    wanted = source.replace('"base1"', '"mine1"').replace(
        "Revises: base1", "Revises: mine1"
    )
    assert path.read_bytes().decode(encoding).replace(end, "\n") == wanted
    assert parents(project, "odd1") == ("mine1",)


def test_a_file_that_says_it_twice_is_left_alone(project: Lines) -> None:
    path = project.versions / "mine1.py"
    path.write_text(path.read_text() + "\n\ndown_revision = 'base1'\n")
    before = project.files()
    with pytest.raises(HeaderUnwritable, match="2 times"):
        api.rebase(project.settings(), "mine1", ["their1"])
    assert project.files() == before
