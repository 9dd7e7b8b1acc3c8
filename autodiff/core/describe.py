"""Operations in words, one line per operation, for reviewers, logs and the docstring of a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.operation import Alter, AnyOperation, Create, Drop, Rename
from autodiff.core.own_operation import OwnOperation


def describe(operation: AnyOperation) -> str:
    """Return one line, such as ``alter column users.mail: type VARCHAR(50) -> VARCHAR(80)``."""
    match operation:
        case Create(object=value):
            line = f"create {value.described()}"
        case Drop(object=value):
            line = f"drop {value.words}"
        case Rename(before=before, after=after):
            line = f"rename {before.words} to {_new_name(before, after)}"
        case Alter(before=before, after=after, inner_renames=inner_renames):
            changes = [*_changes(before, after), *_renamed(inner_renames)]
            line = f"alter {before.words}: {', '.join(changes)}"
        case OwnOperation():
            line = operation.described()
    return " ".join(line.split())


def _new_name(before: Object, after: Object) -> str:
    """Return the new name, with the namespace where the object moves to another."""
    name = getattr(after, "name", None) or after.key.name
    moves = before.key.namespace != after.key.namespace
    return f"{after.key.namespace}.{name}".lstrip(".") if moves else str(name)


def _changes(before: Object, after: Object) -> Iterator[str]:
    for name in before.changed_fields(after):
        old = shown(getattr(before, name))
        new = shown(getattr(after, name))
        yield f"{name.replace('_', ' ')} {old} -> {new}"


def _renamed(inner_renames: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"rows of {old!r} become {new!r}" for old, new in inner_renames)


def shown(value: Any) -> str:
    """Return a field's value for people: SQL of a clause, "yes" and "no" of a bool, "none" of None."""
    if isinstance(value, Clause):
        return value.sql
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"({', '.join(shown(each) for each in value)})"
    return repr(value) if isinstance(value, str) else str(value)
