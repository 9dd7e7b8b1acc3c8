"""The command line: options in, a function of ``autodiff.commands``, a report out."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """The program ``autodiff``.

    A command makes many objects and is gone: collecting garbage rarely saves a tenth of the time
    on thousands of tables.
    """
    gc.set_threshold(100_000, 50, 50)
    from autodiff.cli.ending import exit_code_of
    from autodiff.cli.program import program

    sys.exit(exit_code_of(program, sys.argv[1:]))
