"""Still due: which candidates are left once hooks have changed what is to be done."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.compare.candidates import Candidate
from autodiff.compare.label_candidates import LabelCandidate
from autodiff.core.operation import Alter, AnyOperation, Create, Drop


def still_due(
    candidates: Iterable[Candidate], steps: Iterable[AnyOperation]
) -> tuple[Candidate, ...]:
    """The candidates whose drop and create, or change of labels, are among ``steps``."""
    keys = {
        (type(each), each.object.key)
        for each in steps
        if isinstance(each, Create | Drop | Alter)
    }

    def is_due(candidate: Candidate) -> bool:
        if isinstance(candidate, LabelCandidate):
            return any(
                (way, x) in keys for way in (Alter, Drop) for x in candidate.places
            )
        drop, create = candidate.before.key, candidate.after.key
        return (Drop, drop) in keys and (Create, create) in keys

    return tuple(each for each in candidates if is_due(each))
