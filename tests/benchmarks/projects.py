"""The same project twice: for autodiff and for the reference tool."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autodiff.resources import templates_directory

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Pair:
    """Two folders, one a tool, with the same models and revisions."""

    ours: Path
    theirs: Path

    def run_ours(self, *arguments: str) -> tuple[list[str], Path]:
        return [str(BIN / "autodiff"), *arguments], self.ours

    def run_theirs(self, *arguments: str) -> tuple[list[str], Path]:
        return [str(BIN / "alembic"), *arguments], self.theirs


def pair(folder: Path, url: str, models: str, *, format_theirs: bool = False) -> Pair:
    """Two projects on one URL with a module of models; ``{tool}`` in the URL is replaced by "ours"
    and "theirs".
    """
    made = Pair(folder / "ours", folder / "theirs")
    for place in (made.ours, made.theirs):
        (place / "migrations" / "versions").mkdir(parents=True)
        (place / "models.py").write_text(models)
    _ours(made.ours, url.replace("{tool}", "ours"))
    _theirs(made.theirs, url.replace("{tool}", "theirs"), format_theirs)
    return made


def _ours(place: Path, url: str) -> None:
    (place / "autodiff.ini").write_text(
        "[autodiff]\nscript_location = migrations\nmodels = models:metadata\n"
        f"sqlalchemy.url = {url}\n"
    )
    script = (templates_directory() / "script.py.mako").read_text("utf-8")
    (place / "migrations" / "script.py.mako").write_text(script)


def _theirs(place: Path, url: str, formatted: bool) -> None:
    hooks = (
        "[post_write_hooks]\nhooks = black\nblack.type = console_scripts\n"
        "black.entrypoint = black\nblack.options = REVISION_SCRIPT_FILENAME\n"
    )
    (place / "alembic.ini").write_text(
        "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n"
        f"path_separator = os\nsqlalchemy.url = {url}\n{hooks if formatted else ''}"
    )
    (place / "migrations" / "env.py").write_text(_ENV)
    (place / "migrations" / "script.py.mako").write_text(_SCRIPT)


_ENV = """
from alembic import context
from sqlalchemy import create_engine, pool

def run():
    import models
    engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=models.metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()

run()
"""

_SCRIPT = '''"""${message}"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''

_REVISION = '''"""Revision {number}

Revision ID: {revision}
Revises: {below}
Create Date: 2026-01-01 00:00:00
"""

import sqlalchemy as sa
from {package} import op

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("facts", sa.Column("c{number}", sa.Integer())) if {number} < 50 else op.execute("insert into log values ({number})")


def downgrade() -> None:
    op.drop_column("facts", "c{number}") if {number} < 50 else op.execute("delete from log where n = {number}")
'''


def write_revisions(made: Pair, count: int, *, branched: bool = False) -> None:
    """``count`` revisions in a line; with ``branched``, a branch and a merge every ten."""
    for place, package in ((made.ours, "autodiff"), (made.theirs, "alembic")):
        folder = place / "migrations" / "versions"
        for number, down in enumerate(_parents(count, branched)):
            revision = f"{number:012x}"
            text = _REVISION.format(
                number=number,
                revision=revision,
                below=down or "",
                down=repr(down) if isinstance(down, tuple | str) else None,
                package=package,
            )
            (folder / f"{revision}_revision_{number}.py").write_text(text)


def _parents(count: int, branched: bool) -> Iterable[str | tuple[str, str] | None]:
    for number in range(count):
        if number == 0:
            yield None
        elif branched and number % 10 == 2:
            yield f"{number - 2:012x}"
        elif branched and number % 10 == 3:
            yield (f"{number - 2:012x}", f"{number - 1:012x}")
        else:
            yield f"{number - 1:012x}"
