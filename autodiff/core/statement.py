"""A statement: one SQL command to be sent."""

from __future__ import annotations

from autodiff.frozen import frozen


@frozen
class Statement:
    """One SQL command. ``table`` and ``clause`` are given for ALTER TABLE, so that neighbours on
    one table can be merged. ``transactional`` is false where the server refuses it inside a
    transaction.
    """

    sql: str
    transactional: bool = True
    table: str | None = None
    clause: str | None = None


def altering(table: str, clause: str) -> Statement:
    """Return ``ALTER TABLE table clause``; ``table`` is already quoted."""
    return Statement(f"ALTER TABLE {table} {clause}", table=table, clause=clause)
