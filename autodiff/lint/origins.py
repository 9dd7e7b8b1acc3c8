"""Origins: where tables and columns stood before the operations that were gone through."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.execute.live import LiveState
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table

Known = Callable[[Key], Object | None]
"""What the database holds under a key."""


class Origins:
    """Follows the operations of a run, so that rows can be found under the names of today."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._passed: list[Create[Object] | Rename[Object]] = []

    def of(self, key: Key) -> Key | None:
        """The key of a table or column before the run; None for what did not exist then."""
        for operation in reversed(self._passed):
            if isinstance(operation, Rename):
                key = _before(key, operation)
            elif operation.object.key in (key, _table_of(key)):
                return None
        return key if self._known(key) is not None else None

    def follow(self, operation: Operation) -> None:
        """Take ``operation`` as done."""
        if not isinstance(operation.object, Table | Column):
            return
        if isinstance(operation, Create):
            guarded = operation.if_not_exists and self.of(operation.object.key)
            if not guarded:
                self._passed.append(operation)
        elif isinstance(operation, Rename):
            self._passed.append(operation)


def _before(key: Key, rename: Rename[Object]) -> Key:
    old, new = rename.before.key, rename.after.key
    if key == new:
        return old
    if _table_of(key) == new:
        return key._replace(namespace=old.namespace, table=old.name)
    return key


def _table_of(key: Key) -> Key | None:
    """The table that a column stands in."""
    return Key(Table.kind, key.namespace, "", key.table) if key.table else None


def live_origins(connection: Connection, dialect: Dialect, schema: Schema) -> Origins:
    """Return the origins on a database of which ``schema`` was read; it is asked for the rest."""
    live = LiveState(connection, dialect)

    def known(key: Key) -> Object | None:
        value = schema.get(key)
        return live.get(key) if value is None else value

    return Origins(known)
