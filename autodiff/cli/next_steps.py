"""Next steps: lines that end in the command to copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autodiff.cli.session import as_typed
from autodiff.cli.streams import note
from autodiff.revisions.next_steps import FIRST, NextStep
from autodiff.settings import Settings


def no_revisions(first: NextStep = FIRST) -> str:
    """Return the advice for a project without revisions: the command ``first``."""
    command = as_typed(first.command)
    return f"There are no revisions yet: write the first one with {command}"


def lines(steps: Sequence[NextStep], before: str = "Next: ") -> Iterator[str]:
    """Yield a line for each step; those after the first are alternatives to it. ``before`` begins
    the first line.
    """
    for number, step in enumerate(steps):
        command = as_typed(step.command)
        yield f"{'  or ' if number else before}{step.purpose}: {command}"


def note_after_writing(settings: Settings, revision: str, before: str) -> None:
    """Tell how to go on with a ``revision`` that was just written; ``before`` is what to do first,
    such as "Read it".
    """
    from autodiff.commands.writing import next_steps

    steps = next_steps(settings, revision)
    if len(steps) == 1:
        note(f"{before}, then run: {as_typed(steps[0].command)}")
        return
    note("There are several heads now.", *lines(steps, f"{before}, then "))
