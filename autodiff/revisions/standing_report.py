"""The current revisions of a database, as commands report them."""

from __future__ import annotations

from autodiff.frozen import frozen
from autodiff.revisions.history import HistoryEntry


@frozen
class DatabaseStanding:
    """The current revisions (``entries``) and the heads that are not applied (``missing``);
    ``no_revisions`` if the project has none.
    """

    entries: tuple[HistoryEntry, ...]
    missing: tuple[str, ...]
    several_heads: bool = False
    database: str = ""
    no_revisions: bool = False
