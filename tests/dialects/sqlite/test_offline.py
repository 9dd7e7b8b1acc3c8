"""Offline: the same changes as a plain SQL script, with nothing but a replayed schema to go by."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa

from autodiff.core.grouping import grouped
from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.dialects.registry import dialect_named
from autodiff.dialects.sqlite import SQLite
from autodiff.errors.sqlite import TableUnknown
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from tests.cases.journey import Models, differences, metadata_of
from tests.cases.rows import contents, fill
from tests.dialects.sqlite.changes import CHANGES
from tests.dialects.sqlite.live import schema, text_type


@pytest.mark.parametrize(
    ("before", "after"),
    [pytest.param(before, after, id=name) for name, before, after in CHANGES],
)
def test_a_script_does_what_the_runner_does(
    sqlite_url: str, before: Models, after: Models
) -> None:
    engine = sa.create_engine(sqlite_url)
    old, new = metadata_of(before), metadata_of(after)
    with engine.begin() as connection:
        old.create_all(connection)
        fill(connection, old)
    with engine.begin() as connection:
        start, data = schema(connection), contents(connection)
        operations = differences(connection, new)
    dialect, state, script = dialect_named("sqlite"), Replay(start), []
    for _, together in grouped(operations, batches=SQLite.batches):
        script += [each.sql for each in dialect.statements(together, state)]
        for operation in together:
            state.apply(operation)
    _run(engine, script)
    with engine.begin() as connection:
        assert differences(connection, new) == ()
        for name, lines in contents(connection).items():
            assert len(lines) == len(data.get(name, []))


def _run(engine: sa.Engine, script: list[str]) -> None:
    """As the sqlite3 shell would."""
    database = sqlite3.connect(str(engine.url.database))
    database.executescript("BEGIN;\n" + ";\n".join(script) + ";\nCOMMIT;")
    database.close()


def test_what_needs_no_rebuild_needs_no_knowledge() -> None:
    dialect, state = dialect_named("sqlite"), Replay(Schema())
    column = Column("", "t", "a", text_type("INT"))
    operations = (
        Create(column),
        Rename(column, Column("", "t", "b", text_type("INT"))),
    )
    sent = [each.sql for each in dialect.statements(operations, state)]
    assert sent == [
        "ALTER TABLE t ADD COLUMN a INT",
        "ALTER TABLE t RENAME COLUMN a TO b",
    ]


@pytest.mark.parametrize(
    "operation",
    [
        Create(Check("", "t", None, text_type("a > 0"))),
        Drop(Column("", "t", "a", text_type("INT"))),
    ],
)
def test_a_rebuild_of_an_unknown_table_is_refused(operation: Operation) -> None:
    dialect = dialect_named("sqlite")
    with pytest.raises(TableUnknown, match="Offline"):
        list(dialect.statements((operation,), Replay(Schema())))
