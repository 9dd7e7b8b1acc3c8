"""Each change goes there and back with rows; at both ends the catalog is as ``create_all`` makes it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from autodiff.compare.compare import compare
from autodiff.core.operation import inverses
from autodiff.core.scope import Scope
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_of
from tests.cases.changes import Change
from tests.cases.journey import metadata_of, run, there_and_back
from tests.cases.rows import fill
from tests.cases.witness import witness
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
    metadata, scope = metadata_of(in_namespace), Scope(namespaces=("", "aux"))
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        dialect, start = dialect_of(connection), witness(connection)
        declared = declared_schema([metadata], dialect, scope)
        there = compare(connection, dialect, declared, scope).operations
        assert [each.object.kind for each in there] == ["namespace", "enum", "table"]
        run(connection, there)
        fill(connection, metadata)
        assert compare(connection, dialect, declared, scope).operations == ()
        run(connection, inverses(there))
        assert witness(connection) == start
    engine.dispose()
