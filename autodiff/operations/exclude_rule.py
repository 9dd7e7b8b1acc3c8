"""PostgreSQL's EXCLUDE as an item of ``op.create_table``, in the words of the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.mentions import columns_mentioned


class ExcludeRule(sa.Constraint):
    """What follows the constraint's name, as text."""

    def __init__(self, rule: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        self.rule = sa.text(rule) if isinstance(rule, str) else rule

    def value(self, dialect: Dialect) -> Exclude:
        """The value of the constraint in the table that it was put in."""
        table = self.table
        name = None if self.name is None else str(self.name)
        place = (dialect.namespace(table.schema), table.name)
        return exclusion(place, name, self.rule, dialect, table)


def exclude_rule(rule: str | sa.TextClause, name: str | None = None) -> sa.Constraint:
    """An EXCLUDE constraint to stand in ``create_table``: ``rule`` is all that follows its name,
    ``EXCLUDE USING gist (room WITH =, during WITH &&)``.
    """
    return ExcludeRule(rule, name)


def exclusion(
    place: tuple[str, str],
    name: str | None,
    rule: Any,
    dialect: Dialect,
    table: sa.Table | None = None,
) -> Exclude:
    """The value of an EXCLUDE that is stated as text."""
    text = sa.text(rule) if isinstance(rule, str) else rule
    clause = dialect.expression_clause(dialect.compiled(text))
    columns = () if table is None else columns_mentioned(clause.sql, table)
    return Exclude(*place, name, clause, columns)
