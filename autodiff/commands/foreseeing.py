"""Foreseeing: what steps that are only shown would take from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from autodiff.commands.recording import items_of
from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter, Drop, Operation
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.errors import AutodiffError
from autodiff.execute.item import Group
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.table import Table
from autodiff.lint.loss_rows import LossRows
from autodiff.lint.losses import Direction, Loss, Opposite, losses
from autodiff.revisions.path import Step


class Foreseen(Replay):
    """A replay of the live schema that notes what each operation takes from rows."""

    def __init__(self, schema: Schema, dialect: Dialect, rows: LossRows) -> None:
        super().__init__(schema)
        self._dialect = dialect
        self._rows = rows
        self._direction: Direction = "upgrade"
        self._other: Callable[[], Opposite] = Opposite
        self._noted: list[Loss] = []

    def begin(self, step: Step, suffix: str, arguments: Mapping[str, Any]) -> None:
        """A step comes: what is noted from now on is of it."""
        self._noted = []
        self._direction = "downgrade" if step.direction == "downgrade" else "upgrade"
        self._other = cache(
            partial(_opposite_of, step, suffix, self._dialect, arguments)
        )

    def noted(self) -> tuple[Loss, ...]:
        """What the step takes from rows."""
        return tuple(self._noted)

    def apply(self, operation: Operation) -> None:
        self._noted.extend(self._losses(operation))
        self._rows.origins.follow(operation)
        super().apply(operation)

    def _losses(self, operation: Operation) -> Iterator[Loss]:
        """The other function is recorded only where it matters."""
        if not isinstance(operation.object, Table | Column | Enum):
            return
        known, other = self._as_it_is(operation), self._other()
        for loss in losses(known, self._direction, self._dialect, other):
            if self._rows.existed(loss):
                yield self._rows.counted(loss)

    def _as_it_is(self, operation: Operation) -> Operation:
        """With the column as the database has it, whatever the script says that it was."""
        match operation:
            case Alter(before=Column() as before):
                live = self.get(before.key)
                if isinstance(live, Column):
                    before = replace(before, type=live.type, computed=live.computed)
                    return replace(operation, before=before)
        return operation


def _opposite_of(
    step: Step, suffix: str, dialect: Dialect, arguments: Mapping[str, Any]
) -> Opposite:
    """What the script's other function drops, and whether it may restore values. One that cannot be
    recorded (it raises, say) restores nothing.
    """
    assert step.header is not None
    name = "downgrade" if step.direction == "upgrade" else "upgrade"
    try:
        items = items_of(step.header, name + suffix, dialect, arguments)
    except AutodiffError:
        return Opposite()
    groups = [each for each in items if isinstance(each, Group)]
    dropped = frozenset(
        operation.object.key
        for group in groups
        for operation in group.operations
        if isinstance(operation, Drop)
    )
    return Opposite(dropped, restores=len(groups) < len(items))
