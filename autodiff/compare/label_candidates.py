"""Labels that may have another name: what goes from a list and what comes in the same place."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from autodiff.compare.candidates import Candidate
from autodiff.compare.labels import Listed, Pair, labels_of, listed_labels
from autodiff.compare.name_similarity import likeness
from autodiff.compare.typed_names import spoken_label
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum

SIMILAR, KEEPS, ALL_NEW = 0.9, 0.8, 0.65
"""Scores: where the names are alike; where other labels of the list stay; where none does.

Without a row that holds the label nothing can be lost, and KEEPS is below the limit for that. With
one, a script that takes the label away could not be run.
"""

_ALIKE = 0.6


@frozen
class LabelCandidate(Candidate):
    """Two labels of one column."""

    labels: Pair
    checks: tuple[Key, ...] = ()

    @property
    def pair(self) -> Pair:
        old, new = (spoken_label(self.after.key, each) for each in self.labels)
        return old, new

    @property
    def places(self) -> tuple[Key, ...]:
        """The column; its type where that is one of its own; the CHECKs that list the labels."""
        assert isinstance(self.before, Column)
        return (self.before.key, *self.before.uses, *self.checks)


def label_candidates(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[LabelCandidate, ...]:
    """The labels that have others in their places; of a type that columns share, each once."""
    found: dict[object, LabelCandidate] = {}
    for key, after in declared.items():
        before = reflected.get(key)
        if not isinstance(after, Column) or not isinstance(before, Column):
            continue
        new = labels_of(after, declared, dialect) if _may_list(before, after) else ()
        if not new:
            continue
        old = _known(before, reflected, new, dialect)
        types = [x for x in after.uses if isinstance(declared.get(x), Enum)]
        for pair in _exchanged(old.labels, new):
            place = (types[0] if types else key, pair)
            score, words = _judged(pair, old.labels, new)
            made = LabelCandidate(before, after, score, words, pair, old.checks)
            found.setdefault(place, made)
    return tuple(found.values())


def dropped_labels(
    before: Column, after: Column, reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[str, ...]:
    """The labels that a column loses."""
    new = labels_of(after, declared, dialect) if _may_list(before, after) else ()
    if not new:
        return ()
    old = _known(before, reflected, new, dialect).labels
    return tuple(each for each in old if each not in new)


def _may_list(before: Column, after: Column) -> bool:
    """Whether a look at the labels is worth it: of most columns the type says that they have none."""
    own = isinstance(after.type.source, sa.Enum | TypeDecorator)
    return own or bool(after.uses) or before.type != after.type


def _known(
    column: Column, live: Schema, wanted: tuple[str, ...], dialect: Dialect
) -> Listed:
    """The labels that the database keeps a column to: by its type, or by a CHECK."""
    labels = labels_of(column, live, dialect)
    return Listed(labels) if labels else listed_labels(column, live, wanted)


def _judged(
    pair: Pair, old: tuple[str, ...], new: tuple[str, ...]
) -> tuple[float, tuple[str, ...]]:
    if pair[0].lower() == pair[1].lower() or likeness(*pair) >= _ALIKE:
        return SIMILAR, ("the same place in the list", "a similar name")
    score = KEEPS if set(old) & set(new) else ALL_NEW
    return score, ("the same place in the list",)


def _exchanged(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Pair]:
    """The labels that go with those that come where they were, one for one."""
    gone = [each for each in old if each not in new]
    if not gone or not new:
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "replace":
            for pair in zip(old[start:end], new[new_start:new_end], strict=False):
                if pair[0] not in new and pair[1] not in old:
                    yield pair
