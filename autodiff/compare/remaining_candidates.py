"""The rename candidates that are left once hooks have changed the steps."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.compare.candidates import Candidate
from autodiff.compare.label_candidates import LabelCandidate
from autodiff.core.operation import Alter, AnyOperation, Create, Drop


def still_due(
    candidates: Iterable[Candidate], steps: Iterable[AnyOperation]
) -> tuple[Candidate, ...]:
    """Return the candidates whose drop and create, or changed labels, are among ``steps``."""
    keys = {
        (type(step), step.object.key)
        for step in steps
        if isinstance(step, Create | Drop | Alter)
    }

    def is_due(candidate: Candidate) -> bool:
        if isinstance(candidate, LabelCandidate):
            return any(
                (sort, key) in keys
                for sort in (Alter, Drop)
                for key in candidate.places
            )
        drop, create = candidate.before.key, candidate.after.key
        return (Drop, drop) in keys and (Create, create) in keys

    return tuple(candidate for candidate in candidates if is_due(candidate))
