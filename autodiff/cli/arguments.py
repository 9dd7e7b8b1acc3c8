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
        marked = [
            f"{_MARK}{each}" if _RELATIVE.fullmatch(each) else each for each in args
        ]
        return super().parse_args(ctx, marked)


def as_address(value: str) -> str:
    """What a user types for a revision."""
    return value.removeprefix(_MARK)


def words(value: str) -> str:
    """A text with something in it."""
    if not value.strip():
        raise click.BadParameter("it is empty.")
    return value


EVERYTHING = "\0all"
"""What ``--no-rename`` without a name stands for: no name has this character."""


def no_renames_of(values: Sequence[str]) -> tuple[str, ...] | Literal["all"]:
    """What was said by ``--no-rename``, however often."""
    return "all" if EVERYTHING in values else tuple(values)


def rename(value: str) -> tuple[str, str]:
    """``OLD:NEW``; a name with a colon or dot in it stands in double quotes."""
    found = split_pair(value)
    if found is None:
        raise click.BadParameter(f"{value!r} is not of the form OLD:NEW.")
    return found


def pair(form: str, sign: str) -> Callable[[str], tuple[str, str]]:
    """Two names with a sign between them, such as OLD:NEW.

    A function rather than a class of click's own: such a class is generic in some releases of
    click and not in others.
    """

    def convert(value: str) -> tuple[str, str]:
        left, _, right = value.partition(sign)
        if not left or not right:
            raise click.BadParameter(f"{value!r} is not of the form {form}.")
        return left, right

    return convert
