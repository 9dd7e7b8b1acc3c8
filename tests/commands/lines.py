"""Projects whose revisions are written by the test, in lines of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autodiff.api import Settings, load_settings
from autodiff.resources import templates_directory

SCRIPT = '''"""{message}

Revision ID: {revision}
Revises: {revises}
Create Date: 2026-01-01 00:00:{second:02}
"""

import sqlalchemy as sa

from autodiff import op

revision = {revision!r}
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {back}
'''


@dataclass
class Lines:
    """A folder with settings and hand-written revisions, on the database of ``url``."""

    folder: Path
    url: str
    count: int = 0

    @property
    def versions(self) -> Path:
        return self.folder / "migrations" / "versions"

    def settings(self, more: str = "") -> Settings:
        """Settings with further lines, and sections, at their end."""
        ini = self.folder / "autodiff.ini"
        ini.write_text(
            f"[autodiff]\nscript_location = migrations\nsqlalchemy.url = {self.url}\n{more}\n"
        )
        return load_settings(str(ini), None, None, {}, self.folder)

    def add(
        self,
        revision: str,
        down: str | tuple[str, ...] | None,
        up: str = "pass",
        back: str = "pass",
    ) -> Path:
        """One more revision; ``up`` and ``back`` are the lines of its functions."""
        self.count += 1
        path = self.versions / f"{revision}.py"
        names = (down,) if isinstance(down, str) else down or ()
        path.write_text(
            SCRIPT.format(
                message=f"About {revision}",
                revision=revision,
                revises=", ".join(names),
                second=self.count,
                down=down,
                up=up.replace("\n", "\n    "),
                back=back.replace("\n", "\n    "),
            )
        )
        return path

    def files(self) -> Mapping[str, bytes]:
        return {path.name: path.read_bytes() for path in self.versions.glob("*.py")}


def lines_in(folder: Path, url: str = "") -> Lines:
    """An empty project; its database is a file in the folder where none is named."""
    made = Lines(folder, url or f"sqlite:///{folder / 'lines.db'}")
    made.versions.mkdir(parents=True)
    script = templates_directory() / "script.py.mako"
    (folder / "migrations" / "script.py.mako").write_text(script.read_text("utf-8"))
    return made
