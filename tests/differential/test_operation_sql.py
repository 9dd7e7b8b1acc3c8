"""Every operation with its options on five databases: the reference tool's SQL, or a listed reason."""

from __future__ import annotations

from functools import cache

import pytest

from .operation_cases import CASES
from .operation_differences import DIFFERENCES, explained
from .operation_sql import DIALECTS, compared


@cache
def _explained(name: str, dialect: str) -> tuple[bool, tuple[str, ...], str]:
    case = compared(name, dialect)
    levelled, hit = explained(case)
    return levelled.theirs == levelled.ours, tuple(hit), f"{case}\n-> {levelled}"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", CASES)
def test_the_sql_is_the_same_or_the_difference_is_listed(
    name: str, dialect: str
) -> None:
    same, _, shown = _explained(name, dialect)
    assert same, shown


def test_each_listed_difference_is_met() -> None:
    met = {
        name
        for case in CASES
        for dialect in DIALECTS
        for name in _explained(case, dialect)[1]
    }
    assert [each.name for each in DIFFERENCES if each.name not in met] == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) * len(DIALECTS) >= 350
