"""Picking up: where an earlier run stopped, met again as the revision's script is gone through."""

from __future__ import annotations

from autodiff.core.statement import Statement
from autodiff.errors.running import ScriptEdited
from autodiff.execute.doubt import Doubt, done_in_doubt
from autodiff.execute.item import Item
from autodiff.execute.journal import Entry
from autodiff.execute.position import START, hash_after
from autodiff.sources.live import LiveState


class Pickup:
    """Counts what a script hands over. ``entry`` is where an earlier run of it stopped, if one did;
    ``doubt`` decides what the catalog does not tell.
    """

    def __init__(self, entry: Entry | None = None, doubt: Doubt = "ask") -> None:
        self.items = 0
        self.hash = START
        self.doubt: Doubt = doubt
        self._entry = entry

    def count(self, item: Item) -> None:
        """``item`` comes now; what follows is about it."""
        self.items += 1
        self.hash = hash_after(self.hash, item)

    @property
    def is_done(self) -> bool:
        """Whether the earlier run did the item; all that it did must be what the script says today,
        else ScriptEdited.
        """
        if self._entry is None or self.items > self._entry.position.items_done:
            return False
        position = self._entry.position
        if self.items == position.items_done and self.hash != position.items_hash:
            raise ScriptEdited(self._entry.revision, position.items_done)
        return True

    @property
    def is_begun(self) -> bool:
        """Whether the earlier run sent something of the item, and not all."""
        entry = self._stopped_here()
        return entry is not None and entry.is_begun

    def left(
        self, item: Item, state: LiveState
    ) -> tuple[tuple[Statement, ...] | None, int]:
        """The statements of ``item``, and how many of them are done; None: as they are made now.

        A statement that is done is not made again: the database is no longer what it was made for.
        """
        entry = self._stopped_here()
        if entry is None:
            return None, 0
        planned = entry.position.statements()
        skip = entry.position.statements_done
        if entry.in_doubt:
            count = len(planned) if planned else 1
            skip += done_in_doubt(entry, item, count, state, self.doubt)
        if planned is None and skip:
            planned = (Statement(entry.doing or ""),)
        return planned, skip

    def _stopped_here(self) -> Entry | None:
        """The earlier run, where it stopped in the item, or before it."""
        entry = self._entry
        if entry is None or self.items != entry.position.items_done + 1:
            return None
        return entry
