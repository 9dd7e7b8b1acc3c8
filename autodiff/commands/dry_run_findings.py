"""The findings of a dry run: what its steps would take from rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.commands.recording import items_of
from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter, Drop, Operation
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.errors import AutodiffError
from autodiff.execute.item import Group
from autodiff.kinds.column import Column
from autodiff.lint.change import Change, Opposite
from autodiff.lint.finding import Finding, ScriptFunction
from autodiff.lint.judge import judged_operation
from autodiff.lint.origins import live_origins
from autodiff.lint.queries import counted
from autodiff.revisions.path import Step


class Foreseen(Replay):
    """A replay of the live schema that notes what each operation takes from rows; with ``look``
    false rows are not counted.
    """

    def __init__(
        self, schema: Schema, dialect: Dialect, connection: Connection, *, look: bool
    ) -> None:
        super().__init__(schema)
        self._connection = connection
        self._look = look
        self._change = Change(
            "upgrade",
            dialect,
            ReplayedState(schema),
            origins=live_origins(connection, dialect, schema),
        )
        self._noted: list[Finding] = []

    def begin(self, step: Step, suffix: str, arguments: Mapping[str, Any]) -> None:
        """Start noting for ``step``. The script's opposite function, of the database with
        ``suffix`` and called with ``arguments``, is recorded only where a rule asks for it.
        """
        self._noted = []
        other = partial(_opposite_of, step, suffix, self._change.dialect, arguments)
        direction: ScriptFunction = (
            "downgrade" if step.direction == "downgrade" else "upgrade"
        )
        self._change = replace(self._change, direction=direction, other=cache(other))

    def noted(self) -> tuple[Finding, ...]:
        """Return what the step takes from rows."""
        return tuple(self._noted)

    def apply(self, operation: Operation) -> None:
        change = self._change
        for finding in judged_operation(self._as_it_is(operation), change):
            if finding.is_loss:
                self._noted.append(self._counted(finding))
        if change.origins is not None:
            change.origins.follow(operation)
        super().apply(operation)

    def _counted(self, finding: Finding) -> Finding:
        if not self._look:
            return finding
        return counted(self._connection, self._change.dialect, finding)

    def _as_it_is(self, operation: Operation) -> Operation:
        """Return the operation with the live column in place of what the script says that it was."""
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
    """Return what the script's opposite function drops, and whether it may restore values. A
    function that cannot be recorded (it raises, say) restores nothing.
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
