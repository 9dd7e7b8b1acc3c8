"""Findings: what a rule reports about one operation of a script."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

import sqlalchemy as sa

from autodiff.core.describe import describe
from autodiff.core.operation import Operation
from autodiff.frozen import frozen
from autodiff.lint.row_count import RowCount

ScriptFunction = Literal["upgrade", "downgrade"]

Effect = Literal[
    "loses", "refuses", "blocked", "unrestorable", "needs value", "impossible"
]
"""What happens, in this order: values or rows are lost; the statement fails if there are such rows;
it will fail, such rows were seen; a downgrade cannot re-create a constraint over the values that it
invents; rows need a value that the script must give; the database refuses to create the object.
"""

SENTENCES: dict[Effect, str] = {
    "loses": "Data loss{counted}: {reason}{tail}.",
    "refuses": "May fail{counted}: {reason}.",
    "blocked": "{operation}: {reason}",
    "unrestorable": "{operation}: {reason}",
    "needs value": "{reason}.",
    "impossible": "{operation}: {reason}",
}


@frozen
class RowQuery:
    """A query for the rows that a finding concerns; ``which`` follows "3 rows" (" with a value")."""

    select: sa.Select[Any]
    which: str = ""


@frozen
class Proof:
    """A query that must return a row for a finding to hold.

    ``of_rows`` is whether it reads rows of the database, not only constants.
    """

    select: sa.Select[Any]
    of_rows: bool = True


@frozen
class Finding:
    """What ``rule`` (an id such as "DS103") reports about ``operation``.

    ``reason`` is in words, without the number of rows. ``lasting`` is whether the other direction
    cannot undo it. ``query`` is SQL that shows the rows that make it fail, ``rows`` their number if
    they were counted; no value of a row is kept. ``advice`` says what to do if this case has its
    own. ``to_count`` and ``proof`` are queries that :mod:`autodiff.lint.queries` sends.
    """

    rule: str
    effect: Effect
    operation: Operation
    direction: ScriptFunction
    reason: str
    lasting: bool = False
    query: str = ""
    rows: RowCount | None = None
    advice: str = ""
    to_count: tuple[RowQuery, ...] = field(default=(), compare=False)
    proof: Proof | None = field(default=None, compare=False)

    @property
    def is_loss(self) -> bool:
        """Whether rows lose something or may be refused."""
        return self.effect in ("loses", "refuses")

    @property
    def sentence(self) -> str:
        """Return the finding in words, without the number of rows."""
        return self._words("")

    def __str__(self) -> str:
        return self._words(f" ({self.rows})" if self.rows else "")

    def _words(self, counted: str) -> str:
        return SENTENCES[self.effect].format(
            operation=describe(self.operation),
            counted=counted,
            reason=" ".join(self.reason.split()),
            tail="; a downgrade cannot restore them" if self.lasting else "",
        )
