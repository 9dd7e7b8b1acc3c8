"""Name constraints that models leave unnamed: as their live twins, or as the server would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.kinds.constraint import Constraint

Likeness = Callable[[Any, Any], bool]
"""Whether a declared constraint and a live one, of one kind and on one table, are twins."""


def says_the_same(declared: Constraint, live: Constraint) -> bool:
    """Compare what identifies an unnamed constraint on its table: columns, target, condition."""
    return declared.signature == live.signature


def equals_but_for_name(declared: Constraint, live: Constraint) -> bool:
    """Compare all fields but the name."""
    return declared == replace(live, name=declared.name)


def with_live_names(
    declared: Iterable[Object],
    live: Iterable[Object],
    likenesses: Sequence[Likeness],
    *,
    others: Iterable[Object] = (),
    kinds: tuple[type[Constraint], ...] = (Constraint,),
) -> list[Object]:
    """Give each unnamed constraint of ``declared`` the name of its live twin, used only once.

    ``likenesses`` are tried in order, each for all of ``declared``: the strictest comes first.
    ``others`` are declared objects with names, which cannot be given again; ``kinds`` limits what
    is named.
    """
    named = list(declared)
    unnamed = [
        number for number, value in enumerate(named) if _is_unnamed(value, kinds)
    ]
    if not unnamed:
        return named
    free = _unclaimed(live, (*named, *others))
    for is_twin in likenesses:
        left = []
        for number in unnamed:
            value: Any = named[number]
            candidates = free[_place(value)]
            twin = next((other for other in candidates if is_twin(value, other)), None)
            if twin is None:
                left.append(number)
            else:
                candidates.remove(twin)
                named[number] = replace(value, name=twin.name, automatic=True)
        unnamed = left
    return named


def _is_unnamed(value: Object, kinds: tuple[type[Constraint], ...]) -> bool:
    return isinstance(value, kinds) and value.name is None


KindAndTable = tuple[type[Constraint], Key]
"""A kind and a table."""


def _place(value: Constraint) -> KindAndTable:
    return type(value), value.parent


def _unclaimed(
    live: Iterable[Object], declared: Iterable[Object]
) -> dict[KindAndTable, list[Constraint]]:
    """List the live constraints, by kind and table, whose names are not declared."""
    claimed = {
        (_place(value), value.name)
        for value in declared
        if isinstance(value, Constraint) and value.name is not None
    }
    free: dict[KindAndTable, list[Constraint]] = defaultdict(list)
    for value in live:
        if isinstance(value, Constraint):
            place = _place(value)
            if (place, value.name) not in claimed:
                free[place].append(value)
    return free


# --- names of the server's own --------------------------------------------------------------------

NameSpaces = Callable[[Object], Iterable[Hashable]]
"""List the spaces in each of which no other object may have the name of this one."""


def with_automatic_names(
    declared: Iterable[Object],
    others: Iterable[Object],
    spaces: NameSpaces,
    dialect: Dialect,
) -> list[Object]:
    """Name the constraints that are still unnamed as the server would, one after the other.

    ``others`` are objects, declared or live, whose names are taken too; ``spaces`` lists the name
    spaces in which a name is unique.
    """
    named = list(declared)
    if not any(_is_unnamed(value, (Constraint,)) for value in named):
        return named
    taken = _Taken((*others, *named), spaces)
    for number, value in enumerate(named):
        if isinstance(value, Constraint) and value.name is None:
            name = dialect.automatic_name(value, taken.names(value))
            if name is not None:
                named[number] = replace(value, name=name, automatic=True)
                taken.add(value, name)
    return named


class _Taken:
    """Names in use, by name space; collected on first use, which is rare."""

    def __init__(self, objects: Iterable[Object], spaces: NameSpaces) -> None:
        self._objects = objects
        self._spaces = spaces

    @cached_property
    def _by_space(self) -> dict[Hashable, set[str]]:
        names: dict[Hashable, set[str]] = defaultdict(set)
        for value in self._objects:
            name = value.name if isinstance(value, Constraint) else value.key.name
            if name is not None:
                for space in self._spaces(value):
                    names[space].add(name)
        return names

    def names(self, value: Object) -> set[str]:
        """Return the names that ``value`` cannot have."""
        return set().union(*(self._by_space[space] for space in self._spaces(value)))

    def add(self, value: Object, name: str) -> None:
        """Mark ``name`` as taken by ``value``."""
        for space in self._spaces(value):
            self._by_space[space].add(name)
