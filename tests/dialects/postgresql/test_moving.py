"""A table, an enum type and a sequence move to another schema, get another name, and come back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from autodiff.core.object import Object
from autodiff.core.operation import Rename
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.execute.live import LiveState
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table

MOVES: dict[str, tuple[Object, Object]] = {
    "create table thing (a int)": (Table("", "thing"), Table("aux", "Other")),
    "create type thing as enum ('a')": (
        Enum("", "thing", ("a",)),
        Enum("aux", "Other", ("a",)),
    ),
    "create sequence thing": (
        CountingSequence("", "thing"),
        CountingSequence("aux", "Other"),
    ),
}


@pytest.mark.parametrize(("sql", "move"), MOVES.items())
def test_there_and_back(
    sql: str, move: tuple[Object, Object], postgresql_url: str
) -> None:
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create schema aux")
        connection.exec_driver_sql(sql)
        dialect = dialect_of(connection)
        scope = Scope(namespaces=("", "aux"))
        start = dialect.read(connection, scope)
        there = Rename(*move)
        for operation in (there, there.inverse):
            state = LiveState(connection, dialect)
            for statement in dialect.statements([operation], state):
                connection.exec_driver_sql(statement.sql)
            found = dialect.read(connection, scope)
            assert operation.after.key in found and operation.before.key not in found
        assert found == start
    engine.dispose()
