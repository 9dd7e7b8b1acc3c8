"""Doubt: a statement that was begun when its run was killed; the catalog tells whether it was done."""

from __future__ import annotations

from typing import Literal

from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.errors.running import StatementInDoubt
from autodiff.execute.direct_statements import only_rows
from autodiff.execute.item import Group, InsertedRows, Item, Sql
from autodiff.execute.journal import JournalEntry
from autodiff.execute.live import LiveState

Doubt = Literal["ask", "done", "again"]
"""What to take for true of a statement that the catalog says nothing about."""


def done_in_doubt(
    entry: JournalEntry, item: Item, count: int, state: LiveState, doubt: Doubt
) -> int:
    """1 if the statement in doubt was done, 0 if not; raises StatementInDoubt if nobody can tell.

    ``count`` is the number of statements that ``item`` has.
    """
    told: bool | None = None
    if isinstance(item, Group):
        told = _told_by_catalog(item, entry.position.statements_done, count, state)
    elif _only_rows(item) and state.dialect.rows_atomic(state.connection):
        told = False
    if told is None:
        if doubt == "ask":
            raise StatementInDoubt(
                entry.revision, " ".join((entry.doing or "").split())
            )
        told = doubt == "done"
    return int(told)


def _told_by_catalog(
    group: Group, number: int, count: int, state: LiveState
) -> bool | None:
    """Whether statement ``number`` (from 0) of ``count`` was done; None where it cannot be told.

    One statement does all of its group, and the last one ends it; as many statements as
    operations are one each; the first of a table's making makes the table.
    """
    operations = group.operations
    if number == count - 1:
        return all(is_done(each, state) for each in operations)
    if count == len(operations):
        return is_done(operations[number], state)
    if number == 0 and isinstance(operations[0], Create):
        return is_done(operations[0], state)
    return None


def _only_rows(item: Item) -> bool:
    """Whether nothing but rows is changed, so that it was in one transaction with its note."""
    match item:
        case InsertedRows():
            return True
        case Sql(statement=str() as text):
            return only_rows(text)
        case Sql(statement=statement):
            return bool(getattr(statement, "is_dml", False))
    return False


def is_done(operation: Operation, state: LiveState) -> bool:
    """Whether the live schema is as ``operation`` leaves it."""
    match operation:
        case Create(object=value):
            return state.get(value.key) is not None
        case Drop(object=value):
            return _found(value, state) is None
        case Rename(before=before, after=after):
            gone = _found(before, state) is None
            return gone and (before.unresolved or state.get(after.key) is not None)
        case Alter():
            whole = complete(operation, state)
            return isinstance(whole, Alter) and _is_there(whole.after, state)


def _is_there(value: Object, state: LiveState) -> bool:
    """Whether the database holds ``value`` just so, be it in its own spelling."""
    part = state.around(value.key)
    if value.key not in part:
        return False
    wanted = Schema(value if x.key == value.key else x for x in part.values())
    from autodiff.compare.compare import agreed_with  # only after a kill

    agreed = agreed_with(state.connection, state.dialect, wanted, part)
    return agreed[value.key] == part[value.key]


def _found(value: Object, state: LiveState) -> Object | None:
    """The live object that a script means, be it only by a name that several kinds share."""
    return value.resolve(state) if value.unresolved else state.get(value.key)
