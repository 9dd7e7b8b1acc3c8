"""The offline migration: what a script hands over becomes SQL that is printed, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from autodiff.core.dialect import Dialect
from autodiff.core.knowledge import complete
from autodiff.core.operation import Operation
from autodiff.core.replay import Replay
from autodiff.core.statement import Statement
from autodiff.errors.operations import ReplayConflict
from autodiff.errors.running import LooksAtLiveData
from autodiff.execute.item import Group, Item
from autodiff.execute.statements import statements_of

Send = Callable[[Statement], None]


class Offline:
    """Turns items into statements for ``send``.

    What operations leave open is looked up in ``state``, which is moved along with them.
    """

    offline = True

    def __init__(self, dialect: Dialect, state: Replay, send: Send) -> None:
        self.dialect = dialect
        self._state = state
        self._send = send
        self._alone = False

    def hand(self, item: Item) -> None:
        """Print the item; it gives no result, since there is none."""
        for statement in list(statements_of(item, self.dialect, self._state)):
            inside = statement.transactional and not self._alone
            self._send(Statement(statement.sql, inside))
        follow(self._state, item)

    def bind(self) -> NoReturn:
        raise LooksAtLiveData()

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        """Run the statements of a block outside of any transaction."""
        self._alone = True
        try:
            yield
        finally:
            self._alone = False


def follow(state: Replay, item: Item) -> None:
    """Move ``state`` along with an item.

    An operation that does not fit is left out: it leans on something that SQL of the script's own
    made, which nobody can replay. A statement that must know such a thing says so.
    """
    if isinstance(item, Group):
        for operation in item.operations:
            with suppress(ReplayConflict):
                state.apply(_known(operation, state))


def _known(operation: Operation, state: Replay) -> Operation:
    return complete(operation, state)
