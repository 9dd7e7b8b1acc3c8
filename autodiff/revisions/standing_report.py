"""What a database stands on, as commands report it."""

from __future__ import annotations

from autodiff.frozen import frozen
from autodiff.revisions.history import HistoryEntry


@frozen
class DatabaseStanding:
    """The applied revisions that nothing applied follows, and the heads not reached; ``no_revisions``
    where there is none to apply.
    """

    entries: tuple[HistoryEntry, ...]
    missing: tuple[str, ...]
    several_heads: bool = False
    database: str = ""
    no_revisions: bool = False
