"""The command line: options in, a function of ``autodiff.commands``, a report out."""

from __future__ import annotations


def main() -> None:
    """The program ``autodiff``."""
    from autodiff.cli.program import program

    program()
