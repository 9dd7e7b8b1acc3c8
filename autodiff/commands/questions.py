"""Questions about a change that only a person can answer; asked on a terminal only."""

from __future__ import annotations

from typing import Protocol

from autodiff.compare.candidates import Candidate
from autodiff.kinds.column import Column


class Questions(Protocol):
    """Whoever answers questions."""

    def is_rename(self, candidate: Candidate) -> bool | None:
        """Return whether the drop and the create are a rename; None where nobody answers."""
        ...

    def value_for(self, column: Column) -> str | None:
        """Return the SQL of the value for rows in a NOT NULL column; None where nobody answers."""
        ...


class NobodyToAsk:
    """No terminal: what may be a rename stays open, and rows get no value."""

    def is_rename(self, candidate: Candidate) -> bool | None:
        return None

    def value_for(self, column: Column) -> str | None:
        return None


NOBODY = NobodyToAsk()
