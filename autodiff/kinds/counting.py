"""Counting: how a sequence or an identity column goes from number to number."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from autodiff.core.code import Code, literal
from autodiff.frozen import frozen


@frozen
class Counting:
    """How a sequence or an identity counts; None leaves it to the server.

    ``data_type`` is the type of a sequence's numbers, in SQL.
    """

    start: int | None = None
    increment: int | None = None
    minvalue: int | None = None
    maxvalue: int | None = None
    cycle: bool = False
    cache: int | None = None
    data_type: str | None = None

    @property
    def first(self) -> int:
        """Return the first number where no start is stated: the near end of the range."""
        if (self.increment or 1) > 0:
            return 1 if self.minvalue is None else self.minvalue
        return -1 if self.maxvalue is None else self.maxvalue

    def sql(self) -> str:
        """Return the options as in CREATE SEQUENCE or in an identity's parentheses."""
        words = {
            "START WITH": self.start,
            "INCREMENT BY": self.increment,
            "MINVALUE": self.minvalue,
            "MAXVALUE": self.maxvalue,
            "CACHE": self.cache,
        }
        parts = [
            f"{word} {value}" for word, value in words.items() if value is not None
        ]
        if self.data_type:
            parts.insert(0, f"AS {self.data_type}")
        return " ".join([*parts, "CYCLE"] if self.cycle else parts)

    def change(self, after: Counting) -> str:
        """Return the options of ALTER SEQUENCE that lead from here to ``after``: all that ``after``
        states, and resets of a limit, cycle or cache that it no longer states.
        """
        taken_back = {
            "NO MINVALUE": self.minvalue is not None and after.minvalue is None,
            "NO MAXVALUE": self.maxvalue is not None and after.maxvalue is None,
            "NO CYCLE": self.cycle and not after.cycle,
            "INCREMENT BY 1": self.increment is not None and after.increment is None,
            f"START WITH {after.first}": self.start is not None and after.start is None,
            "CACHE 1": self.cache is not None and after.cache is None,
        }
        words = [after.sql(), *(word for word, holds in taken_back.items() if holds)]
        return " ".join(word for word in words if word)

    def codes(self) -> dict[str, Code | None]:
        """Return the stated options as keyword arguments in source."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: literal(value)
            for name, value in values.items()
            if value is not None and value is not False
        }


def declared_counting(item: Any) -> Counting:
    """Return the counting of a SQLAlchemy ``Sequence`` or ``Identity``."""
    minvalue = None if item.nominvalue else item.minvalue
    maxvalue = None if item.nomaxvalue else item.maxvalue
    return Counting(
        item.start, item.increment, minvalue, maxvalue, bool(item.cycle), item.cache
    )
