"""The walk that every newcomer takes: from ``init`` to a table in the database and back."""

from __future__ import annotations

import re

import sqlalchemy as sa

from autodiff.connect.database import parsed_url
from tests.cli.program import Project

UPGRADE = """
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("chosen_decimal", sa.Numeric(16, 8), nullable=False),
        sa.Column("dob", sa.DateTime, nullable=False),
    )
"""
DOWNGRADE = """
    op.drop_table("users")
"""


def walk(project: Project, url: str) -> None:
    """Each step of the tutorial, in an empty folder, on an empty database."""
    project.ok("init", "--template", "generic", "migrations")
    edit_settings(project, url)
    no_revision_yet(project)
    revision = write_revision(project)
    log = project.ok("upgrade", "head").log
    assert log[0].startswith("INFO  [autodiff] Database: ")
    assert log[1] in (
        "INFO  [autodiff] DDL is transactional on sqlite.",
        "INFO  [autodiff] DDL is transactional on postgresql.",
        "INFO  [autodiff] DDL is not transactional on mysql.",
    )
    assert log[2:] == [
        f"INFO  [autodiff] Running upgrade  -> {revision}, Create users table"
    ]
    assert column_names(url) == ["id", "name", "chosen_decimal", "dob"]
    assert project.ok("current").out.startswith(f"{revision} (head)")
    log = project.ok("downgrade", "-1").log
    assert log[2:] == [
        f"INFO  [autodiff] Running downgrade {revision} -> , Create users table"
    ]
    assert column_names(url) == []
    project.ok("upgrade", "head")
    project.ok("downgrade", "base")
    assert column_names(url) == []
    project.ok("upgrade", "head")
    assert column_names(url) == ["id", "name", "chosen_decimal", "dob"]


def edit_settings(project: Project, url: str) -> None:
    """As with an editor: the line with the URL."""
    file = project.folder / "autodiff.ini"
    before = file.read_text()
    lines = re.sub(r"(?m)^(sqlalchemy\.url = ).*$", lambda m: m[1] + url, before)
    assert lines != before
    file.write_text(lines)


def no_revision_yet(project: Project) -> None:
    ended = project.ok("current")
    assert ended.out == "(no revision)\n"
    assert ended.log[0].startswith("INFO  [autodiff] Database: ")


def write_revision(project: Project) -> str:
    """``revision -m``, then the two functions filled in; the new id."""
    project.ok("revision", "-m", "Create users table")
    (file,) = project.revisions()
    text = file.read_text()
    up, down = "\ndef upgrade() -> None:", "\ndef downgrade() -> None:"
    text = text.replace(f"{up}\n    pass\n", up + UPGRADE)
    text = text.replace(f"{down}\n    pass\n", down + DOWNGRADE)
    assert UPGRADE in text
    assert DOWNGRADE in text
    file.write_text(text)
    return file.name.partition("_")[0]


def column_names(url: str) -> list[str]:
    """The columns of ``users``, as SQLAlchemy sees them; none where there is no such table."""
    engine = sa.create_engine(parsed_url(url), poolclass=sa.NullPool)
    inspector = sa.inspect(engine)
    if not inspector.has_table("users"):
        return []
    return [column["name"] for column in inspector.get_columns("users")]
