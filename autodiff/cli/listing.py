"""``current``, ``history``, ``heads``, ``branches``, ``show``."""

from __future__ import annotations

import sys

import click

from autodiff.cli.arguments import AddressCommand, as_address
from autodiff.cli.completing import complete_address
from autodiff.cli.options import JSON, VERBOSE
from autodiff.cli.report import say_entries, say_json, say_standing
from autodiff.cli.session import Session
from autodiff.cli.settings import rows_for, settings_of


@click.command()
@click.option(
    "-r", "--rev-range", metavar="A:B", help="Only these, both ends included."
)
@click.option(
    "-i", "--indicate-current", is_flag=True, help="Mark what the database is at."
)
@VERBOSE
@JSON
@click.pass_obj
def history(
    session: Session,
    rev_range: str | None,
    indicate_current: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """List revisions, newest first.

    Without -i or a relative range the database is not asked.

    Example: autodiff history -i -r ae10:head
    """
    from autodiff.cli.streams import note
    from autodiff.commands.listing import counts_from_database
    from autodiff.commands.listing import history as listed

    asks = indicate_current or counts_from_database(rev_range)
    rows = _rows(session) if asks else ()
    entries = listed(settings_of(session), rev_range, rows)
    say_entries(entries, verbose, as_json)
    if rev_range is None:
        _note_none(entries, as_json)
    elif not entries and not as_json:
        note(f"No revisions in the range {rev_range}.")


@click.command()
@click.option(
    "--resolve-dependencies",
    is_flag=True,
    help="Leave out revisions that others depend on.",
)
@VERBOSE
@JSON
@click.pass_obj
def heads(
    session: Session, resolve_dependencies: bool, verbose: bool, as_json: bool
) -> None:
    """Show the revisions that nothing follows.

    Example: autodiff heads
    """
    from autodiff.commands.listing import heads as listed

    entries = listed(settings_of(session), resolve_dependencies=resolve_dependencies)
    say_entries(entries, verbose, as_json)
    _note_none(entries, as_json)


@click.command()
@VERBOSE
@JSON
@click.pass_obj
def branches(session: Session, verbose: bool, as_json: bool) -> None:
    """Show the revisions that more than one follows.

    Example: autodiff branches
    """
    from autodiff.cli.streams import note
    from autodiff.commands.listing import branches as listed

    entries = listed(settings_of(session))
    say_entries(entries, verbose, as_json)
    if not entries and not as_json:
        note("No branch points: no revision is followed by several.")


@click.command(cls=AddressCommand)
@click.argument("address", type=as_address, shell_complete=complete_address)
@JSON
@click.pass_obj
def show(session: Session, address: str, as_json: bool) -> None:
    """Show one revision: head, current, an id or its beginning.

    Example: autodiff show head
    """
    from autodiff.cli.streams import note
    from autodiff.commands.listing import show as shown

    entries = shown(settings_of(session), address, rows_for(session, address))
    say_entries(entries, True, as_json)
    if not entries and not as_json:
        note(f"'{address}' is before all revisions: there is none to show.")


@click.command()
@click.option(
    "-c", "--check-heads", is_flag=True, help="Exit with 1 unless at all heads."
)
@VERBOSE
@JSON
@click.pass_obj
def current(session: Session, check_heads: bool, verbose: bool, as_json: bool) -> None:
    """Show the database's current revisions.

    Example: autodiff current
    """
    from autodiff.cli.next_steps import no_revisions
    from autodiff.cli.revision_text import json
    from autodiff.cli.streams import note
    from autodiff.commands.running import standings

    databases = standings(settings_of(session))
    several = len(databases) > 1
    if as_json:
        say_json(
            [
                json(entry) | ({"database": database.database} if several else {})
                for database in databases
                for entry in database.entries
            ]
        )
    else:
        for database in databases:
            say_standing(database, verbose, named=several)
        if all(database.no_revisions for database in databases):
            note(no_revisions())
    if check_heads and any(database.missing for database in databases):
        sys.exit(1)


def _note_none(entries: object, as_json: bool) -> None:
    from autodiff.cli.next_steps import no_revisions
    from autodiff.cli.streams import note

    if not entries and not as_json:
        note(no_revisions())


def _rows(session: Session) -> tuple[str, ...]:
    from autodiff.commands.running import rows_of

    return rows_of(settings_of(session))
