"""Rules: the constraints and clauses of columns and tables, as values."""

from __future__ import annotations

from typing import NamedTuple

from autodiff.frozen import frozen
from autodiff.kinds.deferral import Deferral


@frozen
class Reference:
    """What follows REFERENCES; no ``columns`` means the primary key of the target."""

    table: str
    columns: tuple[str, ...] = ()
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    deferral: Deferral = Deferral()


class Rule(NamedTuple):
    """One constraint or clause, with its place in the text that it was read from.

    ``kind``: primary, unique, check, foreignkey (as the kinds are called), notnull, null, default,
    collate, generated, deferral. ``start`` includes CONSTRAINT and the name.
    """

    kind: str
    start: int
    end: int = 0
    name: str | None = None
    columns: tuple[str, ...] = ()
    sql: str = ""
    conflict: str | None = None
    descending: bool = False
    autoincrement: bool = False
    stored: bool = False
    reference: Reference | None = None

    def moved(self, by: int) -> Rule:
        """Shift the places, for a text that begins so much earlier."""
        return self._replace(start=self.start + by, end=self.end + by)


CONSTRAINTS = frozenset({"primary", "unique", "check", "foreignkey"})
"""The rules that are objects of their own."""
