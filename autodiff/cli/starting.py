"""``init`` and ``list-templates``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("-t", "--template", default="generic", help="See list-templates.")
@click.option("--url", help="The database.")
@click.option(
    "--models", metavar="MODULE:NAME", help="The declarative base or MetaData."
)
@click.pass_context
def init(
    ctx: click.Context,
    directory: Path,
    template: str,
    url: str | None,
    models: str | None,
) -> None:
    """Start a project in DIRECTORY, with its settings file in the current folder.

    Example: autodiff init --url sqlite:///shop.db --models shop.models:Base migrations
    """
    from autodiff.commands.starting import init as start

    for path in start(directory, template, url or ctx.obj.url, models):
        click.echo(f"Wrote {path}")


@click.command("list-templates")
def list_templates() -> None:
    """List the templates that init knows.

    Example: autodiff list-templates
    """
    from autodiff.commands.starting import templates

    for each in templates():
        click.echo(f"{each.name:<16} {each.summary}")
