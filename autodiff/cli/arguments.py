"""Arguments: addresses, which may begin with a minus sign, and pairs such as OLD:NEW."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

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
