"""What a database stands on, as commands report it."""

from __future__ import annotations

from dataclasses import dataclass

from autodiff.revisions.history import HistoryEntry


@dataclass(frozen=True, slots=True)
class DatabaseStanding:
    """The applied revisions that nothing applied follows, and the heads not reached."""

    entries: tuple[HistoryEntry, ...]
    missing: tuple[str, ...]
    several_heads: bool = False
