"""Every operation with its options on five databases: the reference tool's SQL, or a listed reason."""

from __future__ import annotations

from functools import cache

import pytest
import sqlalchemy as sa

from tests.accepted import needs, needs_sqlalchemy

from .operation_cases import CASES
from .operation_differences import DIFFERENCES, explained
from .operation_sql import DIALECTS, compared

NEEDED = {
    "create table, all sorts of things in it": needs_sqlalchemy(
        "2.1", "defaults of SQLite stand in parentheses"
    ),
    "create table, oracle options": needs(sa.Table, "oracle_tablespace"),
    "create table, strict": needs(sa.Table, "sqlite_strict"),
    "drop index if exists": needs_sqlalchemy("2.1", "SQL Server has IF EXISTS"),
    "unique, include": needs(sa.UniqueConstraint, "postgresql_include"),
}
"""Cases that are about what not every release of SQLAlchemy can say or write."""


@cache
def _explained(name: str, dialect: str) -> tuple[bool, tuple[str, ...], str]:
    case = compared(name, dialect)
    levelled, hit = explained(case)
    return levelled.theirs == levelled.ours, tuple(hit), f"{case}\n-> {levelled}"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=NEEDED.get(each, ())) for each in CASES]
)
def test_the_sql_is_the_same_or_the_difference_is_listed(
    name: str, dialect: str
) -> None:
    same, _, shown = _explained(name, dialect)
    assert same, shown


@needs_sqlalchemy("2.1", "the list is of what it writes")
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
