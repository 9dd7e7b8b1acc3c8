"""Row counts: how many rows an operation concerns, up to a limit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.frozen import frozen

MOST = 10_000
"""The highest number counted."""

SECONDS = 5.0
"""The time limit of one query."""


@frozen
class RowCount:
    """A number of rows, or ``more`` than that; None if not counted. ``which`` says which rows."""

    number: int | None = None
    more: bool = False
    which: str = ""

    def __str__(self) -> str:
        if self.number is None:
            return "not counted"
        if self.more:
            return f"more than {self.number:,} rows{self.which}"
        noun = "rows" if self.number > 1 else "row"
        return f"{f'{self.number:,}' if self.number else 'no'} {noun}{self.which}"

    def __add__(self, other: RowCount) -> RowCount:
        if self.number is None or other.number is None:
            return RowCount(which=self.which)
        both = self.number + other.number
        more = self.more or other.more or both > MOST
        return RowCount(min(both, MOST), more, self.which)


def row_count(
    connection: Connection, dialect: Dialect, rows: sa.Select[Any], which: str = ""
) -> RowCount:
    """Return the number of rows of a query, up to ``MOST``.

    ``which`` is put into the result. It is "not counted" if the query takes longer than ``SECONDS``.
    """
    few = rows.limit(MOST + 1).subquery("counted")
    query = sa.select(sa.func.count()).select_from(few)
    compiled = query.compile(dialect=dialect.sa, compile_kwargs={"literal_binds": True})
    number: int | None = dialect.answer_within(connection, str(compiled), SECONDS)
    if number is None:
        return RowCount(which=which)
    return RowCount(min(number, MOST), number > MOST, which)
