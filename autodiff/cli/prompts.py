"""Questions on a terminal, which only a person can answer."""

from __future__ import annotations

import sys

import click

from autodiff.commands.questions import NOBODY, Questions
from autodiff.compare.candidates import Candidate
from autodiff.kinds.column import Column


class Terminal:
    """Asks on standard error, so that standard output stays what is written."""

    def is_rename(self, candidate: Candidate) -> bool | None:
        """Ask whether it is a rename, without a default: pressing Enter must not cost data."""
        old, new = candidate.pair
        evidence = ", ".join(candidate.evidence)
        question = f"Was {old} renamed to {new}? ({evidence})"
        return click.confirm(question, default=None, err=True)

    def value_for(self, column: Column) -> str | None:
        name = f"{column.table}.{column.name} ({column.type.sql})"
        answer: str = click.prompt(
            f"{name} is NOT NULL, and the table has rows. "
            "The SQL of their value (empty: none)",
            default="",
            show_default=False,
            err=True,
        )
        return answer.strip() or None


def whom_to_ask() -> Questions:
    """Return the person at the terminal; nobody in a pipe or a job."""
    return Terminal() if sys.stdin.isatty() and sys.stderr.isatty() else NOBODY
