"""Findings for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autodiff.cli.difference import operation_json
from autodiff.compare.typed_names import spoken
from autodiff.core.operation import Alter, Drop
from autodiff.errors.tree import few
from autodiff.lint.finding import Finding

NOT_LOOKED = (
    "No row was read (--no-rows): nothing is counted, and rows that block a change are not "
    "found."
)
NOT_COUNTED = "No row was read (--no-rows): nothing is counted."

_BACK: tuple[tuple[type[Alter[Any] | Drop[Any]], str], ...] = (
    (Drop, "The downgrade drops, with what they hold by then"),
    (Alter, "The downgrade may change or refuse values of"),
)
"""The beginning of the line about a downgrade's losses, by the operation that they are of."""


def loss_lines(losses: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for each thing that the upgrade takes from rows, and one for all that its
    downgrade takes.
    """
    for loss in losses:
        if loss.direction == "upgrade":
            yield str(loss)
    back = [loss for loss in losses if loss.direction == "downgrade"]
    for shape, head in _BACK:
        operations = (loss.operation for loss in back)
        keys = (x.object.key for x in operations if isinstance(x, shape))
        names = tuple(dict.fromkeys(map(spoken, keys)))
        if names:
            yield f"{head}: {few(names)}."


def blocked_lines(blocked: Sequence[Finding]) -> Iterator[str]:
    """Yield what the user is told about rows on which the script would fail."""
    for finding in blocked:
        yield f"In the way of {finding}."
        yield f"  Find them by: {finding.query}"
    if blocked:
        yield (
            "While these rows exist, the upgrade fails or leaves them wrong. Change "
            "them first, or in the script before the operation, with op.execute()."
        )


def unrestorable_lines(unrestorable: Sequence[Finding]) -> Iterator[str]:
    """Yield what the user is told about constraints that the downgrade cannot restore."""
    for finding in unrestorable:
        yield f"On the way back, {finding}."
    if unrestorable:
        yield (
            "The values of those columns are not kept. The downgrade makes values up, and "
            "fails where there are rows. State the right values in the script."
        )


def loss_json(loss: Finding) -> dict[str, Any]:
    """Return a loss for ``--json``; ``rows`` is null where they were not counted, and only a lower
    limit where ``more_rows`` is true.
    """
    counted = loss.rows
    return {
        **operation_json(loss.operation),
        "rule": loss.rule,
        "direction": loss.direction,
        "refused": loss.effect == "refuses",
        "lasting": loss.lasting,
        "loss": loss.sentence,
        "rows": counted.number if counted else None,
        "more_rows": bool(counted and counted.more),
    }


def blocked_json(finding: Finding) -> dict[str, Any]:
    """Return rows in the way of an operation for ``--json``, with the query that finds them."""
    return {**unrestorable_json(finding), "query": finding.query}


def unrestorable_json(finding: Finding) -> dict[str, Any]:
    """Return a constraint that the downgrade cannot restore, for ``--json``."""
    return {**operation_json(finding.operation), "reason": finding.reason}
