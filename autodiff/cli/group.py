"""The group of commands: each imported when called; a wrong name gets the nearest right one."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from autodiff.cli.ending import is_our_end, reported
from autodiff.cli.rerun_command import TYPED
from autodiff.frozen import frozen

OTHER_WORDS: Mapping[str, str] = {
    "add": "revision",
    "apply": "upgrade",
    "autogenerate": "generate",
    "compare": "diff",
    "create": "revision",
    "down": "downgrade",
    "fake": "stamp",
    "log": "history",
    "makemigrations": "generate",
    "migrate": "upgrade",
    "new": "revision",
    "rollback": "downgrade",
    "undo": "downgrade",
    "up": "upgrade",
    "verify": "check",
}
"""Names of the same commands in other tools."""


@frozen
class CommandEntry:
    """A command: its name, its module under ``autodiff.cli``, its line in ``--help``."""

    name: str
    module: str
    line: str


class Program(click.Group):
    """Commands in titled ``sections``, each imported when it is called."""

    def __init__(
        self, sections: Mapping[str, Sequence[CommandEntry]], **rest: Any
    ) -> None:
        super().__init__(**rest)
        self.sections = sections
        self.entries = {each.name: each for part in sections.values() for each in part}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.entries.get(cmd_name.replace("_", "-"))
        if entry is None:
            return None
        module = import_module(f"autodiff.cli.{entry.module}")
        command: click.Command = getattr(module, entry.name.replace("-", "_"))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            hint = _hint(args[0], list(self.entries))
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        ctx.meta[TYPED] = tuple(args)
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        width = max(map(len, self.entries))
        for title, entries in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(e.name.ljust(width), e.line) for e in entries])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as problem:
            raise _placed(problem, self, ctx) from None
        except BaseException as problem:
            if is_our_end(problem):
                raise
            sys.exit(reported(problem, trace=ctx.params["raiseerr"]))


def _placed(
    problem: click.NoSuchOption, program: click.Group, ctx: click.Context
) -> click.UsageError:
    """Return the same error; for an option of the program, one that says where the option belongs."""
    name = problem.option_name
    own = {opt for param in program.params for opt in param.opts}
    if name not in own or problem.ctx is None:
        return problem
    command = problem.ctx.info_name
    return click.UsageError(
        f"The option {name} stands before the command: autodiff {name} … {command}",
        problem.ctx,
    )


def _hint(name: str, commands: Sequence[str]) -> str:
    from autodiff.errors.nearest import nearest

    other = OTHER_WORDS.get(name)
    names = (other,) if other else nearest(name, commands, 1)
    return f" Did you mean {names[0]}?" if names else ""
