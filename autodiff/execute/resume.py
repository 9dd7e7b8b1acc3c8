"""Resuming: skips what an earlier run of the script did, until the statement where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autodiff.core.statement import Statement
from autodiff.errors.running import ScriptEdited
from autodiff.execute.item import Item, fills_of
from autodiff.execute.journal import JournalEntry
from autodiff.execute.live import LiveState
from autodiff.execute.position import START, Planned, hash_after
from autodiff.execute.unknown_outcome import Doubt, done_in_doubt


class Pickup:
    """Counts the items of a script. ``entry`` is where an earlier run of it stopped, if one did;
    ``doubt`` decides where the catalog does not show whether a statement was done.
    """

    def __init__(self, entry: JournalEntry | None = None, doubt: Doubt = "ask") -> None:
        self.items = 0
        self.hash = START
        self.doubt: Doubt = doubt
        self._entry = entry

    def count(self, item: Item) -> None:
        """Count ``item`` as the current item, which the other methods are about."""
        self.items += 1
        self.hash = hash_after(self.hash, item)

    @property
    def is_done(self) -> bool:
        """Whether the earlier run did the item. Raises ScriptEdited where the items that it did
        differ from the script of today.
        """
        if self._entry is None or self.items > self._entry.position.items_done:
            return False
        position = self._entry.position
        if self.items == position.items_done and self.hash != position.items_hash:
            raise ScriptEdited(self._entry.revision, position.items_done)
        return True

    @property
    def is_begun(self) -> bool:
        """Whether the earlier run stopped within the item."""
        entry = self._stopped_here()
        return entry is not None and entry.is_begun

    def left(
        self, item: Item, state: LiveState, make: Callable[[], Sequence[Statement]]
    ) -> tuple[Sequence[Statement] | None, int]:
        """Return the statements of ``item`` and how many of them are done; None and 0 where none is
        done, so that the caller generates them.

        ``state`` is the live schema; ``make`` generates the statements for it. Statements that are
        done are not generated again: the database has changed since. Raises ScriptEdited where the
        script now says something else in their place.
        """
        entry = self._stopped_here()
        if entry is None:
            return None, 0
        plan = entry.position.planned()
        done = entry.position.statements_done
        if entry.in_doubt:
            count = len(plan.statements) if plan else 1
            done += done_in_doubt(entry, item, count, state, self.doubt)
        if not done:
            return None, 0
        if plan is None:
            return (Statement(entry.doing or ""),), done
        if not self._is_edited(item, entry, plan):
            return plan.statements, done
        made = make()
        if _texts(made[:done]) == _texts(plan.statements[:done]):
            return made, done
        if plan.running_hash != self.hash:
            raise ScriptEdited(entry.revision, self.items)
        return plan.statements, done

    def _is_edited(self, item: Item, entry: JournalEntry, plan: Planned) -> bool:
        """Whether the item was edited since. Other fill values count only where the database
        refused a statement, since they may differ in each run.
        """
        other_fills = entry.said is not None and plan.fills != fills_of(item)
        return other_fills or plan.running_hash != self.hash

    def _stopped_here(self) -> JournalEntry | None:
        """Return the earlier run if it stopped within the item or just before it, else None."""
        entry = self._entry
        if entry is None or self.items != entry.position.items_done + 1:
            return None
        return entry


def _texts(statements: Sequence[Statement]) -> list[str]:
    return [each.sql for each in statements]
