"""Labels that may have another name: what goes from a list and what comes in the same place."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.sources.candidates import Candidate
from autodiff.sources.labels import Pair, labels_of

SCORE = 0.7
"""A list that keeps its length and its other labels in their places is not often another list."""


@frozen
class LabelCandidate(Candidate):
    """Two labels of one column."""

    labels: Pair

    @property
    def pair(self) -> Pair:
        places = (self.after.key.namespace, self.after.key.table, self.after.key.name)
        start = ".".join(place for place in places if place)
        return f"{start}.{self.labels[0]}", f"{start}.{self.labels[1]}"


def label_candidates(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[LabelCandidate, ...]:
    """The labels whose lists differ in them alone; of a type that columns share, each once."""
    found: dict[object, LabelCandidate] = {}
    for key, after in declared.items():
        before = reflected.get(key)
        if not isinstance(after, Column) or not isinstance(before, Column):
            continue
        types = [x for x in after.uses if isinstance(declared.get(x), Enum)]
        if not types and before.type == after.type:
            continue
        old, new = (
            labels_of(column, side, dialect)
            for column, side in ((before, reflected), (after, declared))
        )
        for pair in _exchanged(old, new):
            place = (types[0] if types else key, pair)
            evidence = ("the same place in the list",)
            found.setdefault(
                place, LabelCandidate(before, after, SCORE, evidence, pair)
            )
    return tuple(found.values())


def _exchanged(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Pair]:
    if len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            if one not in new and other not in old:
                yield one, other
