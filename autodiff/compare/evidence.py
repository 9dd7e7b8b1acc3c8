"""Evidence: what speaks for two things being one under a new name, or against it, in bits.

A bit says that something is seen twice as often where a thing was renamed as where one was dropped
and another one added. The bits of all that is seen are summed up; the sum gives the score, which is
how likely a rename is. ``tests/sources/test_rename_scores.py`` measures what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log2

from autodiff.frozen import frozen


@frozen
class Fact:
    """``words`` are what a person is told; empty where it is not worth telling."""

    bits: float
    words: str = ""


NAME_UNLIKE, NAME_ALIKE = -2.5, 4.5
"""The bits of names that have nothing in common, and of names that are the same but for their form."""

_NAME_TOLD = 0.35
"""From this likeness on it is told."""

_BEFOREHAND = -1.0
"""The bits before anything is known of one that is dropped and one that is added."""


def beforehand(gone: int, new: int) -> Fact:
    """What is likely of a pair out of so many that go and come: each may be one of several others."""
    return Fact(_BEFOREHAND - log2(max(gone, new, 1)) / 2)


def of_names(likeness: float) -> Fact:
    bits = NAME_UNLIKE + (NAME_ALIKE - NAME_UNLIKE) * likeness
    return Fact(bits, "a similar name" if likeness >= _NAME_TOLD else "")


def score(facts: Iterable[Fact]) -> float:
    """How likely a rename is, from 0 to 1."""
    bits = sum(each.bits for each in facts)
    return round(1 / (1 + 2**-bits), 3)


def told(facts: Iterable[Fact]) -> tuple[str, ...]:
    """What speaks for it, in words, the strongest first."""
    strongest = sorted(facts, key=lambda each: -each.bits)
    return tuple(each.words for each in strongest if each.words)
