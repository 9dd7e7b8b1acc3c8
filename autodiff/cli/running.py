"""``upgrade``, ``downgrade``, ``stamp``."""

from __future__ import annotations

from typing import Any, cast

import click

from autodiff.cli.arguments import AddressCommand, as_address
from autodiff.cli.completing import complete_address
from autodiff.cli.options import JSON, NO_ROWS
from autodiff.cli.printing import (
    DRY_RUN,
    PLAIN_SQL,
    SQL,
    TAG,
    only_one,
    preview_json,
    print_previews,
)
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of
from autodiff.revisions.path import HalfApplied, Steps
from autodiff.settings import Settings

_NO_UPGRADE = "Nothing to upgrade: the database is there already."
_NO_DOWNGRADE = "Nothing to downgrade: the database is there already."

IN_DOUBT = click.option(
    "--in-doubt",
    type=click.Choice(["done", "again"]),
    help="A statement during which a run was killed: take it as done, or send it again.",
)


@click.command(cls=AddressCommand)
@click.argument(
    "address", type=as_address, shell_complete=complete_address, default="head"
)
@IN_DOUBT
@JSON
@SQL
@TAG
@DRY_RUN
@NO_ROWS
@click.pass_obj
def upgrade(
    session: Session,
    address: str,
    in_doubt: str | None,
    as_json: bool,
    sql: bool,
    tag: str | None,
    dry_run: bool,
    no_rows: bool,
) -> None:
    """Apply revisions up to ADDRESS: head, +1, an id, the beginning of one, label@head.

    Example: autodiff upgrade head
    """
    from autodiff.commands.running import upgrade as run

    only_one(as_json, sql, dry_run, no_rows)
    settings, options = settings_of(session), _options(
        session, in_doubt, tag, not no_rows
    )
    if sql:
        from autodiff.commands.offline import upgrade_sql

        click.echo(upgrade_sql(settings, address, options), nl=False)
        return
    if dry_run:
        from autodiff.commands.offline import upgrade_preview

        previews = upgrade_preview(settings, address, options)
        _preview(settings, previews, as_json, no_rows, _NO_UPGRADE)
        return
    steps = run(settings, address, options)
    _tell(settings, steps, "applied", _NO_UPGRADE)
    if as_json:
        _say_json(steps)


@click.command(cls=AddressCommand)
@click.argument("address", type=as_address, shell_complete=complete_address)
@IN_DOUBT
@JSON
@SQL
@TAG
@DRY_RUN
@NO_ROWS
@click.pass_obj
def downgrade(
    session: Session,
    address: str,
    in_doubt: str | None,
    as_json: bool,
    sql: bool,
    tag: str | None,
    dry_run: bool,
    no_rows: bool,
) -> None:
    """Undo revisions down to ADDRESS, which stays applied: -1, base, an id.

    A half-applied revision is undone first, and only what ran of it.

    Example: autodiff downgrade -1
    """
    from autodiff.commands.running import downgrade as run

    only_one(as_json, sql, dry_run, no_rows)
    settings, options = settings_of(session), _options(
        session, in_doubt, tag, not no_rows
    )
    if sql:
        from autodiff.commands.offline import downgrade_sql

        click.echo(downgrade_sql(settings, address, options), nl=False)
        return
    if dry_run:
        from autodiff.commands.offline import downgrade_preview

        previews = downgrade_preview(settings, address, options)
        _preview(settings, previews, as_json, no_rows, _NO_DOWNGRADE)
        return
    steps = run(settings, address, options)
    _tell(settings, steps, "undone", _NO_DOWNGRADE)
    if as_json:
        _say_json(steps)


@click.command(cls=AddressCommand)
@click.argument(
    "addresses",
    type=as_address,
    shell_complete=complete_address,
    nargs=-1,
    required=True,
)
@click.option(
    "--purge",
    is_flag=True,
    help="Remove all other revisions from the version table first.",
)
@JSON
@SQL
@TAG
@click.pass_obj
def stamp(
    session: Session,
    addresses: tuple[str, ...],
    purge: bool,
    as_json: bool,
    sql: bool,
    tag: str | None,
) -> None:
    """Record revisions as applied without running them.

    Example: autodiff stamp head
    """
    from autodiff.cli.streams import note
    from autodiff.commands.running import stamp as run

    only_one(as_json, sql)
    settings, options = settings_of(session), _options(session, None, tag)
    if sql:
        from autodiff.commands.offline import stamp_sql

        click.echo(stamp_sql(settings, addresses, options, purge=purge), nl=False)
        return
    steps = run(settings, addresses, purge=purge, wishes=options)
    note(*(_forgotten(each.forgets) for each in steps if each.forgets is not None))
    if steps:
        rows = ", ".join(steps[-1].rows_after) or "no revision"
        note(f"Recorded without running anything: the database is at {rows}.")
    else:
        note(_nothing(settings, "Nothing to stamp: the version table says so already."))
    if as_json:
        _say_json(steps)


@click.command("ensure-version")
@JSON
@PLAIN_SQL
@click.pass_obj
def ensure_version(session: Session, as_json: bool, sql: bool) -> None:
    """Create the version table and the journal, if they are missing.

    Example: autodiff ensure-version
    """
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import note
    from autodiff.commands.tables import ensure_version as ensure

    only_one(as_json, sql)
    settings, options = settings_of(session), _options(session, None, None)
    if sql:
        from autodiff.commands.offline import ensure_version_sql

        click.echo(ensure_version_sql(settings, options), nl=False)
        return
    made, present = ensure(settings, options)
    note(f"Created: {', '.join(made)}." if made else "They exist already.")
    if as_json:
        say_json({"made": list(made), "present": list(present)})


def _nothing(settings: Settings, otherwise: str) -> str:
    """Return why there is nothing to do: no revisions, or the text ``otherwise``."""
    from autodiff.commands.project import graph_of

    if graph_of(settings).headers:
        return otherwise
    from autodiff.cli.next_steps import no_revisions

    return no_revisions()


def _forgotten(half: HalfApplied) -> str:
    return (
        f"The half-applied {half.direction} of {half.revision} is forgotten: what it did "
        "stays in the database."
    )


def _options(
    session: Session, in_doubt: str | None, tag: str | None, rows: bool = True
) -> Any:
    from autodiff.commands.database import Options

    doubt = cast(Any, in_doubt or "ask")
    return Options(session.x_arguments, doubt, rows=rows, tag=tag)


def _preview(
    settings: Settings, previews: Any, as_json: bool, no_rows: bool, nothing: str
) -> None:
    from autodiff.cli.findings import NOT_COUNTED
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import note

    if as_json:
        say_json(preview_json(previews))
    else:
        print_previews(previews, "" if previews else _nothing(settings, nothing))
    if previews and no_rows:
        note(NOT_COUNTED)


def _tell(settings: Settings, steps: Steps, verb: str, nothing: str) -> None:
    from autodiff.cli.difference import counted
    from autodiff.cli.streams import note

    if steps:
        note(f"{counted(len(steps), 'revision')} {verb}.")
    else:
        note(_nothing(settings, nothing))


def _say_json(steps: Steps) -> None:
    """Print the steps that ran, and the rows of the version table after each."""
    from autodiff.cli.report import say_json

    say_json(
        [
            {
                "direction": step.direction,
                "revision": step.header.revision if step.header else None,
                "message": step.header.doc if step.header else None,
                "current": list(step.rows_after),
                **_forgets_json(step.forgets),
            }
            for step in steps
        ]
    )


def _forgets_json(half: HalfApplied | None) -> dict[str, object]:
    if half is None:
        return {}
    return {"forgets": {"direction": half.direction, "revision": half.revision}}
