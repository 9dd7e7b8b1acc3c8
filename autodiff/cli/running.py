"""``upgrade``, ``downgrade``, ``stamp``."""

from __future__ import annotations

from typing import Any, cast

import click

from autodiff.cli.arguments import ADDRESS, AddressCommand
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of

IN_DOUBT = click.option(
    "--in-doubt",
    type=click.Choice(["done", "again"]),
    help="What to take for true of a statement during which a run was killed.",
)


@click.command(cls=AddressCommand)
@click.argument("address", type=ADDRESS, default="head")
@IN_DOUBT
@click.pass_obj
def upgrade(session: Session, address: str, in_doubt: str | None) -> None:
    """Apply revisions up to ADDRESS: head, +1, an id, the beginning of one, label@head.

    Example: autodiff upgrade head
    """
    from autodiff.commands.running import upgrade as run

    steps = run(settings_of(session), address, _wishes(session, in_doubt))
    _say(len(steps), "applied", "Nothing to upgrade: the database is there already.")


@click.command(cls=AddressCommand)
@click.argument("address", type=ADDRESS)
@IN_DOUBT
@click.pass_obj
def downgrade(session: Session, address: str, in_doubt: str | None) -> None:
    """Undo revisions down to ADDRESS, which stays: -1, base, an id.

    Example: autodiff downgrade -1
    """
    from autodiff.commands.running import downgrade as run

    steps = run(settings_of(session), address, _wishes(session, in_doubt))
    _say(len(steps), "undone", "Nothing to downgrade: the database is there already.")


@click.command(cls=AddressCommand)
@click.argument("addresses", type=ADDRESS, nargs=-1, required=True)
@click.option("--purge", is_flag=True, help="Strike out all other revisions first.")
@click.pass_obj
def stamp(session: Session, addresses: tuple[str, ...], purge: bool) -> None:
    """Record revisions as applied without running them.

    Example: autodiff stamp head
    """
    from autodiff.commands.running import stamp as run

    steps = run(
        settings_of(session), addresses, purge=purge, wishes=_wishes(session, None)
    )
    if not steps:
        click.echo("Nothing to stamp: the version table says so already.", err=True)


def _wishes(session: Session, in_doubt: str | None) -> Any:
    from autodiff.commands.database import Wishes

    return Wishes(session.x_arguments, cast(Any, in_doubt or "ask"))


def _say(count: int, verb: str, nothing: str) -> None:
    if not count:
        click.echo(nothing, err=True)
    else:
        noun = "revision" if count == 1 else "revisions"
        click.echo(f"{count} {noun} {verb}.", err=True)
