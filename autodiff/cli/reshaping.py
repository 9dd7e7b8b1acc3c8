"""``merge``, ``rebase``, ``squash``: commands that change the lines of the history."""

from __future__ import annotations

from typing import Any

import click

from autodiff.cli.arguments import AddressCommand, as_address
from autodiff.cli.completing import complete_address
from autodiff.cli.options import JSON, MESSAGE
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of

REV_ID = click.option("--rev-id", help="Its id, instead of a random one.")


@click.command(cls=AddressCommand)
@click.argument(
    "addresses",
    metavar="REV...",
    type=as_address,
    shell_complete=complete_address,
    nargs=-1,
    required=True,
)
@click.option("-m", "--message", help="What the merge is about.")
@click.option("--branch-label", help="A branch label for the line that begins here.")
@click.option("--splice", is_flag=True, help="Merge revisions that are not heads.")
@click.option("--version-path", metavar="FOLDER", help="Where to write it.")
@REV_ID
@JSON
@click.pass_obj
def merge(
    session: Session,
    /,
    addresses: tuple[str, ...],
    message: str | None,
    as_json: bool,
    **place: Any,
) -> None:
    """Write a revision that joins several lines, and say which objects they both touch.

    Example: autodiff merge heads -m "Merge mail and orders"
    """
    from autodiff.cli.next_steps import note_after_writing
    from autodiff.cli.streams import note, say
    from autodiff.commands.database import Options
    from autodiff.commands.merging import merge as write
    from autodiff.commands.writing import GraphPosition

    options = Options(session.x_arguments)
    settings = settings_of(session)
    done = write(settings, addresses, message, GraphPosition(**place), options)
    if as_json:
        _say_merge(done)
        return
    say(str(done.written.path))
    for overlap in done.overlaps:
        note(f"Both lines touch {overlap.key}: {', '.join(overlap.revisions)}")
    if done.unknown:
        note(
            f"What these do is not fully known without a database: {', '.join(done.unknown)}"
        )
    if not done.overlaps and not done.unknown:
        note("The lines have no object in common.")
    note_after_writing(settings, done.written.revision, "Read it")


def _say_merge(done: Any) -> None:
    from autodiff.cli.report import say_json

    overlaps = [
        {"object": str(overlap.key), "revisions": list(overlap.revisions)}
        for overlap in done.overlaps
    ]
    written = done.written
    facts = {"revision": written.revision, "path": str(written.path)}
    say_json({**facts, "overlaps": overlaps, "unknown": list(done.unknown)})


@click.command(cls=AddressCommand)
@click.argument(
    "revision", metavar="REV", type=as_address, shell_complete=complete_address
)
@click.argument(
    "onto",
    metavar="ONTO...",
    type=as_address,
    shell_complete=complete_address,
    nargs=-1,
    required=True,
)
@JSON
@click.pass_obj
def rebase(
    session: Session, revision: str, onto: tuple[str, ...], as_json: bool
) -> None:
    """Let a revision follow ONTO instead: its file is rewritten, if it is not applied.

    Example: autodiff rebase ae10 head
    """
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import note, say
    from autodiff.commands.database import Options
    from autodiff.commands.rebasing import rebase as move

    done = move(settings_of(session), revision, onto, Options(session.x_arguments))
    if as_json:
        after, before = list(done.after), list(done.before)
        facts = {"revision": done.revision, "path": str(done.path)}
        say_json({**facts, "before": before, "after": after})
        return
    say(str(done.path))
    names = ", ".join(done.after) or "nothing"
    note(f"{done.revision} follows {names} now.")


@click.command(cls=AddressCommand)
@click.argument(
    "range_", metavar="A:B", type=as_address, shell_complete=complete_address
)
@MESSAGE
@click.option("--keep-sql", is_flag=True, help="Keep all as written, with its SQL.")
@click.option("--version-path", metavar="FOLDER", help="Where to write it.")
@REV_ID
@JSON
@click.pass_obj
def squash(
    session: Session,
    /,
    range_: str,
    message: str,
    keep_sql: bool,
    version_path: str | None,
    rev_id: str | None,
    as_json: bool,
) -> None:
    """Write one revision that replaces those from A to B, both included.

    Databases anywhere inside the range go on through the old files.

    Example: autodiff squash base:ae10 -m "Version 1"
    """
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import note, say
    from autodiff.commands.squashing import squash as write
    from autodiff.commands.writing import GraphPosition

    place = GraphPosition(rev_id=rev_id, version_path=version_path)
    done = write(settings_of(session), range_, message, place, keep_sql=keep_sql)
    if as_json:
        written = done.written
        facts = {"revision": written.revision, "path": str(written.path)}
        say_json({**facts, "replaces": list(done.replaced)})
        return
    say(str(done.written.path))
    note(
        f"It replaces {len(done.replaced)} revisions. Delete their files when every "
        f"database is at {done.replaced[-1]} or later."
    )
