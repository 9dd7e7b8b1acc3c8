"""Recasts: what happens to the values of a column when its type changes, in words."""

from __future__ import annotations

from autodiff.frozen import frozen


@frozen
class Recast:
    """``changed`` says how values change without an error ("are rounded to whole numbers"),
    ``refused`` which values make the statement fail ("longer than 5 characters"); "" where none do.
    """

    changed: str = ""
    refused: str = ""

    def __bool__(self) -> bool:
        return bool(self.changed or self.refused)


NO_RECAST = Recast()
"""Each value is in the new type what it was in the old."""
