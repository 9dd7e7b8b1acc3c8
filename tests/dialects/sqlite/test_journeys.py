"""There and back: each change of models, on a database with rows, judged by SQLite's own catalog."""

from __future__ import annotations

import pytest

from tests.cases.journey import Models, there_and_back
from tests.dialects.sqlite.changes import CHANGES

NAMED = [pytest.param(before, after, id=name) for name, before, after in CHANGES]


@pytest.mark.parametrize(("before", "after"), NAMED)
def test_there_and_back(sqlite_url: str, before: Models, after: Models) -> None:
    assert there_and_back(sqlite_url, before, after)


ONE_WAY = frozenset(
    {
        "an unnamed unique gets a name",  # models without a name agree with any
        "a foreign key gets a name",
        "the key gets a name",
        "one of two uniques of the same columns gets a name",
        "a numbered key goes, a column computed from it stays",  # values come from a key that is new
    }
)
RETURNING = [each for each in NAMED if each.id not in ONE_WAY]


@pytest.mark.parametrize(("after", "before"), RETURNING)
def test_back_and_there(sqlite_url: str, before: Models, after: Models) -> None:
    assert there_and_back(sqlite_url, before, after)
