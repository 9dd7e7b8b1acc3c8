"""The position: how far a revision got, down to the statement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from autodiff.core.statement import Statement
from autodiff.execute.item import Item
from autodiff.frozen import frozen

START = hashlib.sha256(b"autodiff").hexdigest()
"""The running hash before the first item."""


@frozen
class Planned:
    """The statements of an item, as they were generated before the first of them was sent.

    ``running_hash`` is the running hash after the item; ``fills`` are the fill values of its
    operations. If either differs in a later run, the item was edited.
    """

    statements: tuple[Statement, ...]
    running_hash: str
    fills: tuple[str, ...] = ()


@frozen
class Position:
    """How far a script got: ``items_done`` items, whose running hash is ``items_hash``, and
    ``statements_done`` statements of the next item. If that item has several, ``plan`` holds all of
    them: the database has changed since, so they could not be generated again. ``sent`` counts all
    statements that are done.
    """

    items_done: int = 0
    items_hash: str = START
    statements_done: int = 0
    sent: int = 0
    plan: str | None = None

    def columns(self) -> dict[str, Any]:
        """Return the position as columns of the journal."""
        return {
            "items_done": self.items_done,
            "items_hash": self.items_hash,
            "statements_done": self.statements_done,
            "sent": self.sent,
            "plan": self.plan,
        }

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Position:
        """Read the position from a row of the journal."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    def with_plan(self, planned: Planned, done: int) -> Position:
        """Return the position after the first ``done`` statements ``planned`` for the next item."""
        plan = _written(planned) if len(planned.statements) > 1 else None
        sent = self.sent + done - self.statements_done
        return Position(self.items_done, self.items_hash, done, sent, plan)

    def statement_done(self) -> Position:
        done, sent = self.statements_done + 1, self.sent + 1
        return Position(self.items_done, self.items_hash, done, sent, self.plan)

    def item_done(self, items: int, running_hash: str) -> Position:
        return Position(items, running_hash, 0, self.sent)

    def planned(self) -> Planned | None:
        """Return the statements in ``plan``; None where there is no plan."""
        if self.plan is None:
            return None
        read = json.loads(self.plan)
        statements = (Statement(sql, inside) for sql, inside in read["statements"])
        return Planned(tuple(statements), read["running_hash"], tuple(read["fills"]))


def _written(planned: Planned) -> str:
    pairs = [(each.sql, each.transactional) for each in planned.statements]
    facts = {"running_hash": planned.running_hash, "fills": planned.fills}
    return json.dumps({**facts, "statements": pairs})


def hash_after(before: str, item: Item) -> str:
    """Return the running hash ``before`` with ``item`` added."""
    return hashlib.sha256(f"{before}\n{item.content()}".encode()).hexdigest()
