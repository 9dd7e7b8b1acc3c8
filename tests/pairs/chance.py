"""Chance: every decision of a pair comes from one seeded source, so a seed gives the pair again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Chance:
    """The source of decisions of one pair, and of numbers for its names."""

    source: random.Random
    numbers: count[int] = field(default_factory=lambda: count(1))

    @classmethod
    def of(cls, seed: int, number: int) -> Chance:
        """That of pair ``number`` of a run with ``seed``."""
        return cls(random.Random(f"{seed}-{number}"))

    def one(self, of: Sequence[T]) -> T:
        return self.source.choice(of)

    def some(self, of: Sequence[T], least: int, most: int) -> list[T]:
        """Between ``least`` and ``most`` of them, in any order."""
        most = min(most, len(of))
        return self.source.sample(list(of), self.source.randint(min(least, most), most))

    def happens(self, probability: float) -> bool:
        return self.source.random() < probability

    def number(self, least: int, most: int) -> int:
        return self.source.randint(least, most)

    def weighted(self, of: dict[T, float]) -> T:
        return self.source.choices(list(of), list(of.values()))[0]
