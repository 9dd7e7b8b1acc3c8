"""Evidence for and against a rename, in bits.

One bit means that something is seen twice as often where an object was renamed as where one was
dropped and another one added. The sum of the bits gives the score, the probability of a rename.
``tests/compare/test_rename_scores.py`` measures how well the scores fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log2

from autodiff.frozen import frozen


@frozen
class Fact:
    """A piece of evidence; ``words`` are for the report, empty where it is not worth a mention."""

    bits: float
    words: str = ""


NAME_UNLIKE, NAME_ALIKE = -2.5, 4.5
"""The bits of names that have nothing in common, and of names that are the same but for their form."""

_NAME_TOLD = 0.35
"""The lowest likeness of names that is reported."""

_BEFOREHAND = -1.0
"""The bits of a drop and a create before anything else is known about them."""


def beforehand(gone: int, new: int) -> Fact:
    """Return the evidence of the counts: of many dropped and created objects, any two are less
    likely to be one.
    """
    return Fact(_BEFOREHAND - log2(max(gone, new, 1)) / 2)


def of_names(likeness: float) -> Fact:
    bits = NAME_UNLIKE + (NAME_ALIKE - NAME_UNLIKE) * likeness
    return Fact(bits, "a similar name" if likeness >= _NAME_TOLD else "")


def score(facts: Iterable[Fact]) -> float:
    """Return the probability of a rename, from 0 to 1."""
    bits = sum(fact.bits for fact in facts)
    return round(1 / (1 + 2**-bits), 3)


def told(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the reasons in words, the strongest first."""
    strongest = sorted(facts, key=lambda fact: -fact.bits)
    return tuple(fact.words for fact in strongest if fact.words)
