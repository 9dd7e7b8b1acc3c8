"""The session: what was said before the command's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from autodiff.frozen import frozen


@frozen
class Session:
    """The options of the program."""

    config: str | None
    section: str | None
    url: str | None
    x_arguments: tuple[str, ...]

    def options(self) -> Iterator[str]:
        """Those that say which settings and which database are meant, as they are typed; a password
        stays hidden.
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
    """``text`` with the options of this session in every command that it names: typed without them,
    it would be about other settings, or another database.
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
