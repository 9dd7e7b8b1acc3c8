"""The user's answers about renames that suit none of the databases."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.compare.compare import Comparison
from autodiff.compare.refused_renames import Idle
from autodiff.compare.renames import Unfit
from autodiff.errors.meaning import NothingDropped, RenameImpossible
from autodiff.frozen import frozen


@frozen
class Unsuited:
    """Answers of the user that do not suit one database."""

    unfit: tuple[Unfit, ...] = ()
    idle: tuple[Idle, ...] = ()


def unsuited(comparison: Comparison) -> Unsuited:
    return Unsuited(comparison.unfit, comparison.idle)


def check_said(found: Sequence[Unsuited]) -> None:
    """Raise RenameImpossible or NothingDropped for an answer that suits none of the databases."""
    if not found:
        return
    for unfit in found[0].unfit:
        if all(unfit.pair in {other.pair for other in each.unfit} for each in found):
            raise RenameImpossible(*unfit.pair, unfit.reason)
    for idle in found[0].idle:
        if all(idle.name in {other.name for other in each.idle} for each in found):
            raise NothingDropped(idle.name, idle.likely)
