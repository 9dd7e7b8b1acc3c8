"""What a stored CREATE TABLE says, without the places where it says it: all that reading asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from autodiff.dialects.sqlite.column_text import ColumnShape, column_shape
from autodiff.dialects.sqlite.plain import plain_name, plain_rule
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.table_text import (
    begins_constraint,
    rules_at_columns,
    table_text,
)
from autodiff.dialects.sqlite.tokens import tokens
from autodiff.errors.sqlite import SQLUnreadable
from autodiff.frozen import frozen

Rules = tuple[tuple[Rule, str | None], ...]
"""Constraints, each with the name of the column that it is written at, if it is."""


class Said(Protocol):
    """A table as it is said by its text, or by what was taken from it."""

    @property
    def name(self) -> str: ...
    @property
    def names(self) -> dict[str, str]: ...
    @property
    def shapes(self) -> tuple[ColumnShape, ...]: ...
    @property
    def constraint_rules(self) -> Rules: ...
    @property
    def options(self) -> frozenset[str]: ...
    def shape(self, name: str) -> ColumnShape | None: ...


@frozen
class TableSaid:
    """What a table's text says; each field as :class:`TableText` has it."""

    name: str
    shapes: tuple[ColumnShape, ...]
    constraint_rules: Rules
    options: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> dict[str, str]:
        """The columns as they are written, by their names in small letters."""
        return {each.name.lower(): each.name for each in self.shapes}

    def shape(self, name: str) -> ColumnShape | None:
        """The column of this name, which SQLite finds in any case of letters."""
        wanted = name.lower()
        return next((each for each in self.shapes if each.name.lower() == wanted), None)


@lru_cache(maxsize=20_000)
def table_said(sql: str) -> TableSaid:
    """What a CREATE TABLE statement says. Raises SQLUnreadable."""
    plain = plain_table(sql)
    if plain is not None:
        return plain
    text = table_text(sql)
    return TableSaid(text.name, text.shapes, text.constraint_rules, text.options)


def plain_table(sql: str) -> TableSaid | None:
    """A statement laid out as SQLAlchemy does: one column or constraint a line. None for others.

    It is cut at the ends of its lines, which could as well stand inside a string, a quoted name,
    parentheses or a comment. So each piece must be whole by itself: with no quote, parenthesis or
    comma left over, and no comment is taken. Pieces are mostly alike, and are looked at once.
    """
    head, opening, rest = sql.partition("(\n\t")
    inside, end, tail = rest.rpartition("\n)")
    name = plain_name(head + opening[:1])
    if name is None or not end or tail or "--" in sql or "/*" in sql:
        return None
    try:
        return _laid_out(name, inside.split(", \n\t"))
    except SQLUnreadable:
        return None


def _laid_out(name: str, pieces: Sequence[str]) -> TableSaid | None:
    shapes: list[ColumnShape] = []
    own: list[tuple[Rule, str | None]] = []
    for piece in pieces:
        if begins_constraint(piece):
            rule = plain_rule(piece)
            if rule is None:
                return None
            own.append((rule, None))
            continue
        shape = column_shape(piece)
        if own or not _is_whole(shape.said):
            return None
        shapes.append(shape)
    at_columns = rules_at_columns(shapes)
    return TableSaid(name, tuple(shapes), (*at_columns, *own))


@lru_cache(maxsize=20_000)
def _is_whole(text: str) -> bool:
    """Whether a column's text is one: no comma or parenthesis is left over."""
    depth = 0
    for token in tokens(text):
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth == 0 and token.text == ","):
            return False
    return depth == 0
