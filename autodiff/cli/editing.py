"""``edit``."""

from __future__ import annotations

import click

from autodiff.cli.arguments import AddressCommand, as_address
from autodiff.cli.completing import complete_address
from autodiff.cli.session import Session
from autodiff.cli.settings import rows_for, settings_of


@click.command(cls=AddressCommand)
@click.argument(
    "address", metavar="REV", type=as_address, shell_complete=complete_address
)
@click.pass_obj
def edit(session: Session, address: str) -> None:
    """Open a revision's file: in EDITOR, else VISUAL, else an editor that is installed.

    Example: autodiff edit head
    """
    import os

    from autodiff.cli.streams import note
    from autodiff.commands.editing import edit as opened

    rows = rows_for(session, address)
    if not opened(settings_of(session), address, os.environ, rows):
        note("The address names no revision: no file was opened.")
