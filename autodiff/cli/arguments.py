"""Arguments: addresses, which may begin with a minus sign, and pairs such as OLD:NEW."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

import click

from autodiff.core.dotted import split_pair

_RELATIVE = re.compile(r"-\d+(:.*)?")
_MARK = "\0"


class AddressCommand(click.Command):
    """A command whose arguments may be relative addresses such as ``-1``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        marked = [f"{_MARK}{arg}" if _RELATIVE.fullmatch(arg) else arg for arg in args]
        return super().parse_args(ctx, marked)


def as_address(value: str) -> str:
    """Return an address as it was typed, without the mark of a leading minus sign."""
    return value.removeprefix(_MARK)


def words(value: str) -> str:
    """Return ``value``; raises BadParameter where it is blank."""
    if not value.strip():
        raise click.BadParameter("it is empty.")
    return value


EVERYTHING = "\0all"
"""What ``--no-rename`` without a name stands for: no name has this character."""


def no_renames_of(values: Sequence[str]) -> tuple[str, ...] | Literal["all"]:
    """Return the names given with ``--no-rename``; "all" where it was given once without a name."""
    return "all" if EVERYTHING in values else tuple(values)


def rename(value: str) -> tuple[str, str]:
    """Split ``OLD:NEW`` in two; a name with a colon or dot in it is put in double quotes. Raises
    BadParameter for any other form.
    """
    names = split_pair(value)
    if names is None:
        raise click.BadParameter(f"{value!r} is not of the form OLD:NEW.")
    return names


def pair(form: str, sign: str) -> Callable[[str], tuple[str, str]]:
    """Return a function that splits two names at the sign between them, such as OLD:NEW; it raises
    BadParameter for any other form.

    A function rather than a class of click's own: such a class is generic in some releases of click
    and not in others.
    """

    def convert(value: str) -> tuple[str, str]:
        left, _, right = value.partition(sign)
        if not left or not right:
            raise click.BadParameter(f"{value!r} is not of the form {form}.")
        return left, right

    return convert
