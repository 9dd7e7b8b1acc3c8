"""Enum labels that may be renamed: one is dropped from a list, another is added at its place."""

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
"""Scores: the names are similar; other labels of the list stay; no label stays.

Without a row that has the label nothing can be lost, and KEEPS is below the limit for that case.
With such a row, a script that removes the label could not be run.
"""

_ALIKE = 0.6


@frozen
class LabelCandidate(Candidate):
    """Two labels of one column, of which the second may be the first under a new name."""

    labels: Pair
    checks: tuple[Key, ...] = ()

    @property
    def pair(self) -> Pair:
        old, new = (spoken_label(self.after.key, label) for label in self.labels)
        return old, new

    @property
    def places(self) -> tuple[Key, ...]:
        """Return the column, its named type if it has one, and the CHECKs that list the labels."""
        assert isinstance(self.before, Column)
        return (self.before.key, *self.before.uses, *self.checks)


def label_candidates(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[LabelCandidate, ...]:
    """Return the labels that are replaced by others; those of a shared type once."""
    candidates: dict[object, LabelCandidate] = {}
    for key, after in declared.items():
        before = reflected.get(key)
        if not isinstance(after, Column) or not isinstance(before, Column):
            continue
        new = labels_of(after, declared, dialect) if _may_list(before, after) else ()
        if not new:
            continue
        old = _live_labels(before, reflected, new, dialect)
        types = [x for x in after.uses if isinstance(declared.get(x), Enum)]
        for pair in _exchanged(old.labels, new):
            identity = (types[0] if types else key, pair)
            score, words = _judged(pair, old.labels, new)
            candidate = LabelCandidate(before, after, score, words, pair, old.checks)
            candidates.setdefault(identity, candidate)
    return tuple(candidates.values())


def dropped_labels(
    before: Column, after: Column, reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[str, ...]:
    """Return the labels that a column loses: ``before`` is the column in ``reflected``, ``after``
    the column in ``declared``.
    """
    new = labels_of(after, declared, dialect) if _may_list(before, after) else ()
    if not new:
        return ()
    old = _live_labels(before, reflected, new, dialect).labels
    return tuple(each for each in old if each not in new)


def _may_list(before: Column, after: Column) -> bool:
    """Whether the labels are worth comparing: the type of most columns shows that they have none."""
    own = isinstance(after.type.source, sa.Enum | TypeDecorator)
    return own or bool(after.uses) or before.type != after.type


def _live_labels(
    column: Column, live: Schema, wanted: tuple[str, ...], dialect: Dialect
) -> Listed:
    """Return the labels that the database allows in a column, by its type or by a CHECK that lists
    one of ``wanted``.
    """
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
    """Yield pairs of a dropped label and the new one at its place in the list."""
    gone = [each for each in old if each not in new]
    if not gone or not new:
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        if change == "replace":
            for pair in zip(old[start:end], new[new_start:new_end], strict=False):
                if pair[0] not in new and pair[1] not in old:
                    yield pair
