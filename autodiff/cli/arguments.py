"""Arguments: addresses that begin with a minus sign are no options."""

from __future__ import annotations

import re

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


class AddressType(click.ParamType[str]):
    """What a user types for a revision."""

    name = "address"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        return value.removeprefix(_MARK)


ADDRESS = AddressType()
