"""Differences for people: a sign, the object, and the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from autodiff.core.describe import describe
from autodiff.core.object import Object
from autodiff.core.operation import Alter, AnyOperation, Create, Drop, Rename
from autodiff.core.own_operation import OwnOperation
from autodiff.frozen import frozen

SIGNS: dict[type, str] = {Create: "+", Drop: "-", Alter: "~", Rename: "~"}


@frozen
class Difference:
    """One operation: its sign ``+ - ~``, the table (or other object) it belongs to, and a
    description.
    """

    sign: str
    place: str
    words: str


def differences(operations: Iterable[AnyOperation]) -> tuple[Difference, ...]:
    return tuple(
        Difference(SIGNS.get(type(step), "~"), _place(step), _words(step))
        for step in operations
    )


def grouped(differences: Sequence[Difference]) -> dict[str, list[Difference]]:
    """Group differences by place, in the order in which the places first appear."""
    places: dict[str, list[Difference]] = {}
    for difference in differences:
        places.setdefault(difference.place, []).append(difference)
    return places


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 revision``, ``2 revisions``."""
    return f"{number} {noun if number == 1 else _plural(noun)}"


def operation_json(operation: AnyOperation) -> dict[str, Any]:
    """Return an operation for ``--json``; an operation of a package's own has no object."""
    if isinstance(operation, OwnOperation):
        name = type(operation).__name__.lower()
        return {"operation": name, "description": describe(operation)}
    key = operation.object.key
    return {
        "operation": type(operation).__name__.lower(),
        "kind": key.kind,
        "namespace": key.namespace or None,
        "table": key.table or None,
        "name": key.name,
        "description": describe(operation),
    }


def _place(operation: AnyOperation) -> str:
    """Return the table that the object belongs to, or the object itself."""
    if isinstance(operation, OwnOperation):
        return ""
    key = operation.object.key
    if not key.table:
        return operation.object.words
    return "table " + ".".join(filter(None, (key.namespace, key.table)))


def _words(operation: AnyOperation) -> str:
    """Return the line of ``describe`` without what the sign and the place say already."""
    if isinstance(operation, OwnOperation):
        return describe(operation)
    verb, _, line = describe(operation).partition(" ")
    before = operation.before if isinstance(operation, Rename) else operation.object
    key = before.key
    own = f"{_noun(before)} {key.name}" if key.table else ""
    rest = " ".join(line.replace(before.words, own, 1).lstrip(": ").split())
    words = f"{verb} {rest}" if not own or isinstance(operation, Rename) else rest
    return " ".join([words.strip(), *_parts(operation)])


def _parts(operation: AnyOperation) -> Iterable[str]:
    """Yield ``(4 columns, 1 primary key)`` for what is created or dropped with the object."""
    if isinstance(operation, (Create, Drop)) and operation.parts:
        nouns = Counter(_noun(part) for part in operation.parts)
        counts = (counted(n, noun) for noun, n in nouns.items())
        yield f"({', '.join(counts)})"


def _noun(value: Object) -> str:
    return value.title or value.kind


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("x", "ch", "ss")) else f"{noun}s"
