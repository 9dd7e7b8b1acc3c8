"""Moves: renames that are due, in an order in which each new name is free when it is taken."""

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
    """A table or column that shall go by another key; ``asked`` by the user, else by a model."""

    pair: Pair
    old: Key
    new: Key
    asked: bool


def due(
    moves: Iterable[Move], live: Holding, declared: Schema, dialect: Dialect
) -> list[Move]:
    """Those that are to be made: the old thing is there, the models have the new one, and what goes
    by its name now, if anything, goes by another one then.

    The old name may be declared as well: then something new takes it. Two columns may change their
    names with each other, if the user asks for it; of models that state so nobody could tell whether
    it was done.
    """
    fit = fitting(moves, live, declared, dialect)
    chosen = _grown([], fit, live)
    asked = [each for each in fit if each.asked]
    return _grown([*chosen, *circle(asked, chosen, live)], fit, live)


def fitting(
    moves: Iterable[Move], live: Holding, declared: Schema, dialect: Dialect
) -> list[Move]:
    """Those whose old thing is there and whose new one is declared, where a rename leads."""
    return [each for each in moves if _fits(each, live, declared, dialect)]


def circle(moves: Iterable[Move], chosen: Sequence[Move], live: Holding) -> list[Move]:
    """Those of ``moves`` that give each other their names, beside those that are ``chosen``."""
    found: list[Move] = []
    for each in moves:
        if live.get(each.old) is not None and _is_apart(each, [*chosen, *found]):
            found.append(each)
    while stuck := [x for x in found if not _is_free(x, live, [*chosen, *found])]:
        found = [each for each in found if each not in stuck]
    return found


def _fits(move: Move, live: Holding, declared: Schema, dialect: Dialect) -> bool:
    old, new = move.old, move.new
    if old == new or live.get(old) is None or new not in declared:
        return False
    if old.namespace != new.namespace and not dialect.has_namespaces:
        return False
    return old.table == new.table and (not old.table or old.namespace == new.namespace)


def _grown(chosen: list[Move], fit: Sequence[Move], live: Holding) -> list[Move]:
    """``chosen`` and all that may be made because of it."""
    chosen = list(chosen)
    while True:
        more = next(
            (x for x in fit if _is_apart(x, chosen) and _is_free(x, live, chosen)), None
        )
        if more is None:
            return chosen
        chosen.append(more)


def _is_apart(move: Move, others: Iterable[Move]) -> bool:
    """Whether it shares neither its old nor its new name with one of ``others``."""
    return all(move.old != each.old and move.new != each.new for each in others)


def _is_free(move: Move, live: Holding, others: Iterable[Move]) -> bool:
    """Whether nothing goes by the new name, once ``others`` are made."""
    return live.get(move.new) is None or move.new in {each.old for each in others}


# --- in order -------------------------------------------------------------------------------------


def moving_steps(
    moves: Sequence[Move], state: Replay, declared: Schema
) -> list[Operation]:
    """What is to be done for ``moves``, which ``state`` takes with them."""
    waiting = [(each.old, each.new) for each in moves]
    steps: list[Operation] = []
    while waiting:
        free = [each for each in waiting if state.get(each[1]) is None]
        if free:
            waiting.remove(free[0])
            found = _steps(*free[0], state, declared)
        else:  # they go in a circle
            old, new = waiting.pop(0)
            between = _unused(old, state)
            waiting.append((between, new))
            found = _renamed(old, between, state)
        for each in found:
            state.apply(each)
            steps.append(each)
    return steps


def _steps(old: Key, new: Key, state: Holding, declared: Schema) -> Iterator[Operation]:
    """A new namespace and a new name are two steps, by whichever way is free."""
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
    return next(each for each in names if state.get(each) is None)


def _named(value: Object, key: Key) -> Object:
    changes: dict[str, Any] = {"namespace": key.namespace, "name": key.name}
    if key.table:
        changes["table"] = key.table
    return replace(value, **changes)
