"""Each change goes there and back with rows; at both ends the catalog is as ``create_all`` makes it."""

from __future__ import annotations

import pytest

from tests.cases.changes import Change, nothing
from tests.cases.journey import there_and_back
from tests.dialects.postgresql.changes import CHANGES, in_namespace
from tests.servers.server import Server


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_there_and_back(change: Change, postgresql_server: Server) -> None:
    with (
        postgresql_server.new_database() as url,
        postgresql_server.new_database() as target,
    ):
        operations = there_and_back(
            url, change.before, change.after, rows=change.rows, target_url=target
        )
        assert operations


def test_a_namespace_comes_and_goes_with_what_stands_in_it(postgresql_url: str) -> None:
    operations = there_and_back(postgresql_url, nothing, in_namespace, rows=0)
    assert [each.object.kind for each in operations[:2]] == ["namespace", "enum"]
