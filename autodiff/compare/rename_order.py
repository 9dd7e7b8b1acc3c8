"""The renames that apply, in an order in which a new name is free when it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from autodiff.compare.labels import Pair
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Holding, Object
from autodiff.core.operation import Create, Operation, Rename
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.keys import namespace_key


@frozen
class Move:
    """A rename of a table or column to another key; ``asked`` for by the user, else by a model."""

    pair: Pair
    old: Key
    new: Key
    asked: bool


def due(
    moves: Iterable[Move], live: Holding, declared: Schema, dialect: Dialect
) -> list[Move]:
    """Return those ``moves`` that apply to the schemas ``live`` and ``declared``.

    The old object exists, the models have the new one, and whatever has the new name now is itself
    renamed. The old name may be declared as well: then something new gets it. Two columns may
    exchange their names only if the user asks for it: where models state it, nothing shows whether
    it was done.
    """
    fit = fitting(moves, live, declared, dialect)
    chosen = _grown([], fit, live)
    asked = [move for move in fit if move.asked]
    return _grown([*chosen, *circle(asked, chosen, live)], fit, live)


def fitting(
    moves: Iterable[Move], live: Holding, declared: Schema, dialect: Dialect
) -> list[Move]:
    """Return those ``moves`` that ``dialect`` can make, with a live old key and a declared new one."""
    return [move for move in moves if _fits(move, live, declared, dialect)]


def circle(moves: Iterable[Move], chosen: Sequence[Move], live: Holding) -> list[Move]:
    """Return the ``moves`` that exchange their names, in addition to those ``chosen``."""
    together: list[Move] = []
    for move in moves:
        if live.get(move.old) is not None and _is_apart(move, [*chosen, *together]):
            together.append(move)
    while stuck := [x for x in together if not _is_free(x, live, [*chosen, *together])]:
        together = [move for move in together if move not in stuck]
    return together


def _fits(move: Move, live: Holding, declared: Schema, dialect: Dialect) -> bool:
    old, new = move.old, move.new
    if old == new or live.get(old) is None or new not in declared:
        return False
    if old.namespace != new.namespace and not dialect.has_namespaces:
        return False
    return old.table == new.table and (not old.table or old.namespace == new.namespace)


def _grown(chosen: list[Move], fit: Sequence[Move], live: Holding) -> list[Move]:
    """Return ``chosen`` with all renames that become possible by it."""
    chosen = list(chosen)
    while True:
        move = next(
            (x for x in fit if _is_apart(x, chosen) and _is_free(x, live, chosen)), None
        )
        if move is None:
            return chosen
        chosen.append(move)


def _is_apart(move: Move, others: Iterable[Move]) -> bool:
    """Whether a rename shares neither its old nor its new name with one of ``others``."""
    return all(move.old != other.old and move.new != other.new for other in others)


def _is_free(move: Move, live: Holding, others: Iterable[Move]) -> bool:
    """Whether no object has the new name once ``others`` are made."""
    return live.get(move.new) is None or move.new in {other.old for other in others}


# --- in order -------------------------------------------------------------------------------------


def moving_steps(
    moves: Sequence[Move], state: Replay, declared: Schema
) -> list[Operation]:
    """Return the steps of ``moves`` in order, and apply them to ``state``."""
    waiting = [(move.old, move.new) for move in moves]
    steps: list[Operation] = []
    while waiting:
        free = [keys for keys in waiting if state.get(keys[1]) is None]
        if free:
            waiting.remove(free[0])
            operations = _steps(*free[0], state, declared)
        else:  # they go in a circle
            old, new = waiting.pop(0)
            between = _unused(old, state)
            waiting.append((between, new))
            operations = _renamed(old, between, state)
        for operation in operations:
            state.apply(operation)
            steps.append(operation)
    return steps


def _steps(old: Key, new: Key, state: Holding, declared: Schema) -> Iterator[Operation]:
    """Yield a step to the namespace and one to the name, in the order whose key between is free."""
    space = namespace_key(new.namespace)
    if new.namespace and state.get(space) is None and space in declared:
        yield Create(declared[space])
    for key in _way(old, new, state):
        yield from _renamed(old, key, state)
        old = key


def _way(old: Key, new: Key, state: Holding) -> list[Key]:
    if old.namespace == new.namespace or old.name == new.name:
        return [new]
    for between in (new._replace(name=old.name), old._replace(name=new.name)):
        if state.get(between) is None:
            return [between, new]
    between = _unused(old, state)
    return [between, between._replace(namespace=new.namespace), new]


def _renamed(old: Key, new: Key, state: Holding) -> Iterator[Operation]:
    before = state.get(old)
    assert before is not None
    yield Rename(before, _named(before, new))


def _unused(key: Key, state: Holding) -> Key:
    names = (key._replace(name=f"autodiff_{number}") for number in count(1))
    return next(unused for unused in names if state.get(unused) is None)


def _named(value: Object, key: Key) -> Object:
    changes: dict[str, Any] = {"namespace": key.namespace, "name": key.name}
    if key.table:
        changes["table"] = key.table
    return replace(value, **changes)
