"""The program: its commands by name, and the options that stand before them."""

from __future__ import annotations

import click

from autodiff import __version__
from autodiff.cli.group import CommandEntry, Program
from autodiff.cli.log import start_log
from autodiff.cli.session import Session

SECTIONS: dict[str, tuple[CommandEntry, ...]] = {
    "To start": (
        CommandEntry(
            "init",
            "starting",
            "Start a project: settings, env.py, a folder for revisions.",
        ),
        CommandEntry(
            "list-templates", "starting", "List the templates that init knows."
        ),
    ),
    "To write revisions": (
        CommandEntry(
            "check", "comparing", "Exit with 1 where models and database differ."
        ),
        CommandEntry(
            "diff", "comparing", "Show how they differ: in words, as SQL or JSON."
        ),
        CommandEntry(
            "generate", "generating", "Write a revision of what the models changed."
        ),
        CommandEntry(
            "revision", "generating", "Write an empty revision, to be filled by hand."
        ),
        CommandEntry(
            "merge", "reshaping", "Write a revision that joins several lines."
        ),
        CommandEntry("rebase", "reshaping", "Move a revision onto another one."),
        CommandEntry(
            "squash", "reshaping", "Write one revision that replaces several."
        ),
        CommandEntry("edit", "editing", "Open a revision's file in your editor."),
    ),
    "To run them": (
        CommandEntry("upgrade", "running", "Apply revisions up to an address."),
        CommandEntry("downgrade", "running", "Undo revisions down to an address."),
        CommandEntry(
            "stamp", "running", "Record revisions as applied without running them."
        ),
        CommandEntry(
            "ensure-version", "running", "Create the version table and the journal."
        ),
    ),
    "To look around": (
        CommandEntry(
            "status", "status", "Show current, pending, edited, differing: one page."
        ),
        CommandEntry("current", "listing", "Show the database's current revisions."),
        CommandEntry("history", "listing", "List revisions, newest first."),
        CommandEntry("heads", "listing", "Show the revisions that nothing follows."),
        CommandEntry(
            "branches", "listing", "Show the revisions that more than one follows."
        ),
        CommandEntry("show", "listing", "Show one revision."),
    ),
}
"""By title in ``--help``."""

EPILOG = (
    "An address is head, base, +1, -2, an id or its beginning. Exit codes: 0 done or "
    "nothing to do, 1 differences found or refused, 2 wrong usage, 3 failed while working."
)


@click.command(
    cls=Program,
    sections=SECTIONS,
    epilog=EPILOG,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="autodiff")
@click.option(
    "-c",
    "--config",
    "configs",
    multiple=True,
    metavar="FILE",
    help="The settings file; else autodiff.ini or pyproject.toml in this folder.",
)
@click.option(
    "-n", "--name", metavar="SECTION", help="The section of the settings file."
)
@click.option(
    "--url", metavar="URL", help="The database, instead of the settings' one."
)
@click.option(
    "-x",
    "x_arguments",
    multiple=True,
    metavar="KEY=VALUE",
    help="For env.py, any number of times.",
)
@click.option("-q", "--quiet", is_flag=True, help="No log on standard error.")
@click.option(
    "--raiseerr", is_flag=True, help="With an error, show where it came from."
)
@click.pass_context
def program(
    ctx: click.Context,
    configs: tuple[str, ...],
    name: str | None,
    url: str | None,
    x_arguments: tuple[str, ...],
    quiet: bool,
    raiseerr: bool,
) -> None:
    """Compare SQLAlchemy models with the live database, write revisions, run them."""
    start_log(quiet)
    if len(configs) > 1:
        raise click.UsageError("-c is given twice: one file has all settings", ctx)
    ctx.obj = Session(configs[0] if configs else None, name, url, x_arguments)
