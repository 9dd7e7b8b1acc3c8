"""PostgreSQL: what it has no way to do."""

from __future__ import annotations

from autodiff.errors.tree import Refused


class PartitionKeyFixed(Refused):
    """PARTITION BY can be stated only when a table is created."""

    table: str

    happened = "The partitioning of {table} would have to change."
    now = "Nothing was changed: PostgreSQL has no ALTER TABLE for it."
    advice = (
        "Write a revision by hand that creates a new table, copies the rows and takes the "
        "old one's place."
    )
