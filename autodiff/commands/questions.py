"""Questions of meaning: what only a person can say about a change; asked on a terminal, else not."""

from __future__ import annotations

from typing import Protocol

from autodiff.compare.candidates import Candidate
from autodiff.kinds.column import Column


class Questions(Protocol):
    """Whoever answers."""

    def is_rename(self, candidate: Candidate) -> bool | None:
        """Whether the drop and the create are one thing under a new name; None: no answer."""
        ...

    def value_for(self, column: Column) -> str | None:
        """The SQL of what rows get in a column that must hold something; None: no answer."""
        ...


class NobodyToAsk:
    """No terminal: what may be a rename stays open, no value is made up."""

    def is_rename(self, candidate: Candidate) -> bool | None:
        return None

    def value_for(self, column: Column) -> str | None:
        return None


NOBODY = NobodyToAsk()
