"""A change of models whose script people would read."""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """``before`` is on the database when the script to ``after`` is written."""

    name: str
    database: str
    message: str
    before: str
    after: str
    renames: Pairs = ()
    fills: Pairs = ()
