"""The live state: the schema of a database, reflected table by table where an operation needs it."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope


class LiveState:
    """The live schema of a database; what was reflected is kept until :meth:`forget` is called."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect
        self._read: dict[tuple[str, str], Schema] = {}

    def get(self, key: Key, /) -> Object | None:
        return self.around(key).get(key)

    def under(self, key: Key, /) -> tuple[Object, ...]:
        return self.around(key).under(key)

    def users(self, key: Key, /) -> tuple[Object, ...]:
        return tuple(self.dialect.users(self.connection, key))

    def forget(self) -> None:
        """Forget what was reflected, since the database was changed."""
        self._read.clear()

    def around(self, key: Key) -> Schema:
        """Return the schema read for the table that ``key`` stands in (or is)."""
        place = (key.namespace, key.table or key.name)
        if place not in self._read:
            scope = Scope().only(*place)
            self._read[place] = self.dialect.live(self.connection, scope)
        return self._read[place]
