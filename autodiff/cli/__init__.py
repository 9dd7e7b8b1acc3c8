"""The command line: options in, a function of ``autodiff.commands``, a report out."""

from __future__ import annotations

import sys


def main() -> None:
    """The program ``autodiff``."""
    from autodiff.cli.ending import exit_code_of
    from autodiff.cli.program import program

    sys.exit(exit_code_of(program, sys.argv[1:]))
