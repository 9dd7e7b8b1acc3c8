"""The command line: what was typed, and how a command was stopped."""

from __future__ import annotations

from typing import ClassVar

from autodiff.errors.tree import Failed


class Interrupted(Failed):
    """The user pressed Ctrl-C."""

    exit_code: ClassVar[int] = 130

    happened = "Interrupted."
    now = (
        "A revision that was running is rolled back, or on a database that cannot roll "
        "it back, its progress is in the journal."
    )
    advice = "See what is applied with: autodiff current. The same command resumes."


class StatementStopped(Failed):
    """The database refused something that no part of autodiff expected it to refuse."""

    said: str

    happened = "The database ended the command: {said}."
    now = (
        "What was not committed is rolled back; autodiff current shows what is applied."
    )
    advice = "To see where it came from: autodiff --raiseerr COMMAND."


class Unforeseen(Failed):
    """An exception that no part of autodiff foresaw."""

    said: str

    happened = "Something went wrong that autodiff does not know: {said}."
    now = (
        "What was not committed is rolled back; autodiff current shows what is applied."
    )
    advice = (
        "To see where it came from: autodiff --raiseerr COMMAND. If that points at "
        "autodiff, please report it."
    )
