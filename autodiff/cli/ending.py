"""The end of a command: its exit code, and its error as one paragraph."""

from __future__ import annotations

import re
import sys
import textwrap
import traceback
from collections.abc import Sequence
from typing import TextIO

import click

from autodiff.cli.session import as_typed
from autodiff.cli.streams import is_pretty, note, silence
from autodiff.errors import AutodiffError
from autodiff.errors.command_line import Interrupted, StatementStopped, Unforeseen
from autodiff.settings.masking import masked

USAGE = 2
"""Exit code of a command line that cannot be understood."""

_ENDS = (SystemExit, click.ClickException, click.exceptions.Exit, click.Abort)

_URL = re.compile(r"\w[\w+.-]*://\S+")


def exit_code_of(program: click.Command, arguments: Sequence[str]) -> int:
    """Run the program with ``arguments``, report how it ended and return its exit code; never
    raises.
    """
    try:
        code = program.main(list(arguments), "autodiff", standalone_mode=False)
    except click.Abort:
        code = reported(Interrupted())
    except click.UsageError as problem:
        code = _usage_told(problem)
    except BrokenPipeError:
        silence(sys.stdout)
        code = 0
    except SystemExit as end:
        code = 0 if _lost_its_reader() else end.code
    _flush()
    return code if isinstance(code, int) else 0


def is_our_end(problem: BaseException) -> bool:
    """Whether ``problem`` ends a command of ours: with its exit code, interrupted, or without a
    reader. The user's code may raise the same exceptions, and a lost connection BrokenPipeError:
    then the work is not done.
    """
    if isinstance(problem, _ENDS):
        from autodiff.errors.frames import is_ours

        return is_ours(problem)
    if isinstance(problem, BrokenPipeError):
        return _is_lost(sys.stdout)
    return isinstance(problem, KeyboardInterrupt)


def reported(problem: BaseException, *, trace: bool = False) -> int:
    """Report an error, with ``trace`` also its traceback, and return its exit code."""
    if trace:
        note(_without_passwords("".join(traceback.format_exception(problem))))
    error = problem if isinstance(problem, AutodiffError) else _explained(problem)
    tell_error(as_typed(_without_passwords(str(error))))
    return error.exit_code


def tell_error(text: str) -> None:
    """Write a paragraph to standard error; on a terminal wrapped to its width, with a red
    beginning.
    """
    if is_pretty(sys.stderr):
        body = "\n".join(_wrapped(line) for line in f"Error: {text}".splitlines())
        note(click.style("Error:", fg="red", bold=True) + body.removeprefix("Error:"))
    else:
        note(f"Error: {text}")


def _explained(problem: BaseException) -> AutodiffError:
    """Return an exception that nobody foresaw as an error of autodiff's own."""
    if not isinstance(problem, Exception):
        from autodiff.errors.users_code import ended

        return ended("Code of the project", problem, Unforeseen.now)
    if type(problem).__module__.startswith("sqlalchemy.") and hasattr(problem, "orig"):
        return StatementStopped(_without_passwords(" ".join(str(problem.orig).split())))
    words = " ".join(str(problem).split())
    described = (
        f"{type(problem).__name__}: {words}" if words else type(problem).__name__
    )
    return Unforeseen(_without_passwords(described))


def _usage_told(problem: click.UsageError) -> int:
    message = problem.format_message()
    # Since click 8.2; before, click prints the help by itself.
    if type(problem).__name__ == "NoArgsIsHelpError":
        note(message)
        return USAGE
    message = message.rstrip(".")
    stop = "" if message.endswith("?") else "."
    tell_error(f"{message}{stop} Nothing was done. {_advice(problem.ctx)}")
    return USAGE


def _advice(context: click.Context | None) -> str:
    """Return the example in the command's help, if there is one, and the command that lists all
    options.
    """
    if context is None:
        return "See: autodiff --help"
    lines = (context.command.help or "").splitlines()
    example = [line.strip() for line in lines if line.strip().startswith("Example: ")]
    return " ".join([*example, f"(All options: {context.command_path} --help)"])


def _without_passwords(text: str) -> str:
    return _URL.sub(lambda match: masked(match.group()), text)


def _wrapped(line: str) -> str:
    """Wrap prose to the width of the terminal; an indented line is code and stays as it is."""
    from shutil import get_terminal_size

    if line.startswith(" "):
        return line
    width = max(40, get_terminal_size().columns)
    return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)


def _lost_its_reader() -> bool:
    """Whether click met a closed pipe while it printed help, which it takes for a failure."""
    return type(sys.stdout).__name__.endswith("PacifyFlushWrapper")


def _is_lost(stream: TextIO) -> bool:
    """Whether the stream's reader went away; flushes what is not written yet."""
    try:
        stream.flush()
    except BrokenPipeError:
        silence(stream)
        return True
    return False


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        _is_lost(stream)
