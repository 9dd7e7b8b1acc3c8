"""Labels of enum types: whether a change of a type is followed by the use of a new label at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.index import Index


def with_rebuilds(
    objects: Mapping[Key, Object], settled: Iterable[Object], reflected: Schema
) -> dict[Key, Object]:
    """``objects`` with those enum types marked that must be made anew; ``settled`` are the other
    declared ones.

    PostgreSQL refuses the use of a label that the same transaction has added (error 55P04), be it
    in a default or a condition. On the way back the labels that go are the ones that come, so both
    sides are looked at.
    """
    changed = {
        key: set(each.labels) ^ set(live.labels)
        for key, each in objects.items()
        if isinstance(each, Enum)
        and isinstance(live := reflected.get(key), Enum)
        and live.labels != each.labels
    }
    if not changed:
        return dict(objects)
    everything = (*settled, *objects.values(), *reflected.values())
    clauses = _clauses_by_type(everything, changed)
    return {
        key: (
            replace(each, rebuild=True)
            if isinstance(each, Enum)
            and key in changed
            and _mention(clauses[key], changed[key])
            else each
        )
        for key, each in objects.items()
    }


def _clauses_by_type(
    objects: Iterable[Object], types: Iterable[Key]
) -> dict[Key, list[Clause]]:
    found: dict[Key, list[Clause]] = defaultdict(list)
    wanted = set(types)
    for each in objects:
        if isinstance(each, Column | Check | Index | Exclude):
            for key in wanted.intersection(each.uses):
                found[key].extend(_clauses(each))
    return found


def _clauses(value: Column | Check | Index | Exclude) -> Iterator[Clause]:
    match value:
        case Column(default=default, computed=computed):
            yield from [default] if default is not None else []
            yield from [computed.expression] if computed is not None else []
        case Check(condition=condition):
            yield condition
        case Exclude(rule=rule):
            yield rule
        case Index(parts=parts, where=where):
            yield from (part.expression for part in parts if part.column is None)
            yield from [where] if where is not None else []


def _mention(clauses: Iterable[Clause], labels: Iterable[str]) -> bool:
    """Whether a label stands in any of the texts, alone or in an array's braces."""
    words = [label.replace("'", "''") for label in labels]
    return any(
        f"'{word}'" in clause.sql or ("{" in clause.sql and word in clause.sql)
        for clause in clauses
        for word in words
    )
