"""``create_all`` of anything, then nothing to do: no false alarm, whatever the session is like."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from autodiff.compare.compare import compare
from autodiff.core.operation import Operation
from autodiff.core.scope import Scope
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_of
from tests.dialects.postgresql.zoo import ZOO

SCOPE = Scope(namespaces=("", "aux"))


def differences(
    connection: sa.Connection, metadata: sa.MetaData
) -> tuple[Operation, ...]:
    dialect = dialect_of(connection)
    declared = declared_schema([metadata], dialect, SCOPE)
    return compare(connection, dialect, declared, SCOPE).operations


def created(url: str, declare: Callable[[sa.MetaData], None]) -> sa.MetaData:
    metadata = sa.MetaData()
    declare(metadata)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if declare.__name__ == "namespaces":
            connection.execute(sa.schema.CreateSchema("aux"))
        metadata.create_all(connection)
    engine.dispose()
    return metadata


@pytest.mark.parametrize("declare", ZOO, ids=lambda each: each.__name__)
def test_nothing_to_do(
    declare: Callable[[sa.MetaData], None], postgresql_url: str
) -> None:
    metadata = created(postgresql_url, declare)
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        assert differences(connection, metadata) == ()
    engine.dispose()


@pytest.mark.parametrize(
    "option",
    [
        "search_path=aux,public",
        "search_path=nowhere,public",
        "quote_all_identifiers=on",
    ],
)
def test_the_session_s_settings_do_not_matter(option: str, postgresql_url: str) -> None:
    metadata = created(postgresql_url, ZOO[-2])
    for table in metadata.tables.values():
        table.schema = "public"
    engine = sa.create_engine(
        postgresql_url, connect_args={"options": f"-c {option.replace(' ', '')}"}
    )
    with engine.begin() as connection:
        before = connection.exec_driver_sql("show search_path").scalar_one()
        assert differences(connection, metadata) == ()
        after = connection.exec_driver_sql("show search_path").scalar_one()
    assert before == after
    engine.dispose()
