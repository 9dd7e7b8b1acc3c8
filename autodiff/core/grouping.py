"""Grouping: neighbouring operations on one table, which some databases make better together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from autodiff.core.key import Key
from autodiff.core.operation import Alter, AnyOperation
from autodiff.core.own_operation import OwnOperation

Grouped = tuple[Key | None, tuple[AnyOperation, ...]]
"""The parent that two or more operations share, or None for one that stands alone."""


def grouped(operations: Sequence[AnyOperation], *, batches: bool) -> Iterator[Grouped]:
    """Yield ``operations`` in their order; with ``batches``, neighbours under one parent together."""
    if not batches:
        yield from ((None, (each,)) for each in operations)
        return
    for parent, run in groupby(operations, _container):
        together = tuple(run)
        if parent is None or len(together) == 1:
            yield from ((None, (each,)) for each in together)
        else:
            yield parent, together


def _container(operation: AnyOperation) -> Key | None:
    """Return the key of the table that the operation changes: the object's parent, or the altered
    object itself.
    """
    if isinstance(operation, OwnOperation):
        return None
    value = operation.object
    return value.parent or (value.key if isinstance(operation, Alter) else None)
