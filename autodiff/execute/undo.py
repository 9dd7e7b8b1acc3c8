"""Undoing: reverts what ran of a half-applied revision, by the revision's opposite function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

from autodiff.core.describe import describe
from autodiff.core.key import Key
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.errors.running import UndoUnclear
from autodiff.execute.direct_statements import only_rows
from autodiff.execute.item import Group, Item, Opaque
from autodiff.execute.journal import JournalEntry
from autodiff.execute.live import LiveState
from autodiff.execute.position import START, hash_after
from autodiff.execute.unknown_outcome import Doubt, done_in_doubt, is_done

Told = tuple[Operation, bool]
"""An operation of the half-applied function, and whether it was carried out."""


@dataclass
class Undo:
    """Picks, from the items of the opposite function, those that undo something that ran.

    ``ran`` are the operations of the half-applied function in their order; ``sql_ran`` says whether
    its SQL ran, or None if only a part of it did. ``doubt`` decides the unknown cases.
    """

    ran: list[Told]
    sql_ran: bool | None
    doubt: Doubt = "ask"
    _left: list[Told] = field(init=False)

    def __post_init__(self) -> None:
        self._left = list(self.ran)

    def chosen(self, item: Item) -> Item | None:
        """Return the part of ``item`` to run, or None. To be called for every item, in order."""
        if not isinstance(item, Group):
            is_wanted = self.doubt == "done" if self.sql_ran is None else self.sql_ran
            return item if is_wanted else None
        kept = tuple(each for each in item.operations if self._is_wanted(each))
        return Group(kept) if kept else None

    def _is_wanted(self, operation: Operation) -> bool:
        ran = self.taken(operation)
        return self.doubt == "done" if ran is None else ran

    def taken(self, operation: Operation) -> bool | None:
        """Whether the operation that ``operation`` undoes ran; None if it undoes none of them."""
        for number in reversed(range(len(self._left))):
            if undoes(operation, self._left[number][0]):
                return self._left.pop(number)[1]
        return None

    @property
    def left(self) -> tuple[Told, ...]:
        """Return the operations that are not undone so far."""
        return tuple(self._left)


def undo_of(
    half: JournalEntry,
    items: Sequence[Item],
    opposite: Sequence[Item],
    state: LiveState,
    doubt: Doubt,
) -> Undo:
    """Return what undoes ``half``, without sending anything.

    ``items`` are those of the half-applied function, ``opposite`` those of the opposite function;
    ``state`` is the live schema. Raises StatementInDoubt, and UndoUnclear if ``doubt`` is "ask" and
    ``opposite`` does not undo exactly what ran.
    """
    ran, sql = _what_ran(half, items, state, doubt)
    sql_ran = sql[0] if len(set(sql)) == 1 else None
    if doubt == "ask":
        unclear = [*_unknown(half, items), *_unclear(ran, sql_ran, opposite, state)]
        if unclear:
            raise UndoUnclear(half.revision, half.direction, unclear[0])
    return Undo(ran, sql_ran, doubt)


def _what_ran(
    half: JournalEntry, items: Sequence[Item], state: LiveState, doubt: Doubt
) -> tuple[list[Told], list[bool]]:
    """Return the operations with whether each ran, and whether each SQL item ran.

    ``half`` is where the function with ``items`` stopped; ``state`` is the live schema and ``doubt``
    decides where it does not show whether a statement was done.
    """
    ran: list[Told] = []
    sql: list[bool] = []
    for number, item in enumerate(items, start=1):
        done = number <= half.position.items_done
        begun = number == half.position.items_done + 1 and half.is_begun
        if isinstance(item, Group):
            ran += [
                (operation, done or (begun and is_done(operation, state)))
                for operation in item.operations
            ]
        elif not isinstance(item, Opaque):
            sql.append(
                done or (begun and bool(done_in_doubt(half, item, 1, state, doubt)))
            )
    return ran, sql


def is_torn(half: JournalEntry, items: Sequence[Item], state: LiveState) -> bool:
    """Whether the run stopped between the statements of one operation, which must then be finished
    before it can be undone. Statements that only change rows do not count.
    """
    planned = half.position.planned()
    if planned is None or len(items) <= half.position.items_done:
        return False
    item = items[half.position.items_done]
    if not isinstance(item, Group) or len(planned.statements) == len(item.operations):
        return False
    number = half.position.statements_done + half.in_doubt
    sent = [each.sql for each in planned.statements[:number]]
    if all(only_rows(each) for each in sent):
        return False
    return not all(is_done(each, state) for each in item.operations)


def _unknown(half: JournalEntry, items: Sequence[Item]) -> Iterator[str]:
    """Return messages about items that ran and are not in ``items``."""
    done = items[: half.position.items_done]
    if any(isinstance(each, Opaque) for each in done):
        yield f"{half.direction}() looks at live data, so what it did is not known"
    elif _hash_of(done) != half.position.items_hash:
        yield f"what was done is no longer what {half.direction}() says"


def _hash_of(items: Sequence[Item]) -> str:
    return reduce(hash_after, items, START)


def _unclear(
    ran: Sequence[Told],
    sql_ran: bool | None,
    opposite: Sequence[Item],
    state: LiveState,
) -> Iterator[str]:
    """Return messages about what ``opposite`` would not undo, or may undo too much.

    ``ran`` and ``sql_ran`` say what ran, as in :class:`Undo`; ``state`` is the live schema.
    """
    probe = Undo(list(ran), sql_ran)
    dropped: set[Key] = set()
    for item in opposite:
        if isinstance(item, Opaque):
            yield "it looks at live data, so what it would do is not known"
        elif not isinstance(item, Group):
            if sql_ran is None:
                yield f"it is not known whether this belongs to it: {item.described()}"
        else:
            for operation in item.operations:
                was_done = probe.taken(operation)
                if was_done is None and not is_done(operation, state):
                    yield f"it is not known whether this belongs to it: {describe(operation)}"
                if was_done and isinstance(operation, Drop):
                    dropped.add(operation.object.key)
    for operation, ran_before in probe.left:
        if ran_before and not _went_with(operation, dropped):
            yield f"it has nothing that undoes this: {describe(operation)}"


def _went_with(operation: Operation, dropped: Iterable[Key]) -> bool:
    """Whether the table of the operation's object is among ``dropped``."""
    key = operation.object.key
    return Key("table", key.namespace, "", key.table) in dropped


def undoes(operation: Operation, done: Operation) -> bool:
    """Whether ``operation`` reverses ``done``: the opposite operation on the same object."""
    match operation, done:
        case (Drop(), Create()) | (Create(), Drop()):
            return _same(operation, done)
        case (Alter(), Alter()):
            return operation.object.key == done.object.key
        case (Rename(), Rename()):
            there, back = (done.before.key, done.after.key), (
                operation.after.key,
                operation.before.key,
            )
            return there == back
    return False


def _same(one: Operation, other: Operation) -> bool:
    """Whether both operations have the same object, which a script may name without its kind."""
    a, b = one.object, other.object
    if a.unresolved or b.unresolved:
        return a.key[1:] == b.key[1:]
    return a.key == b.key
