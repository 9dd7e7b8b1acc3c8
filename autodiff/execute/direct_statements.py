"""Direct statements: SQL that a script sends on the connection itself, not through ``op``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

READING = frozenset(
    {"select", "show", "pragma", "explain", "describe", "desc", "with", "values"}
    | {"table", "set", "savepoint", "release", "rollback", "begin", "commit"}
)
"""First words of statements that may be sent again: they change no schema and no row."""

OWN = {"autodiff_own": True}
"""The execution option of statements that are the tool's own."""


def only_reads(sql: str) -> bool:
    """Whether the first word of a statement is in :data:`READING`; False for an empty text."""
    words = sql.split(maxsplit=1)
    return bool(words) and words[0].lower().strip("(;") in READING


def only_rows(sql: str) -> bool:
    """Whether a statement is an INSERT, UPDATE or DELETE, by its first word."""
    words = sql.split(maxsplit=1)
    return bool(words) and words[0].lower() in ("insert", "update", "delete")


class StatementListener:
    """Passes the statements of a connection to one callback; set up once for a whole run, since
    registering a listener with SQLAlchemy takes as long as a statement.
    """

    def __init__(self) -> None:
        self._told: Callable[[str], None] | None = None

    @contextmanager
    def telling(self, told: Callable[[str], None]) -> Iterator[None]:
        """Call ``told``, inside the block, with each statement that may write, before it is sent,
        except those marked as :data:`OWN`.
        """
        before, self._told = self._told, told
        try:
            yield
        finally:
            self._told = before

    def hear(self, sql: str, options: Mapping[str, Any]) -> None:
        """Pass on a statement that is about to be sent, if it may write and is not the tool's own."""
        if self._told is None or OWN.items() <= options.items() or only_reads(sql):
            return
        self._told(sql)


@contextmanager
def listening(connection: Connection) -> Iterator[StatementListener]:
    """Register a listener on ``connection`` for the block, without a callback yet."""
    listener = StatementListener()

    def listen(
        _: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
    ) -> None:
        listener.hear(
            statement, context.execution_options if context is not None else {}
        )

    sa.event.listen(connection, "before_cursor_execute", listen)
    try:
        yield listener
    finally:
        sa.event.remove(connection, "before_cursor_execute", listen)
