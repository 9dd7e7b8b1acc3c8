"""Counting: how a sequence or an identity column goes from number to number."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from autodiff.core.code import Code, literal


@dataclass(frozen=True, slots=True)
class Counting:
    """How a sequence or an identity counts; None leaves a number to the server."""

    start: int | None = None
    increment: int | None = None
    minvalue: int | None = None
    maxvalue: int | None = None
    cycle: bool = False
    cache: int | None = None

    def sql(self) -> str:
        """The options as they follow CREATE SEQUENCE or stand in an identity's parentheses."""
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
        return " ".join([*parts, "CYCLE"] if self.cycle else parts)

    def codes(self) -> dict[str, Code | None]:
        """The options that are stated, as keyword arguments in source."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: literal(value)
            for name, value in values.items()
            if value is not None and value is not False
        }


def declared_counting(item: Any) -> Counting:
    """The counting of a SQLAlchemy ``Sequence`` or ``Identity``."""
    minvalue = None if item.nominvalue else item.minvalue
    maxvalue = None if item.nomaxvalue else item.maxvalue
    return Counting(
        item.start, item.increment, minvalue, maxvalue, bool(item.cycle), item.cache
    )
