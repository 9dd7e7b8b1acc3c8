"""Names that the server gives by itself, foretold; statements that join into one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from autodiff.core.scope import Scope
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.merge import merged
from autodiff.dialects.postgresql.names import automatic, clipped, sequence_name
from autodiff.dialects.registry import dialect_of
from autodiff.kinds.constraint import Constraint

LONG, WIDE = "t" * 50, "ü" * 25


@pytest.mark.parametrize("table", ["t", LONG, WIDE])
def test_constraints_and_sequences(table: str, postgresql_url: str) -> None:
    column = f"c_{table[:24]}"
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"""
            create table "{table}" ("{column}" serial primary key, b int unique,
                "{column}2" int check ("{column}2" > 0), c int, r tsrange,
                unique (b, "{column}2"), check (b > c), check (c > 0), check (c < 9),
                foreign key (b) references "{table}" ("{column}"),
                exclude using gist (r with &&))""")
        found = dialect_of(connection).read(connection, Scope())
        sequence = connection.exec_driver_sql(
            "select relname from pg_class where relkind = 'S'"
        ).scalar()
    engine.dispose()
    assert sequence == sequence_name(table, column)
    taken: list[str | None] = []
    for each in (each for each in found.values() if isinstance(each, Constraint)):
        assert automatic(each, [name for name in taken if name]) == each.name
        taken.append(each.name)
    assert len(taken) == 9


def test_a_name_is_cut_between_letters() -> None:
    assert clipped("ü" * 40) == "ü" * 31


def test_neighbours_on_one_table_become_one_statement() -> None:
    statements = [
        altering("t", "ADD COLUMN a INTEGER"),
        altering("t", "ADD CONSTRAINT ck CHECK (a > 0)"),
        altering("t", "ALTER COLUMN a TYPE BIGINT"),
        altering("u", "DROP COLUMN b"),
        altering("u", "RENAME COLUMN c TO d"),
        Statement("COMMENT ON TABLE u IS NULL"),
    ]
    assert [each.sql for each in merged(statements)] == [
        "ALTER TABLE t\n  ADD COLUMN a INTEGER,\n  ADD CONSTRAINT ck CHECK (a > 0)",
        "ALTER TABLE t ALTER COLUMN a TYPE BIGINT",
        "ALTER TABLE u DROP COLUMN b",
        "ALTER TABLE u RENAME COLUMN c TO d",
        "COMMENT ON TABLE u IS NULL",
    ]
