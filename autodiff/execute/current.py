"""The migration in force: where ``op`` hands its operations, one for each thread and task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.errors.running import NoMigration
from autodiff.execute.item import Item


class Migration(Protocol):
    """Takes what a script does: runs it, prints it or writes it down."""

    @property
    def dialect(self) -> Dialect: ...

    @property
    def offline(self) -> bool:
        """Whether there is no database to ask."""
        ...

    def hand(self, item: Item) -> Any:
        """Run ``item``; return the result of its statement if it has one."""
        ...

    def bind(self) -> Connection:
        """Return the live connection. Raises where there is none."""
        ...

    def autocommit(self) -> AbstractContextManager[None]:
        """Run a block outside any transaction."""
        ...


_MIGRATION: ContextVar[Migration] = ContextVar("autodiff_migration")


def migration() -> Migration:
    """Return the migration in force. Raises NoMigration outside of one."""
    try:
        return _MIGRATION.get()
    except LookupError:
        raise NoMigration() from None


@contextmanager
def in_force(current: Migration) -> Iterator[None]:
    """Make ``current`` the migration that ``op`` uses inside the block."""
    token = _MIGRATION.set(current)
    try:
        yield
    finally:
        _MIGRATION.reset(token)
