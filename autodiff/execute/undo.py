"""Undoing: of a half-applied revision, just what ran, by the revision's own opposite function."""

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
    """Picks, from what the opposite function hands over, what undoes something that ran.

    ``ran`` are the operations of the half-applied function in their order; ``sql_ran`` says whether
    its SQL ran, or None where only a part of it did. ``doubt`` decides what cannot be told.
    """

    ran: list[Told]
    sql_ran: bool | None
    doubt: Doubt = "ask"
    _left: list[Told] = field(init=False)

    def __post_init__(self) -> None:
        self._left = list(self.ran)

    def chosen(self, item: Item) -> Item | None:
        """What of ``item`` is to be done; to be asked of each item, in order."""
        if not isinstance(item, Group):
            is_wanted = self.doubt == "done" if self.sql_ran is None else self.sql_ran
            return item if is_wanted else None
        kept = tuple(each for each in item.operations if self._is_wanted(each))
        return Group(kept) if kept else None

    def _is_wanted(self, operation: Operation) -> bool:
        told = self.taken(operation)
        return self.doubt == "done" if told is None else told

    def taken(self, operation: Operation) -> bool | None:
        """Whether what ``operation`` undoes ran; None where it undoes nothing that is known."""
        for number in reversed(range(len(self._left))):
            if undoes(operation, self._left[number][0]):
                return self._left.pop(number)[1]
        return None

    @property
    def left(self) -> tuple[Told, ...]:
        """Return what no operation has undone so far."""
        return tuple(self._left)


def undo_of(
    half: JournalEntry,
    items: Sequence[Item],
    opposite: Sequence[Item],
    state: LiveState,
    doubt: Doubt,
) -> Undo:
    """What undoes the half-applied ``half``, whose function hands over ``items``, by the ``opposite``.

    Nothing is sent. Raises StatementInDoubt, and UndoUnclear where ``opposite`` does not say how.
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
    """Return the operations, and the pieces of SQL, each with whether it ran."""
    ran: list[Told] = []
    sql: list[bool] = []
    for number, item in enumerate(items, start=1):
        done = number <= half.position.items_done
        begun = number == half.position.items_done + 1 and half.is_begun
        if isinstance(item, Group):
            ran += [
                (each, done or (begun and is_done(each, state)))
                for each in item.operations
            ]
        elif not isinstance(item, Opaque):
            sql.append(
                done or (begun and bool(done_in_doubt(half, item, 1, state, doubt)))
            )
    return ran, sql


def is_torn(half: JournalEntry, items: Sequence[Item], state: LiveState) -> bool:
    """Whether an operation that takes several statements was stopped between these: it must be
    finished before it can be undone. Changed rows alone do no harm to the schema.
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
    """Return what ran and was not recorded."""
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
    """What ``opposite`` leaves open, in words."""
    probe = Undo(list(ran), sql_ran)
    dropped: set[Key] = set()
    for item in opposite:
        if isinstance(item, Opaque):
            yield "it looks at live data, so what it would do is not known"
        elif not isinstance(item, Group):
            if sql_ran is None:
                yield f"it is not known whether this belongs to it: {item.described()}"
        else:
            for each in item.operations:
                told = probe.taken(each)
                if told is None and not is_done(each, state):
                    yield f"it is not known whether this belongs to it: {describe(each)}"
                if told and isinstance(each, Drop):
                    dropped.add(each.object.key)
    for each, was_done in probe.left:
        if was_done and not _went_with(each, dropped):
            yield f"it has nothing that undoes this: {describe(each)}"


def _went_with(operation: Operation, dropped: Iterable[Key]) -> bool:
    """Whether what was changed is dropped with the table that it is in."""
    key = operation.object.key
    return Key("table", key.namespace, "", key.table) in dropped


def undoes(operation: Operation, done: Operation) -> bool:
    """Whether ``operation`` takes back what ``done`` did, to the same thing."""
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
    """Whether both are about one thing; a script may name it without its sort."""
    a, b = one.object, other.object
    if a.unresolved or b.unresolved:
        return a.key[1:] == b.key[1:]
    return a.key == b.key
