"""Recasting: SQLite keeps any value in any column; what looks like a number is stored as one where
the column's affinity is for numbers (https://sqlite.org/datatype3.html).
"""

from __future__ import annotations

from autodiff.core.recast import NO_RECAST, Recast
from autodiff.dialects.sqlite.types import affinity

_NUMBERS = ("INTEGER", "REAL", "NUMERIC")


def recast(before: str, after: str) -> Recast:
    """What becomes of the values of a column as its type changes; both are spellings."""
    old, new = affinity(before), affinity(after)
    if old == "TEXT" and new in _NUMBERS:
        return Recast("become numbers where they look like some (007 becomes 7)")
    if new == "REAL" and "BIG" in before.upper():
        return Recast("are rounded to 15 digits")
    return NO_RECAST
