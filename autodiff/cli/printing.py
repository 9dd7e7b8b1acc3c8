"""``--sql`` and ``--dry-run``: the SQL of a command, printed instead of run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

PLAIN_SQL = click.option(
    "--sql", is_flag=True, help="Print the SQL, asking no database."
)
SQL = click.option(
    "--sql", is_flag=True, help="Print the SQL, asking no database; FROM:TO is a range."
)
TAG = click.option("--tag", metavar="TEXT", help="For env.py: context.tag().")
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Show the steps and their SQL; change nothing."
)


def only_one(
    json: bool, sql: bool, dry_run: bool = False, no_rows: bool = False
) -> None:
    """``--sql`` prints SQL and nothing else, a run looks at rows anyway; raises UsageError."""
    if no_rows and not dry_run:
        raise click.UsageError(
            "--no-rows belongs to --dry-run", click.get_current_context()
        )
    other = "--dry-run" if dry_run else "--json" if json else ""
    if sql and other:
        raise click.UsageError(
            f"--sql prints SQL: not with {other}", click.get_current_context()
        )


def print_previews(previews: Sequence[Any], nothing: str) -> None:
    """Each step as a comment, and the SQL that it would send; ``nothing`` is said where no step
    would be made.
    """
    from autodiff.cli.report import say_sql
    from autodiff.cli.streams import note
    from autodiff.core.style import ScriptStyle
    from autodiff.execute.step import step_line

    if not previews:
        note(nothing)
    several = len({each.database for each in previews}) > 1
    lines, before = [], ""
    for each in previews:
        if several and each.database != before:
            before = each.database
            lines.append(f"-- Database: {before}\n")
        lines.append("\n".join([f"-- {step_line(each.step)}", *_lost(each)]) + "\n")
        lines += [f"{ScriptStyle().written(one.sql)}\n" for one in each.statements]
    say_sql(lines)


def _lost(preview: Any) -> list[str]:
    """A comment for each thing that the step takes from rows."""
    return [f"-- {loss}" for loss in preview.losses]


def preview_json(previews: Sequence[Any]) -> list[dict[str, Any]]:
    """The same for programs."""
    from autodiff.cli.findings import loss_json

    return [
        {
            "database": each.database,
            "direction": each.step.direction,
            "revision": each.step.header.revision,
            "message": each.step.header.doc,
            "current": list(each.step.rows_after),
            "losses": [loss_json(loss) for loss in each.losses],
            "sql": [statement.sql for statement in each.statements],
        }
        for each in previews
    ]
