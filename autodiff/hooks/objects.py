"""include_object: the objects that are compared, once both sides are read."""

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
    """Return ``declared`` and ``reflected`` without the objects that ``hook`` excludes, and without
    their parts.

    Asked about ``parts`` of tables, or about all other objects. A dropped table is dropped with its
    parts, so these are not asked about.
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
        value for key, value in reflected.items() if key in out or value.parent in out
    ]
    out |= _dependents(declared, out - set(reflected))
    kept = declared.without(_with_parts(declared, out))
    live = reflected.without(
        [*(value.key for value in hidden), *_held(hidden, kept, reflected)]
    )
    return kept, _with_shared(live, hidden)


def _subjects(
    declared: Schema, reflected: Schema
) -> Iterator[tuple[Object, Object | None, bool]]:
    """Yield every object once: its declared value, else its live one; the other side's value or
    None; whether the first is the live one.
    """
    for key, value in declared.items():
        yield value, reflected.get(key), False
    for key, value in reflected.items():
        if key not in declared:
            yield value, None, True


def _wanted(
    hook: IncludeObject, value: Object, live: bool, other: Object | None
) -> bool:
    name = getattr(value, "name", value.key.name)
    about = value.words
    return ask_whether(
        "include_object", about, hook, value, name, value.known_as, live, other
    )


def _with_parts(schema: Schema, keys: Set[Key]) -> set[Key]:
    inside = {key for key, value in schema.items() if value.parent in keys}
    return {*keys, *inside}


def _dependents(declared: Schema, missing: Set[Key]) -> set[Key]:
    """Return the keys ``missing`` and all that depends on them, directly or not: neither exists nor
    will be created.
    """
    gone = _with_parts(declared, missing)
    while True:
        dependents = {
            key
            for key, value in declared.items()
            if key not in gone and not gone.isdisjoint(value.depends_on())
        }
        if not dependents:
            return gone
        gone |= _with_parts(declared, dependents)


def _held(hidden: list[Object], declared: Schema, reflected: Schema) -> Iterator[Key]:
    """Yield the keys of undeclared objects that hidden ones depend on softly: the index of a
    foreign key that MySQL refuses to drop (error 1553).
    """
    wanted = {key for value in hidden for key in value.soft_depends_on()}
    for key, value in reflected.items():
        if key not in declared and not wanted.isdisjoint(value.provides()):
            yield key


def _with_shared(live: Schema, hidden: list[Object]) -> Schema:
    """Return ``live`` with the types of hidden tables as shared, so that they are not dropped."""
    needed = {key for value in hidden for key in value.depends_on()}
    shared = [
        replace(value, shared=True)
        for key, value in live.items()
        if isinstance(value, Enum) and key in needed
    ]
    return live.with_objects(shared) if shared else live
