"""``check`` and ``diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from autodiff.cli.options import JSON, RENAME
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of
from autodiff.core.operation import Step
from autodiff.core.statement import Statement

Pairs = tuple[tuple[str, str], ...]
Written = tuple[tuple[Step, ...], tuple[Statement, ...]]


@click.command()
@RENAME
@JSON
@click.pass_obj
def check(session: Session, renames: Pairs, as_json: bool) -> None:
    """Exit with 1 where models and database differ, and say how.

    Example: autodiff check
    """
    from autodiff.cli.difference import counted, operation_json
    from autodiff.cli.report import say_json, tell_operations
    from autodiff.cli.streams import say
    from autodiff.commands.database import Wishes
    from autodiff.commands.differences import differences

    found = differences(
        settings_of(session), Wishes(session.x_arguments, renames=renames)
    )
    if as_json:
        say_json([operation_json(each) for each in found])
    elif found:
        say(f"Models and database differ: {counted(len(found), 'change')} to be made.")
        tell_operations(sys.stdout, found)
    else:
        say("The database is as the models say.")
    sys.exit(1 if found else 0)


@click.command()
@click.option("--sql", "as_sql", is_flag=True, help="As the SQL that would be sent.")
@RENAME
@JSON
@click.pass_obj
def diff(session: Session, renames: Pairs, as_sql: bool, as_json: bool) -> None:
    """Show what would bring the database to the models; exit with 1 if anything would.

    Nothing is written or sent.

    Example: autodiff diff --sql
    """
    from autodiff.cli.report import say_json, say_sql, tell_operations
    from autodiff.cli.streams import note
    from autodiff.commands.database import Wishes
    from autodiff.commands.differences import statements

    found = statements(
        settings_of(session), Wishes(session.x_arguments, renames=renames)
    )
    if as_json:
        say_json([_json(*each) for each in found])
    elif as_sql:
        say_sql(list(_sql_lines(found)))
    else:
        tell_operations(sys.stdout, [one for together, _ in found for one in together])
    if not found and not as_json:
        note("No difference: the database is as the models say.")
    sys.exit(1 if found else 0)


def _json(together: Sequence[Step], sql: Sequence[Statement]) -> dict[str, Any]:
    """Operations that are made together, and their SQL."""
    from autodiff.cli.difference import operation_json

    operations = [operation_json(each) for each in together]
    return {"operations": operations, "sql": [each.sql for each in sql]}


def _sql_lines(found: Iterable[Written]) -> Iterator[str]:
    """Operations as comments, their statements below."""
    from autodiff.core.describe import describe

    for together, sql in found:
        yield from (f"-- {describe(each)}" for each in together)
        yield from (f"{each.sql.strip()};" for each in sql)
        yield ""
