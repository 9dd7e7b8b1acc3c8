"""How a sequence of MariaDB counts where nothing is said (its manual, CREATE SEQUENCE)."""

from __future__ import annotations

from autodiff.kinds.counting import Counting

LARGEST = 2**63 - 2
CACHE = 1000


def full(counting: Counting) -> Counting:
    """``counting`` with every number said."""
    increment = _said(counting.increment, 1)
    low, high = (-(2**63) + 1, -1) if increment < 0 else (1, LARGEST)
    minvalue = _said(counting.minvalue, low)
    maxvalue = _said(counting.maxvalue, high)
    start = _said(counting.start, maxvalue if increment < 0 else minvalue)
    cache = _said(counting.cache, CACHE)
    return Counting(start, increment, minvalue, maxvalue, counting.cycle, cache)


def without_defaults(counting: Counting) -> Counting:
    """``counting`` with None for each number that holds anyway, so that both sides agree."""
    said = full(counting)
    anyway = full(Counting(increment=said.increment))
    minvalue = _unless(said.minvalue, anyway.minvalue)
    maxvalue = _unless(said.maxvalue, anyway.maxvalue)
    bounded = full(Counting(None, said.increment, minvalue, maxvalue))
    return Counting(
        _unless(said.start, bounded.start),
        _unless(said.increment, 1),
        minvalue,
        maxvalue,
        counting.cycle,
        _unless(said.cache, CACHE),
    )


def _said(number: int | None, default: int) -> int:
    return default if number is None else number


def _unless(number: int | None, default: int | None) -> int | None:
    return None if number == default else number
