"""``--sql`` and ``--dry-run``: the SQL of a command, printed instead of run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

SQL = click.option(
    "--sql", is_flag=True, help="Print the SQL, asking no database; FROM:TO is a range."
)
TAG = click.option("--tag", metavar="TEXT", help="For env.py, with --sql.")
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Show the steps and their SQL; change nothing."
)


def print_previews(previews: Sequence[Any]) -> None:
    """Each step as a comment, and the SQL that it would send."""
    from autodiff.execute.step import step_line
    from autodiff.execute.style import Style

    for each in previews:
        click.echo(f"-- {step_line(each.step)}\n")
        for statement in each.statements:
            click.echo(Style().written(statement.sql) + "\n")
