"""Next steps in words: what to type after a command, at the end of a line, to be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autodiff.cli.session import as_typed
from autodiff.cli.streams import note
from autodiff.revisions.next_steps import FIRST, NextStep
from autodiff.settings import Settings


def no_revisions(first: NextStep = FIRST) -> str:
    """What there is to say where no revision was ever written."""
    command = as_typed(first.command)
    return f"There are no revisions yet: write the first one with {command}"


def lines(steps: Sequence[NextStep], before: str = "Next: ") -> Iterator[str]:
    """A line for each; what comes after the first is there instead of it."""
    for number, step in enumerate(steps):
        command = as_typed(step.command)
        yield f"{'  or ' if number else before}{step.purpose}: {command}"


def note_after_writing(settings: Settings, revision: str, before: str) -> None:
    """What to do, once what is to be done ``before`` is, with a revision that was just written."""
    from autodiff.commands.writing import next_steps

    steps = next_steps(settings, revision)
    if len(steps) == 1:
        note(f"{before}, then run: {as_typed(steps[0].command)}")
        return
    note("There are several heads now.", *lines(steps, f"{before}, then "))
