"""Revisions of which only the compiled file is shipped."""

from __future__ import annotations

import py_compile
from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.scripts import MissingRevision, RevisionUnreadable
from tests.commands.lines import Lines, lines_in

TABLE = 'op.create_table("t", sa.Column("id", sa.Integer))'


@pytest.fixture
def project(tmp_path: Path) -> Lines:
    """The first revision is compiled only."""
    made = lines_in(tmp_path)
    path = made.add("aaaa", None, TABLE, 'op.drop_table("t")')
    py_compile.compile(str(path), cfile=str(path.with_suffix(".pyc")), doraise=True)
    path.unlink()
    made.add("bbbb", "aaaa", 'op.add_column("t", sa.Column("n", sa.Integer))')
    return made


def test_a_compiled_revision_runs_up_and_down(project: Lines) -> None:
    settings = project.settings("sourceless = true")
    assert api.show(settings, "aaaa")[0].header.doc == "About aaaa"
    assert len(api.upgrade(settings)) == 2
    assert len(api.downgrade(settings, "base")) == 2


def test_unless_it_is_wanted_it_is_not_seen(project: Lines) -> None:
    with pytest.raises(MissingRevision, match="aaaa"):
        api.upgrade(project.settings())


def test_beside_its_source_it_does_not_count(project: Lines) -> None:
    source = project.add("aaaa", None, "pass")
    settings = project.settings("sourceless = true")
    assert api.show(settings, "aaaa")[0].header.path == str(source)


def test_one_of_another_python_is_named(project: Lines) -> None:
    (project.versions / "aaaa.pyc").write_bytes(b"nothing that Python reads")
    with pytest.raises(RevisionUnreadable, match=r"aaaa\.pyc"):
        api.heads(project.settings("sourceless = true"))
