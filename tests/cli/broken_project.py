"""Breaks a project in the ways that a user would: settings, models, revisions, templates."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import Project

FIRST = "migrations/versions/ae1027a6acf4_create_users.py"
SECOND = '''
"""Second."""

from autodiff import op

revision = "ae5555555555"
down_revision = "ae1027a6acf4"


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    pass
'''


def second(project: Project, upgrade: str = "pass", name: str = "ae5555555555") -> Path:
    """Write a revision after the first one."""
    text = SECOND.format(upgrade=upgrade).replace("ae5555555555", name)
    return project.write(f"migrations/versions/{name}_second.py", text)


def edited_second(project: Project, old: str, new: str) -> None:
    """Write a revision after the first one, with ``old`` in its text replaced."""
    file = second(project)
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def settle(project: Project, old: str, new: str) -> None:
    """Edit the settings."""
    file = project.folder / "autodiff.ini"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def change_models(project: Project) -> None:
    """Declare one column more than there is."""
    file = project.folder / "models.py"
    file.write_text(f"{file.read_text()}    mail: orm.Mapped[str | None]\n")


def replace_template(project: Project, text: str) -> None:
    """Change the models, and give new revisions another template."""
    change_models(project)
    project.write("migrations/script.py.mako", text)


def remove_template(project: Project) -> None:
    """Change the models, and leave new revisions without a template."""
    change_models(project)
    (project.folder / "migrations/script.py.mako").unlink()


def block_versions(project: Project) -> None:
    """Put a file in the place of the folder of new revisions: root may write to any folder."""
    change_models(project)
    project.write("migrations/versions/2026", "")
    settings = (project.folder / "autodiff.ini").read_text("utf-8")
    template = "file_template = 2026/%(rev)s\nrecursive_version_locations = true\n"
    project.write("autodiff.ini", settings + template)


def lose_first(project: Project) -> None:
    """Delete the revision that the database is at, and write one without it."""
    (project.folder / FIRST).unlink()
    second(project).write_text(
        SECOND.format(upgrade="pass").replace('"ae1027a6acf4"', "None")
    )


def spoil_database(project: Project) -> None:
    """Put a text in the place of the database."""
    project.write("shop.db", "This is no database.\n" * 100)
