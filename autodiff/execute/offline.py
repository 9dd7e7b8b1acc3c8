"""The offline migration: turns the items of a script into SQL for printing, without a database."""

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

    ``state`` is the schema that the operations start from; they are replayed on it.
    """

    offline = True

    def __init__(self, dialect: Dialect, state: Replay, send: Send) -> None:
        self.dialect = dialect
        self._state = state
        self._send = send
        self._alone = False

    def hand(self, item: Item) -> None:
        """Print the SQL of the item; there is no result, since nothing is run."""
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
    """Replay the operations of an item on ``state``.

    An operation that does not fit is skipped: it depends on an object that the script's own SQL
    created, which cannot be replayed. A statement that needs such an object raises an error.
    """
    if isinstance(item, Group):
        for operation in item.operations:
            with suppress(ReplayConflict):
                state.apply(_known(operation, state))


def _known(operation: Operation, state: Replay) -> Operation:
    return complete(operation, state)
