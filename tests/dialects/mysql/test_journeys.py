"""There and back on a real server, with rows, for each change that is special here."""

from __future__ import annotations

import pytest

from tests.cases.journey import clean_after_create_all, there_and_back
from tests.dialects.mysql.changes import CHANGES


@pytest.mark.parametrize("name", CHANGES)
def test_there_and_back(mariadb_url: str, name: str) -> None:
    before, after = CHANGES[name]
    assert there_and_back(mariadb_url, before, after)


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_to_do_after_create_all(mariadb_url: str, name: str) -> None:
    clean_after_create_all(mariadb_url, CHANGES[name][1])
