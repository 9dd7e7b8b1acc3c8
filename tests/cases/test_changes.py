"""Each change of the list goes there and back, with rows, on every database."""

from __future__ import annotations

import pytest

from tests.cases.changes import CHANGES, Change
from tests.cases.journey import there_and_back
from tests.servers.plugin import NewDatabase


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_there_and_back(change: Change, new_database: NewDatabase) -> None:
    with new_database() as url, new_database() as target:
        operations = there_and_back(
            url, change.before, change.after, rows=change.rows, target_url=target
        )
        assert operations
