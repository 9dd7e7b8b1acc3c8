"""Rows for random models: three in each table, the n-th of each type in the n-th; some hold nothing."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tests.pairs.spec import Col, Models, Tab
from tests.pairs.types import FAMILIES

COUNT = 3


def fill(connection: sa.Connection, models: Models, metadata: sa.MetaData) -> None:
    """Put rows into every table; foreign keys find their parents, since row n refers to row n."""
    tables = {each.key: each for each in models.tables}
    for table in metadata.sorted_tables:
        spec = tables[table.key]
        leaned_on = keyed(models, spec)
        for number in range(1, COUNT + 1):
            values = {
                c.name: _value(c, number, c.name in leaned_on)
                for c in spec.columns
                if c.own
            }
            connection.execute(sa.insert(table).values(values))


def keyed(models: Models, spec: Tab) -> set[str]:
    """The columns of a table that a key or index leans on: each row holds a value there."""
    own = {name for rule in spec.rules if rule.kind != "check" for name in rule.columns}
    targets = [r.target for t in models.tables for r in t.rules if r.target]
    return own | {name for key, names in targets if key == spec.key for name in names}


def _value(column: Col, number: int, held: bool) -> Any:
    """Row two holds nothing where it may and nothing leans on it."""
    if number == 2 and column.nullable and not held:
        return sa.null()
    value = FAMILIES[column.family].value(number)
    return sa.null() if value is None else value
