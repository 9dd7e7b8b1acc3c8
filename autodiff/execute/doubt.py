"""Doubt: a statement that was begun when its run was killed; the catalog tells whether it was done."""

from __future__ import annotations

from typing import Literal

from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.state import State
from autodiff.errors import StatementInDoubt
from autodiff.execute.item import Group, Item
from autodiff.execute.journal import Entry

Doubt = Literal["ask", "done", "again"]
"""What to take for true of a statement that the catalog says nothing about."""


def settled(entry: Entry, item: Item, state: State, doubt: Doubt) -> int:
    """1 if the statement in doubt was done, 0 if not; raises StatementInDoubt if nobody can tell."""
    if isinstance(item, Group):
        last = item.operations[min(entry.statements_done, len(item.operations) - 1)]
        return int(is_done(last, state))
    if doubt == "ask":
        raise StatementInDoubt(entry.revision, entry.doing or "")
    return int(doubt == "done")


def is_done(operation: Operation, state: State) -> bool:
    """Whether the live schema is as ``operation`` leaves it."""
    match operation:
        case Create(object=value):
            return state.get(value.key) is not None
        case Drop(object=value):
            return state.get(value.key) is None
        case Rename(before=before, after=after):
            return state.get(before.key) is None and state.get(after.key) is not None
        case Alter():
            whole = complete(operation, state)
            return (
                isinstance(whole, Alter) and state.get(whole.after.key) == whole.after
            )
