"""``generate`` and ``revision``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of

F = TypeVar("F", bound=Callable[..., Any])

MESSAGE = click.option(
    "-m", "--message", required=True, help="What the revision is about."
)


def _place_options(function: F) -> F:
    for option in reversed(_PLACE):
        function = option(function)
    return function


_PLACE = (
    click.option("--head", default=("head",), multiple=True, help="What it follows."),
    click.option("--splice", is_flag=True, help="Follow a revision that is no head."),
    click.option("--branch-label", help="A name for the line that begins here."),
    click.option("--version-path", metavar="FOLDER", help="Where to write it."),
    click.option("--rev-id", help="Its id, instead of a random one."),
    click.option("--depends-on", multiple=True, help="What must be applied before it."),
)


@click.command()
@MESSAGE
@_place_options
@click.pass_obj
def generate(session: Session, /, message: str, **place: Any) -> None:
    """Write a revision that brings the database to the models; nothing where none is needed.

    Example: autodiff generate -m "Add a mail address to users"
    """
    _generate(session, message, place)


@click.command()
@MESSAGE
@click.option("--autogenerate", is_flag=True, help="Fill it as generate does.")
@_place_options
@click.pass_obj
def revision(
    session: Session, /, message: str, autogenerate: bool, **place: Any
) -> None:
    """Write a new revision, empty or with --autogenerate.

    Example: autodiff revision -m "Create users table"
    """
    if autogenerate:
        _generate(session, message, place)
        return
    from autodiff.commands.generating import Place
    from autodiff.commands.generating import revision as write

    written = write(settings_of(session), message, Place(**place))
    click.echo(str(written.path))


def _generate(session: Session, message: str, place: dict[str, Any]) -> None:
    from autodiff.commands.database import Wishes
    from autodiff.commands.generating import Place
    from autodiff.commands.generating import generate as write
    from autodiff.core.describe import describe

    wishes = Wishes(session.x_arguments)
    written = write(settings_of(session), message, Place(**place), wishes)
    if written is None:
        click.echo("Nothing changed: the database is as the models say.", err=True)
        return
    for operation in written.operations:
        click.echo(f"  {describe(operation)}", err=True)
    click.echo(str(written.path))
