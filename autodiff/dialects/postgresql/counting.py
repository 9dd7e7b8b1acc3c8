"""Counting of sequences and identities against the defaults that their type gives."""

from __future__ import annotations

from dataclasses import replace

from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds.counting import Counting

_HIGHEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def full(counting: Counting, type_: str) -> Counting:
    """``counting`` with every number that the server would fill in; ``type_`` of the numbers."""
    highest = _HIGHEST.get(parsed(type_).name, _HIGHEST["bigint"])
    increment = counting.increment or 1
    upward = increment > 0
    low = counting.minvalue
    high = counting.maxvalue
    low = (1 if upward else -highest - 1) if low is None else low
    high = (highest if upward else -1) if high is None else high
    start = counting.start
    start = (low if upward else high) if start is None else start
    cache = counting.cache or 1
    return Counting(
        start, increment, low, high, counting.cycle, cache, counting.data_type
    )


def sparse(counting: Counting, type_: str) -> Counting:
    """``counting`` less every number that the server would fill in by itself."""
    whole = full(counting, type_)
    default = full(Counting(increment=whole.increment), type_)
    low = None if whole.minvalue == default.minvalue else whole.minvalue
    high = None if whole.maxvalue == default.maxvalue else whole.maxvalue
    bounded = full(Counting(None, whole.increment, low, high), type_)
    return replace(
        whole,
        start=None if whole.start == bounded.start else whole.start,
        increment=None if whole.increment == 1 else whole.increment,
        minvalue=low,
        maxvalue=high,
        cache=None if whole.cache == 1 else whole.cache,
        data_type=None,
    )


def sparse_sequence(counting: Counting) -> Counting:
    """The same for a sequence, whose type is bigint unless stated."""
    type_ = parsed(counting.data_type or "bigint").name
    data_type = None if type_ == "bigint" else type_.upper()
    return replace(sparse(counting, type_), data_type=data_type)
