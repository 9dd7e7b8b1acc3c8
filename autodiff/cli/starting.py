"""``init`` and ``list-templates``."""

from __future__ import annotations

from pathlib import Path

import click

from autodiff.cli.options import JSON
from autodiff.cli.session import Session


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "-t",
    "--template",
    default="generic",
    show_default=True,
    metavar="NAME",
    help="See: autodiff list-templates.",
)
@click.option("--url", help="The database; it may hold ${NAME} of the environment.")
@click.option(
    "--models", metavar="MODULE:NAME", help="The declarative base or MetaData."
)
@click.pass_obj
def init(
    session: Session,
    directory: Path,
    template: str,
    url: str | None,
    models: str | None,
) -> None:
    """Start a project in DIRECTORY, with its settings file in the current folder.

    Existing files are never overwritten.

    Example: autodiff init --url sqlite:///shop.db --models shop.models:Base migrations
    """
    from autodiff.cli.streams import note, say
    from autodiff.commands.starting import init as start

    url = url or session.url
    written = start(directory, template, url, models)
    say(*(f"Wrote {_short(path)}" for path in written))
    note(_next_step(url, models, written[-1].name))


@click.command("list-templates")
@JSON
def list_templates(as_json: bool) -> None:
    """List the templates that init knows.

    Example: autodiff list-templates
    """
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import say
    from autodiff.commands.starting import templates

    choices = templates()
    if as_json:
        say_json([{"name": each.name, "summary": each.summary} for each in choices])
    else:
        width = max(len(each.name) for each in choices)
        say(*(f"{each.name:<{width}}  {each.summary}" for each in choices))


def _short(path: Path) -> str:
    """Return the path, relative to the current folder where it is below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _next_step(url: str | None, models: str | None, settings_file: str) -> str:
    wanted = {"the database's URL": url, "the models": models}
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        return f"Next: set {' and '.join(missing)} in {settings_file}."
    return 'Next: autodiff generate -m "First version"'
