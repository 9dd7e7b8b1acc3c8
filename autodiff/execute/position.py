"""The position: how far a revision got, down to the statement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from autodiff.core.statement import Statement
from autodiff.execute.item import Item
from autodiff.frozen import frozen

START = hashlib.sha256(b"autodiff").hexdigest()
"""The running hash before the first item."""


@frozen
class Position:
    """``items_done`` items of a script are done, whose running hash is ``items_hash``, and
    ``statements_done`` statements of the next one. Where that one has several, ``plan`` has them
    all: the database changed since they were made, so they would not be made the same again.
    ``sent`` counts all statements that are done.
    """

    items_done: int = 0
    items_hash: str = START
    statements_done: int = 0
    sent: int = 0
    plan: str | None = None

    def columns(self) -> dict[str, Any]:
        """As columns of the journal."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Position:
        """From a row of the journal."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    def planned(self, statements: Sequence[Statement]) -> Position:
        """Before the first of these statements."""
        several = len(statements) > 1
        return replace(self, plan=_written(statements) if several else None)

    def statement_done(self) -> Position:
        return replace(
            self, statements_done=self.statements_done + 1, sent=self.sent + 1
        )

    def item_done(self, items: int, running_hash: str) -> Position:
        return Position(items, running_hash, 0, self.sent)

    def statements(self) -> tuple[Statement, ...] | None:
        """The plan, or None where there is none."""
        if self.plan is None:
            return None
        return tuple(Statement(sql, inside) for sql, inside in json.loads(self.plan))


def _written(statements: Sequence[Statement]) -> str:
    return json.dumps([(each.sql, each.transactional) for each in statements])


def hash_after(before: str, item: Item) -> str:
    """The running hash of what was handed over, with ``item`` added."""
    return hashlib.sha256(f"{before}\n{item.content()}".encode()).hexdigest()
