"""Again: the command as it was typed, with more options, for people to copy."""

from __future__ import annotations

from shlex import join

import click

TYPED = "autodiff.typed"
"""Where the context keeps a command's name and what was typed behind it."""


def again(options: str) -> str:
    """The command that runs, with ``options``, as a shell takes it. What may be a secret is not
    shown.
    """
    context = click.get_current_context()
    name, *typed = context.meta[TYPED]
    start = " ".join(["autodiff", *context.obj.options(), name])
    if "--" in typed:
        return f"{start} {options} {join(typed)}"
    return " ".join(filter(None, [start, join(typed), options]))
