"""The program: its commands by name, the options before them, and how errors end it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from autodiff import __version__
from autodiff.cli.log import start_log
from autodiff.cli.session import Session
from autodiff.errors import AutodiffError

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("starting", "Start a project: settings, env.py, a folder for revisions."),
    "list-templates": ("starting", "List the templates that init knows."),
    "generate": ("generating", "Write a revision of what the models changed."),
    "revision": ("generating", "Write a new revision, empty or with --autogenerate."),
    "check": ("comparing", "Exit with 1 where models and database differ."),
    "diff": ("comparing", "Show how models and database differ."),
    "upgrade": ("running", "Apply revisions up to an address."),
    "downgrade": ("running", "Undo revisions down to an address."),
    "stamp": ("running", "Record revisions as applied without running them."),
    "current": ("listing", "Show what the database stands on."),
    "history": ("listing", "List revisions, newest first."),
    "heads": ("listing", "Show the revisions that nothing follows."),
    "branches": ("listing", "Show the revisions that more than one follows."),
    "show": ("listing", "Show one revision."),
}
"""By name: the module under ``autodiff.cli`` and the line in ``--help``."""


class Program(click.Group):
    """Commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = cmd_name.replace("_", "-")
        if name not in COMMANDS:
            return None
        module = import_module(f"autodiff.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AutodiffError as problem:
            if ctx.params.get("raiseerr"):
                raise
            click.echo(f"Error: {problem}", err=True)
            sys.exit(problem.exit_code)


@click.command(cls=Program)
@click.version_option(__version__, prog_name="autodiff")
@click.option("-c", "--config", metavar="FILE", help="The settings file.")
@click.option(
    "-n", "--name", metavar="SECTION", help="The section of the settings file."
)
@click.option(
    "--url", metavar="URL", help="The database, instead of the settings' one."
)
@click.option(
    "-x", "x_arguments", multiple=True, metavar="KEY=VALUE", help="For env.py."
)
@click.option("-q", "--quiet", is_flag=True, help="No log on standard error.")
@click.option("--raiseerr", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def program(
    ctx: click.Context,
    config: str | None,
    name: str | None,
    url: str | None,
    x_arguments: tuple[str, ...],
    quiet: bool,
    raiseerr: bool,
) -> None:
    """Compare SQLAlchemy models with the live database, write revisions, run them."""
    start_log(quiet)
    ctx.obj = Session(config, name, url, x_arguments)
