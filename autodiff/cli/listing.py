"""``current``, ``history``, ``heads``, ``branches``, ``show``."""

from __future__ import annotations

import sys

import click

from autodiff.cli.arguments import ADDRESS, AddressCommand
from autodiff.cli.report import entry_json, print_entries, print_json
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of

VERBOSE = click.option(
    "-v", "--verbose", is_flag=True, help="All that is known of each."
)
JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


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

    Example: autodiff history -r ae10:head
    """
    from autodiff.commands.listing import history as listed

    rows = _rows(session) if indicate_current or _relative(rev_range) else ()
    print_entries(listed(settings_of(session), rev_range, rows), verbose, as_json)


@click.command()
@click.option(
    "--resolve-dependencies", is_flag=True, help="Leave out those depended upon."
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

    found = listed(settings_of(session), resolve_dependencies=resolve_dependencies)
    print_entries(found, verbose, as_json)


@click.command()
@VERBOSE
@JSON
@click.pass_obj
def branches(session: Session, verbose: bool, as_json: bool) -> None:
    """Show the revisions that more than one follows.

    Example: autodiff branches
    """
    from autodiff.commands.listing import branches as listed

    print_entries(listed(settings_of(session)), verbose, as_json)


@click.command(cls=AddressCommand)
@click.argument("address", type=ADDRESS)
@JSON
@click.pass_obj
def show(session: Session, address: str, as_json: bool) -> None:
    """Show one revision.

    Example: autodiff show head
    """
    from autodiff.commands.listing import show as shown

    rows = _rows(session) if address == "current" else ()
    print_entries(shown(settings_of(session), address, rows), True, as_json)


@click.command()
@click.option(
    "-c", "--check-heads", is_flag=True, help="Exit with 1 unless at all heads."
)
@VERBOSE
@JSON
@click.pass_obj
def current(session: Session, check_heads: bool, verbose: bool, as_json: bool) -> None:
    """Show what the database stands on.

    Example: autodiff current
    """
    from autodiff.cli.report import print_current
    from autodiff.commands.running import standing

    found = standing(settings_of(session))
    if as_json:
        print_json([entry_json(each) for each in found.entries])
    else:
        print_current(found, verbose)
    if check_heads and found.missing:
        sys.exit(1)


def _rows(session: Session) -> tuple[str, ...]:
    from autodiff.commands.running import rows_of

    return rows_of(settings_of(session))


def _relative(range_: str | None) -> bool:
    """Whether a range can only be understood from what is applied."""
    ends = (range_ or "").split(":")
    return any(end[:1] in ("+", "-") or end == "current" for end in ends)
