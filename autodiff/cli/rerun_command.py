"""The command as it was typed, with more options, for people to copy."""

from __future__ import annotations

from shlex import join

import click

TYPED = "autodiff.typed"
"""The key in click's context for a command's name and its arguments as typed."""


def again(options: str) -> str:
    """Return the running command with ``options`` added, quoted for a shell; passwords are masked."""
    context = click.get_current_context()
    name, *typed = context.meta[TYPED]
    start = " ".join(["autodiff", *context.obj.options(), name])
    if "--" in typed:
        return f"{start} {options} {join(typed)}"
    return " ".join(filter(None, [start, join(typed), options]))
