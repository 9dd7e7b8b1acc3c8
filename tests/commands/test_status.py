"""One page about a database and its scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.running import StatementFailed
from tests.commands.project import Project

ONE = 'sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))'
TWO = ONE.replace("True))", 'True), sa.Column("mail", sa.Text))')


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """On SQLite."""
    return with_one(Project(tmp_path, f"sqlite:///{tmp_path / 'status.db'}"))


@pytest.fixture
def on_each(tmp_path: Path, database_url: str) -> Project:
    """On each of the databases."""
    return with_one(Project(tmp_path, database_url))


def with_one(made: Project) -> Project:
    """A revision that brings an empty database to the models ``ONE``."""
    api.generate(made.models(ONE), "one", api.GraphPosition(rev_id="aaaa"))
    return made


def page(settings: api.Settings) -> api.Status:
    (found,) = api.status(settings)
    return found


def _commands(found: api.Status) -> list[str]:
    return [each.command for each in found.next_steps]


def test_before_the_first_upgrade(on_each: Project) -> None:
    found = page(on_each.models(ONE))
    assert found.current == ()
    assert [each.revision for each in found.pending] == ["aaaa"]
    assert found.differences is None
    assert found.not_compared == "revisions are pending"
    assert _commands(found) == ["autodiff upgrade head"]


def test_at_the_head_the_models_are_compared(on_each: Project) -> None:
    api.upgrade(on_each.models(ONE))
    found = page(on_each.models(ONE))
    assert [each.header.revision for each in found.current] == ["aaaa"]
    assert (found.pending, found.edited, found.differences) == ((), (), ())
    found = page(on_each.models(TWO))
    (operation,) = found.differences or ()
    assert str(operation.object.key) == "column users.mail"
    assert _commands(found) == ['autodiff generate -m "What changed"']


def test_a_script_that_was_edited_after_it_ran_is_named(on_each: Project) -> None:
    settings = on_each.models(ONE)
    api.upgrade(settings)
    (entry,) = api.heads(settings)
    path = Path(entry.header.path)
    path.write_text(path.read_text("utf-8") + "# edited\n")
    assert [each.revision for each in page(settings).edited] == ["aaaa"]


def test_a_revision_that_stopped_in_the_middle_is_named(
    tmp_path: Path, mariadb_url: str
) -> None:
    project = with_one(Project(tmp_path, mariadb_url))
    settings = project.models(ONE)
    (entry,) = api.heads(settings)
    script = Path(entry.header.path)
    broken = "op.execute('insert into nowhere values (1)')\n\n\ndef downgrade"
    whole = script.read_text("utf-8")
    script.write_text(whole.replace("\n\ndef downgrade", f"    {broken}"))
    with pytest.raises(StatementFailed):
        api.upgrade(settings)
    found = page(settings)
    assert found.half is not None
    assert (found.half.revision, found.half.direction) == ("aaaa", "upgrade")
    assert (found.half.position.sent, found.half.in_doubt) == (1, False)
    assert _commands(found) == [
        "autodiff upgrade aaaa",
        "autodiff downgrade aaaa@-1",
        "autodiff stamp current",
    ]
    assert found.current == () and found.edited == ()
    assert [each.revision for each in found.pending] == ["aaaa"]
    assert (found.differences, found.not_compared) == (
        None,
        "a revision is half applied",
    )
    script.write_text(whole)
    api.upgrade(settings)
    found = page(settings)
    assert (found.half, found.pending, found.differences) == (None, (), ())
    assert found.next_steps == ()


def test_without_models_nothing_is_compared(project: Project) -> None:
    settings = project.models(ONE)
    api.upgrade(settings)
    ini = settings.source
    ini.write_text(ini.read_text().replace("models =", "custom.models ="))
    found = page(api.load_settings(str(ini), None, None, {}, project.folder))
    assert (found.differences, found.not_compared) == (
        None,
        "the setting models is empty",
    )


def test_nothing_is_changed(project: Project) -> None:
    api.upgrade(project.models(ONE))
    file = project.folder / "status.db"
    before = file.read_bytes()
    page(project.models(TWO))
    assert file.read_bytes() == before
