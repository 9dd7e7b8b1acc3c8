"""Remaining SQL: the statements of a half-applied revision that are not done, printed and not sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from autodiff.core.replay import Replay
from autodiff.execute.item import Item
from autodiff.execute.journal import JournalEntry
from autodiff.execute.live import LiveState
from autodiff.execute.offline import Offline, Send, follow
from autodiff.execute.position import Position
from autodiff.execute.record import items_of, recorded_until_stopped
from autodiff.execute.resume import Pickup
from autodiff.execute.script import Script
from autodiff.execute.statements import statements_of
from autodiff.execute.step import Run
from autodiff.execute.undo import is_torn, undo_of
from autodiff.revisions.path import Step


class Remaining(Offline):
    """Prints what a run would still do; ``choose`` returns the part of an item that is to be run."""

    def __init__(
        self,
        live: LiveState,
        state: Replay,
        send: Send,
        pickup: Pickup,
        choose: Callable[[Item], Item | None] = lambda item: item,
    ) -> None:
        super().__init__(live.dialect, state, send)
        self._live = live
        self._pickup = pickup
        self._choose = choose

    def hand(self, item: Item) -> None:
        """Send the statements of ``item`` that are left. Raises ScriptEdited, StatementInDoubt."""
        self._pickup.count(item)
        chosen = self._choose(item)
        if self._pickup.is_done or (chosen is None and not self._pickup.is_begun):
            return
        wanted = chosen or item
        planned, skip = self._pickup.left(
            wanted,
            self._live,
            lambda: tuple(statements_of(wanted, self.dialect, self._live)),
        )
        if planned is None:
            super().hand(wanted)
            return
        for statement in planned[skip:]:
            self._send(statement)
        follow(self._state, wanted)


def remaining(
    run: Run, step: Step, loaded: Script, half: JournalEntry, state: Replay, send: Send
) -> Remaining:
    """Return the migration that passes to ``send`` the statements of ``step`` left after ``half``.

    ``loaded`` is the script of ``step``, ``state`` the schema, ``run`` has the connection. Where
    ``step`` undoes a half-applied revision that stopped within an operation, the rest of that
    operation is sent first. Raises StatementInDoubt, UndoUnclear.
    """
    live, stopped = LiveState(run.connection, run.dialect), half.stopped
    if step.direction == stopped.direction:
        return Remaining(live, state, send, Pickup(half, run.doubt))
    names = stopped.direction + run.suffix, step.direction + run.suffix
    there = recorded_until_stopped(loaded, names[0], run.dialect, run.arguments)
    back = items_of(loaded, names[1], run.dialect, run.arguments)
    if not half.undoes and is_torn(stopped, there, live):
        pickup, count = Pickup(stopped, run.doubt), stopped.position.items_done + 1
        forth = Remaining(live, state, send, pickup)
        for item in there[:count]:
            forth.hand(item)
        stopped = replace(stopped, position=Position(count, pickup.hash), doing=None)
    undo = undo_of(stopped, there, back, live, run.doubt)
    resumed = Pickup(half if half.undoes else None, run.doubt)
    return Remaining(live, state, send, resumed, undo.chosen)
