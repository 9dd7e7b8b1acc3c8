"""Table text: a stored CREATE TABLE taken apart into items, from which it can be put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from autodiff.dialects.sqlite.column_text import ColumnText, column_text
from autodiff.dialects.sqlite.rules import Rule, begins_table_rule, table_rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.tokens import Token, closing, tokens, unquoted
from autodiff.errors import SQLUnreadable


@dataclass(frozen=True, slots=True)
class Item:
    """A column or a table constraint as it stands between two commas, with its space and comments.

    ``after`` is a comment that stands behind the comma, on its line: it speaks of this item.
    ``comma`` is empty where SQLite let the next constraint follow without one.
    """

    text: str
    after: str = ""
    comma: str = ","


@dataclass(frozen=True)
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
    def rules(self) -> tuple[Rule, ...]:
        """The table's own constraints, one an item; ``start`` and ``end`` are places in it."""
        return tuple(_only_rule(each.text) for each in self.constraints)

    @cached_property
    def options(self) -> frozenset[str]:
        """The words behind the parenthesis: STRICT, WITHOUT ROWID."""
        words = [each.text.upper() for each in tokens(self.tail)[1:]]
        return frozenset(" ".join(words).replace(" ,", ",").split(", ")) - {""}

    def column(self, name: str) -> ColumnText | None:
        """The column of this name, which SQLite finds in any case of letters."""
        wanted = name.lower()
        for each in self.column_texts:
            if each.name.lower() == wanted:
                return each
        return None


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
    stream = tokens(sql)
    opening = next((n for n, each in enumerate(stream) if each.text == "("), None)
    if opening is None or opening == 0:
        raise SQLUnreadable(sql, "(")
    end = closing(stream, opening)
    places = list(_places(sql, stream[opening + 1 : end], stream[end].start))
    items = list(_items(sql, stream[opening].end, places))
    first = next(
        (n for n, item in enumerate(items) if _is_constraint(item.text)), len(items)
    )
    return TableText(
        sql[: stream[opening].end],
        unquoted(stream[opening - 1].text),
        tuple(items[:first]),
        tuple(items[first:]),
        sql[stream[end].start :],
    )


def _is_constraint(text: str) -> bool:
    return begins_table_rule(Stream(text, tokens(text)[:1]))


def _places(sql: str, inner: Sequence[Token], end: int) -> Iterator[tuple[int, int]]:
    """Where each item ends and the next begins; the comma lies between, if there is one.

    SQLite lets table constraints follow each other without a comma.
    """
    depth, begin = 0, 0
    for index, token in enumerate(inner):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            yield from _inside(inner[begin:index])
            yield token.start, token.end
            begin = index + 1
    yield from _inside(inner[begin:])
    yield end, end


def _inside(item: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The places within one item at which a further table constraint begins."""
    stream = Stream("", item)
    if not begins_table_rule(stream):
        return
    while not stream.ended:
        table_rule(stream)
        if not stream.ended:
            yield stream.end, stream.end


def _items(sql: str, begin: int, places: Sequence[tuple[int, int]]) -> Iterator[Item]:
    last = places[-1][1]
    for end, following in places:
        comma = sql[end:following]
        after = _comment_of_line(sql, following) if comma else ""
        yield Item(sql[begin:end], after, comma if following < last else ",")
        begin = following + len(after)


def _comment_of_line(sql: str, begin: int) -> str:
    """The comment between ``begin`` and the end of the line; or nothing."""
    line_end = sql.find("\n", begin)
    line = sql[begin:line_end] if line_end >= 0 else ""
    return line if line.lstrip().startswith("--") else ""


def _only_rule(text: str) -> Rule:
    return table_rule(Stream(text, tokens(text)))
