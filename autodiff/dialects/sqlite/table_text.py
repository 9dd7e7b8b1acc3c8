"""Table text: a stored CREATE TABLE taken apart into items, from which it can be put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from autodiff.dialects.sqlite.column_text import (
    ColumnShape,
    ColumnText,
    column_shape,
    column_text,
)
from autodiff.dialects.sqlite.plain import plain_name, plain_rule
from autodiff.dialects.sqlite.rules import CONSTRAINTS, Rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.table_rules import begins_table_rule, table_rule
from autodiff.dialects.sqlite.tokens import tokens
from autodiff.errors.sqlite import SQLUnreadable
from autodiff.frozen import frozen


@frozen
class Item:
    """A column or a table constraint as it stands between two commas, with its space and comments.

    ``after`` is a comment that stands behind the comma, on its line: it speaks of this item.
    ``comma`` is empty where SQLite let the next constraint follow without one.
    """

    text: str
    after: str = ""
    comma: str = ","


@frozen
class TableText:
    """``head`` goes to the opening parenthesis, ``tail`` begins with the closing one."""

    head: str
    name: str
    columns: tuple[Item, ...]
    constraints: tuple[Item, ...]
    tail: str

    @property
    def sql(self) -> str:
        """The statement put together; equal to what was taken apart where nothing was changed."""
        return self.head + _joined(self.items, self.tail)

    @property
    def items(self) -> tuple[Item, ...]:
        return self.columns + self.constraints

    @cached_property
    def column_texts(self) -> tuple[ColumnText, ...]:
        return tuple(column_text(each.text) for each in self.columns)

    @cached_property
    def names(self) -> dict[str, str]:
        """The columns as they are written, by their names in small letters."""
        return {each.name.lower(): each.name for each in self.shapes}

    @cached_property
    def shapes(self) -> tuple[ColumnShape, ...]:
        """What the columns say, without the places where they say it."""
        return tuple(column_shape(each.text) for each in self.columns)

    @cached_property
    def constraint_rules(self) -> tuple[tuple[Rule, str | None], ...]:
        """Each constraint, with the name of the column that it is written at, if it is."""
        said = (_said(each.text) for each in self.constraints)
        own = ((rule, None) for rule in said if rule.kind in CONSTRAINTS)
        return (*rules_at_columns(self.shapes), *own)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The table's own constraints, one an item; ``start`` and ``end`` are places in it."""
        return tuple(_rules(each.text)[0] for each in self.constraints)

    @cached_property
    def options(self) -> frozenset[str]:
        """The words behind the parenthesis: STRICT, WITHOUT ROWID."""
        words = [each.text.upper() for each in tokens(self.tail)[1:]]
        return frozenset(" ".join(words).replace(" ,", ",").split(", ")) - {""}

    def shape(self, name: str) -> ColumnShape | None:
        """As :meth:`column`, without places."""
        wanted = name.lower()
        return next((each for each in self.shapes if each.name.lower() == wanted), None)

    def column(self, name: str) -> ColumnText | None:
        """The column of this name, which SQLite finds in any case of letters."""
        wanted = name.lower()
        for each in self.column_texts:
            if each.name.lower() == wanted:
                return each
        return None


def rules_at_columns(shapes: Iterable[ColumnShape]) -> list[tuple[Rule, str]]:
    """The constraints written at columns, with these columns' names."""
    return [
        (rule, shape.name)
        for shape in shapes
        for rule in shape.rules
        if rule.kind in CONSTRAINTS
    ]


def _joined(items: Sequence[Item], tail: str) -> str:
    """The items and what follows them; a comment must end with its line."""
    sql = tail
    comma = ""
    for item in reversed(items):
        line = (
            "\n"
            if "--" in item.after and not sql.lstrip(" \t").startswith("\n")
            else ""
        )
        sql = f"{item.text}{comma and item.comma}{item.after}{line}{sql}"
        comma = ","
    return sql


@lru_cache(maxsize=20_000)
def table_text(sql: str) -> TableText:
    """A CREATE TABLE statement taken apart. Raises SQLUnreadable."""
    opening, commas, end = _frame(sql)
    bounds = [opening, *(place + 1 for place in commas), end + 1]
    texts = [sql[a : b - 1] for a, b in zip(bounds, bounds[1:], strict=False)]
    items = list(_with_comments(texts)) if sql[opening:end].strip() else []
    first = next(
        (n for n, item in enumerate(items) if begins_constraint(item.text)), len(items)
    )
    constraints = (each for item in items[first:] for each in _apart(item))
    head = sql[:opening]
    return TableText(
        head,
        plain_name(head) or tokens(head)[-2].identifier,
        tuple(items[:first]),
        tuple(constraints),
        sql[end:],
    )


_STRUCTURE = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]
        | --[^\n]* | /\*.*?(?:\*/|\Z) | \( | \) | ,""",
    re.VERBOSE | re.DOTALL,
)
"""What can hold a parenthesis or comma that is none, and those that are. Each way begins with one
letter of its own: then Python looks for these letters before it tries a way.
"""


def _frame(sql: str) -> tuple[int, list[int], int]:
    """Where the text begins behind the outer parenthesis, its own commas, and where it closes."""
    depth = opening = 0
    commas: list[int] = []
    for found in _STRUCTURE.finditer(sql):
        sign = found[0]
        if sign == "(":
            depth += 1
            opening = opening or found.end()
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return opening, commas, found.start()
        elif sign == "," and depth == 1:
            commas.append(found.start())
    raise SQLUnreadable(sql, "the end")


def _with_comments(texts: Sequence[str]) -> Iterator[Item]:
    """Items of the texts between commas; a comment on a comma's line goes to the one before."""
    after = ""
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        own = text[len(after) :]
        after = _comment_of_line(following)
        yield Item(own, after)


def _comment_of_line(text: str) -> str:
    """The comment with which a text begins, to the end of the line; or nothing."""
    line, end, _ = text.partition("\n")
    return line if end and line.lstrip().startswith("--") else ""


_START = re.compile(
    r"\s*(?:(?P<rule>(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)(?![\w$]))|[\w\"`\['(])",
    re.I,
)
"""How an item begins, unless with a comment."""


def begins_constraint(text: str) -> bool:
    """Whether an item is a constraint of the table, not a column."""
    if start := _START.match(text):
        return start["rule"] is not None
    return begins_table_rule(Stream(text, tokens(text)[:1]))


def _apart(item: Item) -> Iterator[Item]:
    """An item for each of the constraints: SQLite lets them follow each other without a comma."""
    if plain_rule(item.text) is not None:
        yield item
        return
    *others, _ = ends = [rule.end for rule in _rules(item.text)]
    if not others:
        yield item
        return
    for begin, end in zip([0, *others], others, strict=False):
        yield Item(item.text[begin:end], comma="")
    yield Item(item.text[ends[-2] :], item.after)


def _said(text: str) -> Rule:
    """What a single constraint says, without the places where it says it."""
    return plain_rule(text) or _rules(text)[0]


@lru_cache(maxsize=20_000)
def _rules(text: str) -> tuple[Rule, ...]:
    """The table constraints that stand in ``text``."""
    stream = Stream(text, tokens(text))
    rules = []
    while not stream.ended:
        rules.append(table_rule(stream))
    return tuple(rules)
