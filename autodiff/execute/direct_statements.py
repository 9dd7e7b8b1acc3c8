"""Beside: statements that a script sends on the connection itself, past ``op``."""

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
    """Whether a statement begins with one of those words; what cannot be told does not."""
    words = sql.split(maxsplit=1)
    return bool(words) and words[0].lower().strip("(;") in READING


def only_rows(sql: str) -> bool:
    """Whether a statement changes rows and nothing else, by its first word."""
    words = sql.split(maxsplit=1)
    return bool(words) and words[0].lower() in ("insert", "update", "delete")


class StatementListener:
    """Hears the statements of a connection for whoever asks; set up once for a whole run, since
    SQLAlchemy's registering of a listener takes as long as a statement.
    """

    def __init__(self) -> None:
        self._told: Callable[[str], None] | None = None

    @contextmanager
    def telling(self, told: Callable[[str], None]) -> Iterator[None]:
        """Inside, ``told`` is called with each statement that may write, before it is sent; not
        with those that are marked as :data:`OWN`.
        """
        before, self._told = self._told, told
        try:
            yield
        finally:
            self._told = before

    def hear(self, sql: str, options: Mapping[str, Any]) -> None:
        """A statement is about to be sent."""
        if self._told is None or OWN.items() <= options.items() or only_reads(sql):
            return
        self._told(sql)


@contextmanager
def listening(connection: Connection) -> Iterator[StatementListener]:
    """An listener at ``connection``, nobody told yet."""
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
