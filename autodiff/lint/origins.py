"""Origins: the keys that tables and columns had before the operations of a run."""

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
"""Looks up the database's object of a key, as it is before the run."""


class Origins:
    """The keys before the run, by those after the operations followed so far. Queries on rows use
    the names before the run.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._passed: list[Create[Object] | Rename[Object]] = []

    def of(self, key: Key) -> Key | None:
        """Return the key of a table or column before the run; None if it did not exist then."""
        for operation in reversed(self._passed):
            if isinstance(operation, Rename):
                key = _before(key, operation)
            elif operation.object.key in (key, _table_of(key)):
                return None
        return key if self._known(key) is not None else None

    def follow(self, operation: Operation) -> None:
        """Note ``operation`` as done."""
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
    """Return the key of a column's table; None for the key of a table."""
    return Key(Table.kind, key.namespace, "", key.table) if key.table else None


def live_origins(connection: Connection, dialect: Dialect, schema: Schema) -> Origins:
    """Return origins that look up keys in ``schema``, which was read, then in the live database."""
    live = LiveState(connection, dialect)

    def look_up(key: Key) -> Object | None:
        value = schema.get(key)
        return live.get(key) if value is None else value

    return Origins(look_up)
