"""Arguments: addresses, which may begin with a minus sign, and pairs such as OLD:NEW."""

from __future__ import annotations

import re
from typing import Any

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


class PairType(click.ParamType[tuple[str, str]]):
    """Two names with a sign between them."""

    def __init__(self, name: str, sign: str) -> None:
        self.name = name
        self.sign = sign

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        left, _, right = str(value).partition(self.sign)
        if not left or not right:
            self.fail(f"{value!r} is not of the form {self.name}.", param, ctx)
        return left, right
