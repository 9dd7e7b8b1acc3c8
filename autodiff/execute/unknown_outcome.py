"""Unknown outcomes: whether a statement was done during which its run was killed, by the catalog."""

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
"""What to assume about a statement where the catalog does not show whether it was done."""


def done_in_doubt(
    entry: JournalEntry, item: Item, count: int, state: LiveState, doubt: Doubt
) -> int:
    """Return 1 if the statement in doubt was done, 0 if not.

    ``entry`` is where the run stopped, within ``item``, which has ``count`` statements. The live
    schema ``state`` decides, else ``doubt``. Raises StatementInDoubt if ``doubt`` is "ask".
    """
    done: bool | None = None
    if isinstance(item, Group):
        done = _done_by_catalog(item, entry.position.statements_done, count, state)
    elif _only_rows(item) and state.dialect.rows_atomic(state.connection):
        done = False
    if done is None:
        if doubt == "ask":
            raise StatementInDoubt(
                entry.revision, " ".join((entry.doing or "").split())
            )
        done = doubt == "done"
    return int(done)


def _done_by_catalog(
    group: Group, number: int, count: int, state: LiveState
) -> bool | None:
    """Whether statement ``number`` (from 0) of ``count`` was done; None if ``state`` cannot show it.

    After the last statement all operations of ``group`` are done; if there are as many statements as
    operations, each statement is one operation; the first statement of a CREATE creates the object.
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
    """Whether the item changes only rows, so that it shared a transaction with its journal entry."""
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
            return _live(value, state) is None
        case Rename(before=before, after=after):
            gone = _live(before, state) is None
            return gone and (before.unresolved or state.get(after.key) is not None)
        case Alter():
            whole = complete(operation, state)
            return isinstance(whole, Alter) and _is_there(whole.after, state)


def _is_there(value: Object, state: LiveState) -> bool:
    """Whether the live schema has ``value`` in this form, also in the database's own spelling."""
    part = state.around(value.key)
    if value.key not in part:
        return False
    wanted = Schema(value if x.key == value.key else x for x in part.values())
    from autodiff.compare.compare import agreed_with  # only after a kill

    agreed = agreed_with(state.connection, state.dialect, wanted, part)
    return agreed[value.key] == part[value.key]


def _live(value: Object, state: LiveState) -> Object | None:
    """Return the live object that ``value`` names, also if the script does not say its kind."""
    return value.resolve(state) if value.unresolved else state.get(value.key)
