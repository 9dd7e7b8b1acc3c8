"""The session: the options before the command's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from autodiff.frozen import frozen


@frozen
class Session:
    """The options that were given before the command's name."""

    config: str | None
    section: str | None
    url: str | None
    x_arguments: tuple[str, ...]

    def options(self) -> Iterator[str]:
        """Yield the options that choose the settings and the database, as they are typed; passwords
        are masked.
        """
        from shlex import quote

        from autodiff.settings.masking import masked

        if self.config:
            yield f"-c {quote(self.config)}"
        if self.section:
            yield f"-n {quote(self.section)}"
        if self.url:
            yield f"--url {quote(masked(self.url))}"
        yield from (f"-x {quote(masked(each))}" for each in self.x_arguments)


def as_typed(text: str) -> str:
    """Return ``text`` with the options of this session in every command that it names: without
    them, the command would use other settings or another database.
    """
    context = click.get_current_context(silent=True)
    if context is None or not isinstance(context.obj, Session):
        return text
    options = "".join(f"{each} " for each in context.obj.options())
    program = context.find_root().command
    if not options or not isinstance(program, click.Group):
        return text
    names = "|".join(set(program.list_commands(context)) - {"init", "list-templates"})
    return re.sub(
        rf"\bautodiff (?=(?:{names})\b)", lambda _: f"autodiff {options}", text
    )
