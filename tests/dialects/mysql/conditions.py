"""Random conditions of a seed, over columns ``a`` and ``b`` of numbers and ``s`` and ``t`` of text."""

from __future__ import annotations

import random

NUMBERS = ("a", "b", "`a`", "1", "2", "-3", "10", "0", "1.5", "007")
TEXTS = ("s", "t", "'x'", "'it''s'", "'100%'", "''", r"'a\\b'", "'q\"'")
OF_NUMBER = ("abs({})", "coalesce({},1)", "sqrt({})", "ceil({})", "least({}, 5)")
OF_TEXT = ("upper({})", "lower({})", "trim({})", "concat({},'x')", "md5({})")
COMPARISONS = ("=", "<>", "<", ">", ">=", "<=", "!=")


class Generator:
    """Makes random SQL of a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def number(self, depth: int) -> str:
        kind = self.random.randrange(5) if depth else 0
        if kind == 0:
            return self.random.choice(NUMBERS)
        if kind == 1:
            return self.random.choice(OF_NUMBER).format(self.number(depth - 1))
        if kind == 2:
            return f"({self.number(depth - 1)})"
        if kind == 3:
            condition, number = self.condition(depth - 1), self.number(depth - 1)
            return f"CASE WHEN {condition} THEN {number} ELSE 3 END"
        sign = self.random.choice("+-*/%")
        return f"{self.number(depth - 1)} {sign} {self.number(depth - 1)}"

    def text(self, depth: int) -> str:
        if not depth or self.random.random() < 0.5:
            return self.random.choice(TEXTS)
        return self.random.choice(OF_TEXT).format(self.text(depth - 1))

    def condition(self, depth: int) -> str:
        kind = self.random.randrange(10 if depth else 6)
        if kind < 6:
            return self._simple(kind, depth)
        if kind == 8:
            return f"({self.condition(depth - 1)})"
        if kind == 9:
            return f"NOT ({self.condition(depth - 1)})"
        word = self.random.choice(("AND", "or"))
        return f"{self.condition(depth - 1)} {word} {self.condition(depth - 1)}"

    def _simple(self, kind: int, depth: int) -> str:
        left, no = self.number(depth), self.random.choice(("", "NOT "))
        if kind == 0:
            return f"{left} {self.random.choice(COMPARISONS)} {self.number(depth)}"
        if kind == 1:
            return f"{left} {no}IN ({self.number(0)}, {self.number(1)})"
        if kind == 2:
            return f"{left} {no}BETWEEN {self.number(0)} AND {self.number(1)}"
        if kind == 3:
            return f"{left} IS {no}NULL"
        if kind == 4:
            return f"{self.text(depth)} {no}LIKE {self.text(depth)}"
        return f"char_length({self.text(depth)}) > {self.number(0)}"
