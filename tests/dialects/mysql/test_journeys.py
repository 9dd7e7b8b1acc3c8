"""There and back on a real server, with rows, for each change that is special here."""

from __future__ import annotations

import pytest

from tests.cases.journey import there_and_back
from tests.dialects.mysql.changes import CHANGES
from tests.servers.server import Server


@pytest.mark.parametrize("name", CHANGES)
def test_there_and_back(mariadb_server: Server, mariadb_url: str, name: str) -> None:
    before, after = CHANGES[name]
    with mariadb_server.new_database() as target:
        assert there_and_back(mariadb_url, before, after, target_url=target)
