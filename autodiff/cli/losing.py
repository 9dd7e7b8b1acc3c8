"""Losses for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autodiff.cli.difference import operation_json
from autodiff.errors.tree import few
from autodiff.lint.losses import (
    CAST,
    DROP_COLUMN,
    DROP_TABLE,
    LABEL_REMOVED,
    Loss,
    place_of,
)

NOT_LOOKED = (
    "No row was looked at (--no-rows): nothing is counted, and rows that are in the way of "
    "a change are not found."
)
NOT_COUNTED = "No row was looked at (--no-rows): nothing is counted."


def loss_lines(found: Sequence[Loss]) -> Iterator[str]:
    """A line for each thing that the upgrade takes from rows, one for all that its downgrade does."""
    for loss in found:
        if loss.direction == "upgrade":
            yield str(loss)
    back = [loss for loss in found if loss.direction == "downgrade"]
    for rules, head in _BACK:
        keys = (each.operation.object.key for each in back if each.rule in rules)
        names = tuple(dict.fromkeys(map(place_of, keys)))
        if names:
            yield f"{head}: {few(names)}."


_BACK = (
    ((DROP_TABLE, DROP_COLUMN), "The downgrade drops, with what they hold by then"),
    ((CAST, LABEL_REMOVED), "The downgrade may change or refuse values of"),
)
"""What is said of a downgrade's losses, by their rules; all else is said with the upgrade's."""


def loss_json(loss: Loss) -> dict[str, Any]:
    """``rows`` is null where they were not counted; there are more where ``more_rows`` is true."""
    counted = loss.rows
    return {
        **operation_json(loss.operation),
        "rule": loss.rule,
        "direction": loss.direction,
        "refused": loss.refused,
        "lasting": loss.lasting,
        "loss": loss.sentence,
        "rows": counted.number if counted else None,
        "more_rows": bool(counted and counted.more),
    }
