"""A project in a folder: settings, revision files written line by line, the commands on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import sqlalchemy as sa

from autodiff.commands import running
from autodiff.commands.database import NO_OPTIONS, Options
from autodiff.connect.database import engine_for
from autodiff.settings import Settings, load_settings

HEAD = '''"""{message}"""

import sqlalchemy as sa
from autodiff import context, op

revision = {revision!r}
down_revision = {down!r}
{more}

def upgrade():
{upgrade}


def downgrade():
{downgrade}
'''


@dataclass
class Project:
    """``folder`` has autodiff.ini and the environment ``migrations``."""

    folder: Path
    url: str
    settings_lines: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "migrations" / "versions").mkdir(parents=True, exist_ok=True)
        lines = {"script_location": "migrations", "sqlalchemy.url": self.url}
        text = "".join(f"{k} = {v}\n" for k, v in (lines | self.settings_lines).items())
        (self.folder / "autodiff.ini").write_text(f"[autodiff]\n{text}")

    @property
    def settings(self) -> Settings:
        return load_settings(
            str(self.folder / "autodiff.ini"), None, None, {}, self.folder
        )

    def write(
        self,
        revision: str,
        upgrade: str,
        downgrade: str = "pass",
        down: str | tuple[str, ...] | None = None,
        more: str = "",
    ) -> Path:
        """A revision file; the bodies are Python."""
        path = self.folder / "migrations" / "versions" / f"{revision}.py"
        path.write_text(
            HEAD.format(
                message=f"revision {revision}",
                revision=revision,
                down=down,
                more=more,
                upgrade=_body(upgrade),
                downgrade=_body(downgrade),
            )
        )
        return path

    def env(self, text: str) -> None:
        """The environment's env.py."""
        (self.folder / "migrations" / "env.py").write_text(dedent(text))

    # --- commands ---------------------------------------------------------------------------------

    def upgrade(self, address: str = "head", wishes: Options = NO_OPTIONS) -> list[str]:
        return _names(running.upgrade(self.settings, address, wishes))

    def downgrade(self, address: str, wishes: Options = NO_OPTIONS) -> list[str]:
        return _names(running.downgrade(self.settings, address, wishes))

    def stamp(self, *addresses: str, purge: bool = False) -> None:
        running.stamp(self.settings, addresses, purge=purge)

    def rows(self) -> tuple[str, ...]:
        return running.rows_of(self.settings)

    # --- the database -----------------------------------------------------------------------------

    def ask(self, sql: str) -> list[Any]:
        """All rows of a query, as tuples."""
        engine = engine_for(self.url)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

    def tell(self, *statements: str) -> None:
        engine = engine_for(self.url)
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def tables(self) -> set[str]:
        """The tables that are there, less autodiff's own."""
        engine = engine_for(self.url)
        with engine.connect() as connection:
            names = sa.inspect(connection).get_table_names()
        return {name for name in names if not name.startswith("autodiff_")}

    def journal(self) -> list[Any]:
        """Revision, direction and whether it is finished, of each entry."""
        return [
            (revision, direction, finished is not None)
            for revision, direction, finished in self.ask(
                "select revision, direction, finished_at from autodiff_journal "
                "order by entry"
            )
        ]


def _body(text: str) -> str:
    return indent(dedent(text).strip(), "    ")


def _names(steps: Sequence[Any]) -> list[str]:
    return [step.header.revision for step in steps if step.header is not None]
