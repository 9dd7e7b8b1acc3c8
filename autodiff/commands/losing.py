"""Losing: what a new script says of the rows that it takes something from, or that need a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.operation import Create, Step
from autodiff.core.own_operation import OwnOperation
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.needed_value import Filling, fill_advice, needs_fill
from autodiff.lint.loss_rows import LossRows
from autodiff.lint.losses import Direction, Loss, losses, opposite
from autodiff.revisions.body import Remarks


@frozen
class Lost:
    """What each direction of a script takes from rows; of the upgrade, with their numbers."""

    upgrade: tuple[Loss, ...] = ()
    downgrade: tuple[Loss, ...] = ()


def lost_by(
    there: Sequence[Step], back: Sequence[Step], dialect: Dialect, rows: LossRows
) -> Lost:
    """What a script that does ``there`` and ``back`` takes from rows; ``rows`` move along."""
    return Lost(
        tuple(_counted(there, back, dialect, rows)),
        tuple(_all(back, "downgrade", there, dialect)),
    )


def _all(
    steps: Sequence[Step], direction: Direction, other: Sequence[Step], dialect: Dialect
) -> Iterator[Loss]:
    undoing = opposite(other)
    for step in steps:
        yield from losses(step, direction, dialect, undoing)


def _counted(
    there: Sequence[Step], back: Sequence[Step], dialect: Dialect, rows: LossRows
) -> Iterator[Loss]:
    """Of what was there before the script."""
    undoing = opposite(back)
    for step in there:
        for loss in losses(step, "upgrade", dialect, undoing):
            if rows.existed(loss):
                yield rows.counted(loss)
        if not isinstance(step, OwnOperation):
            rows.origins.follow(step)


# --- comments -------------------------------------------------------------------------------------


def remarks_on(found: Iterable[Loss]) -> Remarks:
    """Comments for the operations that take something from rows; no numbers stand in a script."""
    said: dict[int, list[str]] = defaultdict(list)
    for loss in found:
        said[id(loss.operation)].append(loss.sentence)
    return lambda step: said.get(id(step), ())


def remarks_on_upgrade(
    found: Iterable[Loss], steps: Sequence[Step], live: Schema, dialect: Dialect
) -> Remarks:
    """The same, and what a table with rows needs, where there were none when the script was
    written.
    """
    of_losses = remarks_on(found)
    created = [each.object for each in steps if isinstance(each, Create)]

    def remarks(step: Step) -> Iterator[str]:
        yield from of_losses(step)
        if needs_fill(step):
            yield _value_needed(step, created, live, dialect)

    return remarks


def remarks_of(
    there: Sequence[Step], back: Sequence[Step], before: Schema, dialect: Dialect
) -> tuple[Remarks, Remarks]:
    """The comments of a script's two directions, on a database that is as ``before`` says."""
    up = _all(there, "upgrade", back, dialect)
    down = _all(back, "downgrade", there, dialect)
    return remarks_on_upgrade(up, there, before, dialect), remarks_on(down)


def _value_needed(
    step: Filling, created: Sequence[Object], live: Schema, dialect: Dialect
) -> str:
    column = step.object
    rules = (*live.under(column.parent), *created)
    who = (
        "A table with rows needs" if isinstance(step, Create) else "Rows with NULL need"
    )
    return f"{who} a value here{fill_advice(column, rules, dialect)}."
