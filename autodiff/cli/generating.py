"""``generate`` and ``revision``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from autodiff.cli.arguments import no_renames_of
from autodiff.cli.options import FILL, JSON, MESSAGE, NO_RENAME, NO_ROWS, RENAME
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of
from autodiff.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])

_PLACE = (
    click.option("--head", default=("head",), multiple=True, help="What it follows."),
    click.option(
        "--splice", is_flag=True, help="Follow a revision that is not a head."
    ),
    click.option(
        "--branch-label", help="A branch label for the line that begins here."
    ),
    click.option("--version-path", metavar="FOLDER", help="Where to write it."),
    click.option("--rev-id", help="Its id, instead of a random one."),
    click.option("--depends-on", multiple=True, help="What must be applied before it."),
)


VERIFY = click.option(
    "--verify", is_flag=True, help="Try it up and down on a scratch database first."
)

FORCE = click.option(
    "--force", is_flag=True, help="With --verify: write it even if it is not right."
)


def _place_options(function: F) -> F:
    options = (RENAME, NO_RENAME, FILL, NO_ROWS, VERIFY, FORCE, *_PLACE)
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@MESSAGE
@_place_options
@JSON
@click.pass_obj
def generate(session: Session, /, message: str, as_json: bool, **place: Any) -> None:
    """Write a revision that brings the database to the models; none where nothing changed.

    Example: autodiff generate -m "Add a mail address to users"
    """
    _generate(session, message, place, as_json)


@click.command()
@MESSAGE
@click.option("--autogenerate", is_flag=True, help="Fill it as generate does.")
@click.option(
    "--sql", is_flag=True, help="With revision_environment: no database for env.py."
)
@_place_options
@JSON
@click.pass_obj
def revision(
    session: Session,
    /,
    message: str,
    autogenerate: bool,
    sql: bool,
    as_json: bool,
    **place: Any,
) -> None:
    """Write a new revision, empty or with --autogenerate.

    Example: autodiff revision -m "Create users table"
    """
    if autogenerate:
        if sql:
            raise click.UsageError(
                "--autogenerate compares a database: not with --sql."
            )
        _generate(session, message, place, as_json)
        return
    from autodiff.cli.next_steps import note_after_writing
    from autodiff.commands.database import Options
    from autodiff.commands.generating import revision as write
    from autodiff.commands.writing import GraphPosition

    names = ("renames", "no_renames", "fills", "no_rows", "verify", "force")
    given = [place.pop(name) for name in names]
    if any(given):
        raise click.UsageError(
            "--rename, --no-rename, --fill, --no-rows, --verify and --force need "
            "--autogenerate."
        )

    options = Options(session.x_arguments)
    settings = settings_of(session)
    written = write(settings, message, GraphPosition(**place), options, offline=sql)
    _say_written(written, as_json)
    note_after_writing(settings, written.revision, "Fill in upgrade() and downgrade()")


def _generate(
    session: Session, message: str, place: dict[str, Any], as_json: bool
) -> None:
    from autodiff.cli.prompts import whom_to_ask
    from autodiff.cli.renames import with_command
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import note
    from autodiff.commands.database import Options
    from autodiff.commands.generating import generate as write
    from autodiff.commands.writing import GraphPosition
    from autodiff.errors.meaning import RenamesOpen

    options = Options(
        session.x_arguments,
        renames=place.pop("renames"),
        no_renames=no_renames_of(place.pop("no_renames")),
        fills=place.pop("fills"),
        rows=not place.pop("no_rows"),
        verify=place.pop("verify"),
        force=place.pop("force"),
    )
    settings, who = settings_of(session), whom_to_ask()
    try:
        written = write(settings, message, GraphPosition(**place), options, who)
    except RenamesOpen as problem:
        raise with_command(problem) from None
    if written is None:
        if as_json:
            say_json(None)
        note("Nothing changed: the database matches the models. No file was written.")
        return
    _tell(settings, written, as_json, looked=options.rows)


def _tell(settings: Settings, written: Any, as_json: bool, *, looked: bool) -> None:
    """Report what was written and what its reader should know; ``looked`` says whether rows were
    looked at.
    """
    from autodiff.cli.findings import (
        NOT_LOOKED,
        blocked_lines,
        loss_lines,
        unrestorable_lines,
    )
    from autodiff.cli.next_steps import note_after_writing
    from autodiff.cli.renames import rewriting_notes
    from autodiff.cli.report import tell_operations
    from autodiff.cli.streams import note

    revisions = [written, *written.followers]
    for revision_ in revisions:
        tell_operations(sys.stderr, revision_.operations)
    note(*rewriting_notes(revisions))
    note(*loss_lines([loss for each in revisions for loss in each.losses]))
    if not looked:
        note(NOT_LOOKED)
    note(*blocked_lines(written.obstacles))
    note(
        *unrestorable_lines([rule for each in revisions for rule in each.unrestorable])
    )
    for revision_ in revisions[: 1 if as_json else None]:
        _say_written(revision_, as_json)
    first = (
        "If nothing of this was renamed, read it" if written.candidates else "Read it"
    )
    rows = " and change these rows" if written.obstacles else ""
    note_after_writing(settings, revisions[-1].revision, f"{first}{rows}")


def _say_written(written: Any, as_json: bool) -> None:
    """Write the path of the file, so that ``$EDITOR $(autodiff generate …)`` works; or JSON."""
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import say

    if not as_json:
        say(str(written.path))
        return
    say_json(_json(written))


def _json(written: Any) -> dict[str, Any]:
    from autodiff.cli.findings import blocked_json, loss_json, unrestorable_json
    from autodiff.cli.renames import difference_json

    operations = [
        difference_json(step, written.candidates) for step in written.operations
    ]
    facts: dict[str, Any] = {
        "revision": written.revision,
        "path": str(written.path),
        "operations": operations,
        "losses": [loss_json(each) for each in written.losses],
        "obstacles": [blocked_json(each) for each in written.obstacles],
        "unrestorable": [unrestorable_json(each) for each in written.unrestorable],
    }
    if written.followers:
        facts["followers"] = [_json(each) for each in written.followers]
    return facts
