"""Predicted expressions against what the live server writes, for random ones."""

from __future__ import annotations

import random
import re

import pytest
import sqlalchemy as sa

from autodiff.dialects.mysql.expressions import predicted

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
        kind = self.random.randrange(4) if depth else 0
        if kind == 0:
            return self.random.choice(NUMBERS)
        if kind == 1:
            return self.random.choice(OF_NUMBER).format(self.number(depth - 1))
        if kind == 2:
            return f"({self.number(depth - 1)})"
        sign = self.random.choice("+-*/%")
        return f"{self.number(depth - 1)} {sign} {self.number(depth - 1)}"

    def text(self, depth: int) -> str:
        if not depth or self.random.random() < 0.5:
            return self.random.choice(TEXTS)
        return self.random.choice(OF_TEXT).format(self.text(depth - 1))

    def condition(self, depth: int) -> str:
        kind = self.random.randrange(9 if depth else 6)
        if kind < 6:
            return self._simple(kind, depth)
        if kind == 8:
            return f"({self.condition(depth - 1)})"
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


@pytest.mark.parametrize("seed", range(5))
def test_the_server_writes_what_was_predicted(mariadb_url: str, seed: int) -> None:
    generator = Generator(seed)
    asked = {f"c{number}": generator.condition(number % 4) for number in range(60)}
    shown = _shown(mariadb_url, asked)
    told = {name: predicted(sql) for name, sql in asked.items()}
    assert sum(text is not None for text in told.values()) > 50
    assert {k: v for k, v in told.items() if v is not None and v != shown[k]} == {}


def _shown(url: str, conditions: dict[str, str]) -> dict[str, str]:
    checks = ", ".join(
        f"CONSTRAINT {name} CHECK ({sql})" for name, sql in conditions.items()
    )
    columns = "a int, b int, s varchar(20), t varchar(30)"
    engine = sa.create_engine(url, execution_options={"no_parameters": True})
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE q ({columns}, {checks})")
        text = connection.exec_driver_sql("SHOW CREATE TABLE q").one()[1]
    engine.dispose()
    return dict(re.findall(r"CONSTRAINT `(c\d+)` CHECK \((.*)\)", text))
