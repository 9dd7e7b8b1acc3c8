"""One page about a database and its scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff import api
from tests.commands.project import Project

ONE = 'sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))'
TWO = ONE.replace("True))", 'True), sa.Column("mail", sa.Text))')


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path, f"sqlite:///{tmp_path / 'status.db'}")
    api.generate(made.models(ONE), "one", api.Place(rev_id="aaaa"))
    return made


def page(settings: api.Settings) -> api.Status:
    (found,) = api.status(settings)
    return found


def test_before_the_first_upgrade(project: Project) -> None:
    found = page(project.models(ONE))
    assert found.current == ()
    assert [each.revision for each in found.pending] == ["aaaa"]
    assert found.differences is None
    assert found.not_compared == "revisions are pending"


def test_at_the_head_the_models_are_compared(project: Project) -> None:
    api.upgrade(project.models(ONE))
    found = page(project.models(ONE))
    assert [each.header.revision for each in found.current] == ["aaaa"]
    assert (found.pending, found.edited, found.differences) == ((), (), ())
    (operation,) = page(project.models(TWO)).differences or ()
    assert str(operation.object.key) == "column users.mail"


def test_a_script_that_was_edited_after_it_ran_is_named(project: Project) -> None:
    settings = project.models(ONE)
    api.upgrade(settings)
    (entry,) = api.heads(settings)
    path = Path(entry.header.path)
    path.write_text(path.read_text("utf-8") + "# edited\n")
    assert [each.revision for each in page(settings).edited] == ["aaaa"]


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
