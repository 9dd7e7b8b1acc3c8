"""An operation that a package brings, by the example of rights: in scripts, and by a hook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autodiff import api
from autodiff.commands.offline import upgrade_sql
from autodiff.errors.running import ScriptFailed
from tests.commands.project import Project
from tests.extending.installed import installed

NOTES = 'sa.Table("notes", metadata, sa.Column("id", sa.Integer, primary_key=True))'
ENVIRONMENT = """
from autodiff import context
from autodiff_grants import grants_on_new_tables
context.configure(process_revision_directives=grants_on_new_tables("SELECT", "{role}"))
with context.connect() as connection:
    context.run(connection)
"""


@pytest.fixture(autouse=True)
def grants(tmp_path: Path) -> Iterator[None]:
    """The package is installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    with installed("autodiff_grants", folder):
        yield


def project_at(folder: Path, url: str, role: str) -> Project:
    """A project whose hook grants rights to ``role``."""
    project = Project(folder, url)
    (folder / "migrations" / "env.py").write_text(ENVIRONMENT.format(role=role))
    return project


def test_a_hook_writes_it_and_its_inverse_into_the_script(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = project_at(tmp_path, sqlite_url, "reader").models(NOTES)
    written = api.generate(settings, "notes")
    assert written is not None
    text = written.path.read_text("utf-8")
    assert "\n- grant SELECT on notes to reader\n" in text
    upgrade, downgrade = text.split("def downgrade()")
    assert upgrade.rstrip().endswith('    op.grant("SELECT", "notes", "reader")')
    assert downgrade.split("None:\n")[1].startswith(
        '    op.revoke("SELECT", "notes", "reader")\n'
        "    # Data loss: table notes is dropped with its rows.\n    op.drop_table"
    )
    api.upgrade(settings)
    api.downgrade(settings, "base")


def test_online_it_may_look_at_the_database(
    tmp_path: Path, postgresql_url: str
) -> None:
    role = "pg_read_all_data"  # every server has it
    project = project_at(tmp_path, postgresql_url, role)
    settings = project.models(NOTES)
    api.generate(settings, "notes")
    rights = (
        f"select has_table_privilege('{role}', 'notes', 'SELECT WITH GRANT OPTION')"
    )
    granted = (
        "select grantee from information_schema.role_table_grants "
        f"where table_name = 'notes' and grantee = '{role}'"
    )
    api.upgrade(settings)
    assert project.rows(granted) == [(role,)]
    assert project.rows(rights) == [(False,)]
    api.downgrade(settings, "base")
    assert project.rows("select to_regclass('notes')") == [(None,)]


def test_its_own_words_reach_the_user(tmp_path: Path, postgresql_url: str) -> None:
    settings = project_at(tmp_path, postgresql_url, "nobody_of_this_name").models(NOTES)
    api.generate(settings, "notes")
    with pytest.raises(ScriptFailed, match="there is no role nobody_of_this_name"):
        api.upgrade(settings)
    assert "GRANT SELECT ON notes TO nobody_of_this_name" in upgrade_sql(settings)
