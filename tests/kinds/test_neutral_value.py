"""What rows get in a NOT NULL column that comes back, of which nothing is known."""

from __future__ import annotations

import pytest

from autodiff.dialects.registry import dialect_named
from autodiff.kinds.column import Column
from autodiff.kinds.neutral_value import neutral_value

VALUES = [
    ("mysql", "BOOL", "0"),  # what SQLAlchemy calls TINYINT(1), and has no class for
    ("mysql", "YEAR", "0"),
    ("mysql", "VARCHAR(20)", "''"),
    ("postgresql", "INTEGER", "0"),
    ("postgresql", "INET", "'0.0.0.0'"),
    ("sqlite", "VARCHAR(20)", "''"),
]


@pytest.mark.parametrize(("database", "type_", "value"), VALUES)
def test_a_type_has_a_neutral_value(database: str, type_: str, value: str) -> None:
    dialect = dialect_named(database)
    column = Column("", "t", "c", dialect.type_clause(type_), nullable=False)
    clause = neutral_value(column, dialect)
    assert clause is not None
    assert clause.sql == value


def test_a_type_that_nobody_knows_has_none() -> None:
    dialect = dialect_named("postgresql")
    column = Column("", "t", "c", dialect.type_clause("geometry"), nullable=False)
    assert neutral_value(column, dialect) is None
