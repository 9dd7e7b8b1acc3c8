"""The grammar of addresses: what a user types for a revision, or for a range."""

from __future__ import annotations

import re

from autodiff.errors.addresses import AddressMalformed, RangeMalformed
from autodiff.frozen import frozen

_ADDRESS = re.compile(r"(?:(?P<branch>[^@]+)@)?(?P<symbol>[^@]*?)(?P<steps>[+-]\d+)?")


@frozen
class Address:
    """``branch@symbol+steps``: each part may be absent, not all.

    ``symbol`` is head, heads, base, current, an id, the start of one, or a label; None
    in ``+1`` and ``label@-2``, which count from the database's current revision (in a
    range: from its other end). ``steps`` is 0 where none are given.
    """

    text: str
    branch: str | None = None
    symbol: str | None = None
    steps: int = 0

    def __str__(self) -> str:
        return self.text


@frozen
class AddressRange:
    """``start:end``; an end that is not written is None."""

    text: str
    start: Address | None = None
    end: Address | None = None


def parse_address(text: str) -> Address:
    """Parse ``text`` as an address. Raises ``AddressMalformed``."""
    text = text.strip()
    if ":" in text:
        raise AddressMalformed(
            text, "a range goes with history -r, squash and --sql only"
        )
    match = _ADDRESS.fullmatch(text)
    if not text or match is None or not (match["symbol"] or match["steps"]):
        raise AddressMalformed(text, _what_is_missing(text))
    if match["symbol"][:1] in ("+", "-"):
        raise AddressMalformed(text, "a sign must be followed by a number at the end")
    steps = int(match["steps"] or 0)
    if match["steps"] and not steps:
        raise AddressMalformed(text, "zero steps lead nowhere")
    return Address(text, match["branch"], match["symbol"] or None, steps)


def parse_range(text: str) -> AddressRange:
    """Parse ``text`` as a range. Raises ``RangeMalformed`` and ``AddressMalformed``."""
    text = text.strip()
    if text.count(":") != 1:
        raise RangeMalformed(text)
    start, end = (parse_address(part) if part else None for part in text.split(":"))
    return AddressRange(text, start, end)


def _what_is_missing(text: str) -> str:
    if not text:
        return "it is empty"
    if text.count("@") > 1:
        return "it has more than one @"
    if text.startswith("@"):
        return "a branch must stand before @"
    return "a revision must stand after @"
