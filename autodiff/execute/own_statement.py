"""An own statement: SQL of the tool's own bookkeeping, compiled once and sent many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, CursorResult

from autodiff.execute.direct_statements import OWN


class OwnStatement:
    """An INSERT, UPDATE or DELETE with values for ``names``, on one connection.

    SQLAlchemy's usual way (compute a cache key, look up the compiled form, collect the parameters)
    takes longer than SQLite takes to run the statement, and a run of thousands of revisions sends
    thousands. So the SQL is compiled once, and sent to the driver with values converted by their
    types' bind processors; events and errors of SQLAlchemy stay the same. A connection with
    ``schema_translate_map`` goes the usual way, since its SQL depends on the connection's options.
    ``tests/execute/test_own_statement.py`` compares the two ways.
    """

    def __init__(
        self, connection: Connection, statement: sa.UpdateBase, names: Iterable[str]
    ) -> None:
        self._connection = connection
        self._construct = statement.execution_options(**OWN)
        self._compiled: Any = statement.compile(
            dialect=connection.dialect, column_keys=list(names)
        )
        self._text = str(self._compiled)
        self._positional = self._compiled.positiontup is not None
        self._parameters = tuple(self._processing())
        self._names = [name for name, _ in self._parameters]
        options = connection.get_execution_options()
        self._translated = bool(options.get("schema_translate_map"))

    def _processing(self) -> Iterable[tuple[str, Callable[[Any], Any] | None]]:
        """Return the parameters in their order, each with its type's conversion of values for the driver."""
        dialect, binds = self._connection.dialect, self._compiled.binds
        for name in self._compiled.positiontup or binds:
            yield name, binds[name].type.dialect_impl(dialect).bind_processor(dialect)

    def send(self, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Send the statement with ``values``, which has a value for every name."""
        if self._translated:
            return self._connection.execute(self._construct, dict(values))
        ready = [
            process(values[name]) if process else values[name]
            for name, process in self._parameters
        ]
        named = not self._positional
        return self._connection.exec_driver_sql(
            self._text,
            dict(zip(self._names, ready, strict=True)) if named else tuple(ready),
            execution_options=OWN,
        )
