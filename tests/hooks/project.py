"""A project whose env.py configures hooks: the hooks are handed over as Python objects."""

from __future__ import annotations

from typing import Any

from autodiff import api
from tests.commands.project import Project

HOOKS: dict[str, Any] = {}
"""What env.py hands to ``context.configure``: the test's own functions."""

ENVIRONMENT = """
from autodiff import context
from tests.hooks.project import HOOKS
context.configure(**HOOKS)
with context.connect() as connection:
    context.run(connection)
"""


class HookedProject(Project):
    """``configure`` says what env.py configures from now on."""

    def configure(self, **hooks: Any) -> None:
        HOOKS.clear()
        HOOKS.update(hooks)
        (self.folder / "migrations" / "env.py").write_text(ENVIRONMENT)

    def created(self, source: str) -> api.Settings:
        """Settings of models that the database is made of already."""
        settings = self.models(source)
        api.generate(settings, "start")
        api.upgrade(settings)
        return settings

    def script(self, settings: api.Settings, **wishes: Any) -> str:
        """The text of the revision that is generated, or nothing."""
        written = api.generate(settings, "next", wishes=api.Options(**wishes))
        return "" if written is None else written.path.read_text("utf-8")


def keys(settings: api.Settings) -> list[str]:
    """What differs, as ``create column users.mail``."""
    return sorted(
        f"{type(each).__name__.lower()} {each.object.key}"
        for each in api.differences(settings)
    )
