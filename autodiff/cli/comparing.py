"""``check`` and ``diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from autodiff.cli.arguments import no_renames_of
from autodiff.cli.options import JSON, NO_RENAME, RENAME
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of
from autodiff.core.operation import AnyOperation
from autodiff.core.statement import Statement

Pairs = tuple[tuple[str, str], ...]


@click.command()
@RENAME
@NO_RENAME
@JSON
@click.pass_obj
def check(
    session: Session, renames: Pairs, no_renames: tuple[str, ...], as_json: bool
) -> None:
    """Exit with 1 where models and database differ, and say how.

    Example: autodiff check
    """
    from autodiff.cli.difference import counted
    from autodiff.cli.renames import difference_json, rename_notes
    from autodiff.cli.report import say_json, tell_operations
    from autodiff.cli.streams import say
    from autodiff.commands.differences import examined

    options = _options(session, renames, no_renames)
    result = examined(settings_of(session), options)
    steps = result.operations
    if as_json:
        say_json([difference_json(each, result.candidates) for each in steps])
    elif steps:
        say(f"Models and database differ: {counted(len(steps), 'change')} to be made.")
        tell_operations(sys.stdout, steps)
        say(*rename_notes(result.candidates))
    else:
        say("The database matches the models.")
    sys.exit(1 if steps else 0)


@click.command()
@click.option("--sql", "as_sql", is_flag=True, help="As the SQL that would be sent.")
@RENAME
@NO_RENAME
@JSON
@click.pass_obj
def diff(
    session: Session,
    renames: Pairs,
    no_renames: tuple[str, ...],
    as_sql: bool,
    as_json: bool,
) -> None:
    """Show what would bring the database to the models; exit with 1 if anything would.

    Nothing is written or sent.

    Example: autodiff diff --sql
    """
    from autodiff.cli.renames import rename_notes
    from autodiff.cli.report import say_json, say_sql, tell_operations
    from autodiff.cli.streams import note, say
    from autodiff.commands.differences import examined

    options = _options(session, renames, no_renames)
    result = examined(settings_of(session), options, as_sql=True)
    remarks = list(rename_notes(result.candidates))
    if as_json:
        say_json([_json(*each, result.candidates) for each in result.written])
    elif as_sql:
        comments = [f"-- {each}" for each in remarks]
        say_sql([*comments, *_sql_lines(result.written)])
    else:
        tell_operations(sys.stdout, result.operations)
        say(*remarks)
    if not result.operations and not as_json:
        note("No difference: the database matches the models.")
    sys.exit(1 if result.operations else 0)


def _options(session: Session, renames: Pairs, refused: tuple[str, ...]) -> Any:
    from autodiff.commands.database import Options

    no_renames = no_renames_of(refused)
    return Options(session.x_arguments, renames=renames, no_renames=no_renames)


def _json(
    together: Sequence[AnyOperation],
    sql: Sequence[Statement],
    candidates: Sequence[Any],
) -> dict[str, Any]:
    """Return operations that run together, with their SQL, for ``--json``."""
    from autodiff.cli.renames import difference_json

    operations = [difference_json(each, candidates) for each in together]
    return {"operations": operations, "sql": [each.sql for each in sql]}


def _sql_lines(
    groups: Iterable[tuple[tuple[AnyOperation, ...], tuple[Statement, ...]]],
) -> Iterator[str]:
    """Yield operations as comments, each group with its statements below."""
    from autodiff.core.describe import describe

    for together, sql in groups:
        yield from (f"-- {describe(each)}" for each in together)
        yield from (f"{each.sql.strip()};" for each in sql)
        yield ""
