"""include_object: which objects are compared, once both sides are known."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.hooks.ask import ask_whether
from autodiff.hooks.configured import IncludeObject
from autodiff.kinds.enum import Enum


def included(
    declared: Schema, reflected: Schema, hook: IncludeObject, *, parts: bool
) -> tuple[Schema, Schema]:
    """Both sides less what ``hook`` does not want compared, and what stands in it.

    Asked about ``parts`` of tables, or about all else. A table that is dropped goes with all that
    stands in it, so its parts are not asked about.
    """
    out = {
        value.key
        for value, other, live in _subjects(declared, reflected)
        if (value.parent is not None) == parts
        and not (live and value.parent is not None and value.parent not in declared)
        and not _wanted(hook, value, live, other)
    }
    if not out:
        return declared, reflected
    hidden = [
        each for key, each in reflected.items() if key in out or each.parent in out
    ]
    out |= _without_ground(declared, out - set(reflected))
    kept = declared.without(_with_parts(declared, out))
    live = reflected.without(
        [*(each.key for each in hidden), *_held(hidden, kept, reflected)]
    )
    return kept, _with_shared(live, hidden)


def _subjects(
    declared: Schema, reflected: Schema
) -> Iterator[tuple[Object, Object | None, bool]]:
    """Each thing once: its declared value, else its live one; the other side; which it is."""
    for key, each in declared.items():
        yield each, reflected.get(key), False
    for key, each in reflected.items():
        if key not in declared:
            yield each, None, True


def _wanted(
    hook: IncludeObject, value: Object, live: bool, other: Object | None
) -> bool:
    name = getattr(value, "name", value.key.name)
    about = value.words
    return ask_whether(
        "include_object", about, hook, value, name, value.known_as, live, other
    )


def _with_parts(schema: Schema, keys: Set[Key]) -> set[Key]:
    inside = {key for key, each in schema.items() if each.parent in keys}
    return {*keys, *inside}


def _without_ground(declared: Schema, missing: Set[Key]) -> set[Key]:
    """What needs something that is neither there nor will be made, however far off."""
    gone = _with_parts(declared, missing)
    while True:
        more = {
            key
            for key, each in declared.items()
            if key not in gone and not gone.isdisjoint(each.depends_on())
        }
        if not more:
            return gone
        gone |= _with_parts(declared, more)


def _held(hidden: list[Object], declared: Schema, reflected: Schema) -> Iterator[Key]:
    """What hidden objects would rather have and only they do: the index of a foreign key that
    MySQL refuses to drop (error 1553).
    """
    wished = {key for each in hidden for key in each.soft_depends_on()}
    for key, each in reflected.items():
        if key not in declared and not wished.isdisjoint(each.provides()):
            yield key


def _with_shared(live: Schema, hidden: list[Object]) -> Schema:
    """Types that hidden tables use are not missed by the models."""
    needed = {key for each in hidden for key in each.depends_on()}
    shared = [
        replace(each, shared=True)
        for key, each in live.items()
        if isinstance(each, Enum) and key in needed
    ]
    return live.with_objects(shared) if shared else live
