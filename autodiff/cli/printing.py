"""``--sql`` and ``--dry-run``: the SQL of a command, printed instead of run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

PLAIN_SQL = click.option(
    "--sql", is_flag=True, help="Print the SQL, without a database."
)
SQL = click.option(
    "--sql", is_flag=True, help="Print the SQL, without a database; FROM:TO is a range."
)
TAG = click.option("--tag", metavar="TEXT", help="For env.py: context.tag().")
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Show the steps and their SQL; change nothing."
)


def only_one(
    json: bool, sql: bool, dry_run: bool = False, no_rows: bool = False
) -> None:
    """Refuse ``--sql`` together with ``--json`` or ``--dry-run``, and ``--no-rows`` without
    ``--dry-run``; raises UsageError. Each parameter says whether its option is given.
    """
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
    """Print each step as a comment, with the SQL that it would send; where there is no step, write
    the note ``nothing``.
    """
    from autodiff.cli.report import say_sql
    from autodiff.cli.streams import note
    from autodiff.core.style import ScriptStyle
    from autodiff.execute.step import step_line

    if not previews:
        note(nothing)
    several = len({preview.database for preview in previews}) > 1
    lines, before = [], ""
    for preview in previews:
        if several and preview.database != before:
            before = preview.database
            lines.append(f"-- Database: {before}\n")
        lines.append(
            "\n".join([f"-- {step_line(preview.step)}", *_lost(preview)]) + "\n"
        )
        lines += [
            f"{ScriptStyle().written(statement.sql)}\n"
            for statement in preview.statements
        ]
    say_sql(lines)


def _lost(preview: Any) -> list[str]:
    """Return a comment for each thing that the step takes from rows."""
    return [f"-- {loss}" for loss in preview.losses]


def preview_json(previews: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the steps that would run, and their SQL, for ``--json``."""
    from autodiff.cli.findings import loss_json

    return [
        {
            "database": preview.database,
            "direction": preview.step.direction,
            "revision": preview.step.header.revision,
            "message": preview.step.header.doc,
            "current": list(preview.step.rows_after),
            "losses": [loss_json(loss) for loss in preview.losses],
            "sql": [statement.sql for statement in preview.statements],
        }
        for preview in previews
    ]
