"""The command line: options in, a function of ``autodiff.commands``, a report out."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the program ``autodiff``.

    A command makes many objects and ends. Looking for garbage among them while models are imported
    and schemas are read takes a third of the time on thousands of tables; before Python ends, it
    looks through all objects once more, to free what the system frees anyway: another quarter. So
    it looks after each million of new objects (garbage in circles stays below some hundred
    megabytes), and at the end ``gc.freeze`` lets it skip what is left. Functions registered with
    ``atexit``, files and connections end as ever.
    """
    gc.set_threshold(1_000_000, 50, 50)
    from autodiff.cli.ending import exit_code_of
    from autodiff.cli.program import program

    code = exit_code_of(program, sys.argv[1:])
    gc.freeze()
    sys.exit(code)
