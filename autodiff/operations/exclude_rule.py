"""PostgreSQL's EXCLUDE constraint as text, for ``op.create_table``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.mentions import columns_mentioned


class ExcludeRule(sa.Constraint):
    """An EXCLUDE constraint; ``rule`` is the SQL after its name."""

    def __init__(self, rule: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        self.rule = sa.text(rule) if isinstance(rule, str) else rule

    def value(self, dialect: Dialect) -> Exclude:
        """Return the constraint as a value, in the table that it was added to."""
        table = self.table
        name = None if self.name is None else str(self.name)
        place = (dialect.namespace(table.schema), table.name)
        return exclusion(place, name, self.rule, dialect, table)


def exclude_rule(rule: str | sa.TextClause, name: str | None = None) -> sa.Constraint:
    """Return an EXCLUDE constraint for ``op.create_table`` (PostgreSQL).

    ``rule`` is the SQL after its name: ``EXCLUDE USING gist (room WITH =, during WITH &&)``. With
    ``name`` None the server names it.
    """
    return ExcludeRule(rule, name)


def exclusion(
    place: tuple[str, str],
    name: str | None,
    rule: Any,
    dialect: Dialect,
    table: sa.Table | None = None,
) -> Exclude:
    """Return the value of an EXCLUDE constraint that is stated as text.

    ``place`` is namespace and table. ``table``, if given, tells which names in ``rule`` are columns.
    """
    text = sa.text(rule) if isinstance(rule, str) else rule
    clause = dialect.expression_clause(dialect.compiled(text))
    columns = () if table is None else columns_mentioned(clause.sql, table)
    return Exclude(*place, name, clause, columns)
