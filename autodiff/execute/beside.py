"""Beside: statements that a script sends on the connection itself, past ``op``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


@contextmanager
def listening(connection: Connection, heard: Callable[[str], None]) -> Iterator[None]:
    """``heard`` is called with each statement that may write, before it is sent; not with those
    that are marked as :data:`OWN`.
    """

    def listen(
        _: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
    ) -> None:
        if not only_reads(statement) and not OWN.items() <= _options(context).items():
            heard(statement)

    sa.event.listen(connection, "before_cursor_execute", listen)
    try:
        yield
    finally:
        sa.event.remove(connection, "before_cursor_execute", listen)


def _options(context: Any) -> dict[str, Any]:
    return dict(context.execution_options) if context is not None else {}
