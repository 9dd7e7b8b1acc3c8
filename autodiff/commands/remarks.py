"""The comments in a new script for the findings of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from autodiff.core.dialect import Dialect
from autodiff.core.operation import AnyOperation
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.lint.change import Change, opposite
from autodiff.lint.finding import Finding
from autodiff.lint.judge import judged
from autodiff.revisions.body import Remarks


def remarks_on(findings: Iterable[Finding]) -> Remarks:
    """Return the comments for operations that take something from rows, or need a value for them;
    without numbers of rows, which change.
    """
    sentences: dict[int, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.is_loss or finding.effect == "needs value":
            sentences[id(finding.operation)].append(finding.sentence)
    return lambda step: sentences.get(id(step), ())


def remarks_of(
    there: Sequence[AnyOperation],
    back: Sequence[AnyOperation],
    before: Schema,
    dialect: Dialect,
) -> tuple[Remarks, Remarks]:
    """Return the comments of a script's two directions, ``there`` and ``back``, on a database of
    ``dialect`` whose schema is ``before``.
    """
    state = ReplayedState(before)
    up = Change("upgrade", dialect, state, there, partial(opposite, back))
    down = Change("downgrade", dialect, state, back, partial(opposite, there))
    return remarks_on(judged(up)), remarks_on(judged(down))
