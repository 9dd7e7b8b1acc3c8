"""Copying: how a value goes from a column of one type into one of another without losing anything.

SQLite converts what it stores by the column's affinity, and only where nothing is lost, so most
values are copied as they are; CAST would turn 'abc' into 0. What is left: a REAL stored as TEXT is
cut to 15 digits, and bytes and text are no conversion of each other.
"""

from __future__ import annotations

from autodiff.dialects.sqlite.types import affinity


def copied(name: str, before: str, after: str) -> str:
    """The expression that reads the column ``name`` (quoted) of type ``before`` for ``after``."""
    old, new = affinity(before), affinity(after)
    if old == new:
        return name
    if new == "BLOB" and after:
        return (
            f"CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) ELSE {name} END"
        )
    if old == "BLOB" and new == "TEXT" and before:
        return (
            f"CASE typeof({name}) WHEN 'blob' THEN CAST({name} AS TEXT) ELSE {name} END"
        )
    if new == "TEXT" and old in ("REAL", "NUMERIC"):
        return _exact_text(name)
    return name


def _exact_text(name: str) -> str:
    """A number as text that reads back as the same number; a whole one has no point."""
    return (
        f"CASE WHEN typeof({name}) <> 'real' THEN {name}"
        f" WHEN CAST({name} AS INTEGER) = {name} THEN CAST({name} AS INTEGER)"
        f" WHEN CAST(CAST({name} AS TEXT) AS REAL) = {name} THEN {name}"
        f" ELSE printf('%!.17g', {name}) END"
    )
