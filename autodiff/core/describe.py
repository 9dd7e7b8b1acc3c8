"""Operations in words: one line each, for reviewers, logs and the docstring of a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename


def describe(operation: Operation) -> str:
    """One line, such as ``alter column users.mail: type VARCHAR(50) -> VARCHAR(80)``."""
    match operation:
        case Create(object=value):
            return f"create {value.described()}"
        case Drop(object=value):
            return f"drop {value.key}"
        case Rename(before=before, after=after):
            return f"rename {before.key} to {after.key.name}"
        case Alter(before=before):
            return f"alter {before.key}: {', '.join(_changes(operation))}"


def _changes(operation: Alter) -> Iterator[str]:
    for name in operation.before.changed_fields(operation.after):
        old = shown(getattr(operation.before, name))
        new = shown(getattr(operation.after, name))
        yield f"{name.replace('_', ' ')} {old} -> {new}"


def shown(value: Any) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, Clause):
        return value.sql
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"({', '.join(shown(each) for each in value)})"
    return repr(value) if isinstance(value, str) else str(value)
