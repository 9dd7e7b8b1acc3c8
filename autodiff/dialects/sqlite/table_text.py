"""Table text: a stored CREATE TABLE taken apart into items, from which it can be put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from autodiff.dialects.sqlite.column_text import ColumnText, column_text
from autodiff.dialects.sqlite.rules import CONSTRAINTS, Rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.table_rules import table_rule
from autodiff.dialects.sqlite.tokens import BLANK, NAME, tokens, unquoted
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
        return {column.name.lower(): column.name for column in self.column_texts}

    @cached_property
    def constraint_rules(self) -> tuple[tuple[Rule, str | None], ...]:
        """Each constraint, with the name of the column that it is written at, if it is; the places
        of these are places behind the name.
        """
        at_columns = [
            (rule, column.name)
            for column in self.column_texts
            for rule in column.rest.rules
            if rule.kind in CONSTRAINTS
        ]
        own = [(rule, None) for rule in self.rules if rule.kind in CONSTRAINTS]
        return (*at_columns, *own)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The table's own constraints, one an item; ``start`` and ``end`` are places in it."""
        return tuple([_rules(item.text)[0] for item in self.constraints])

    @cached_property
    def options(self) -> frozenset[str]:
        """The words behind the parenthesis: STRICT, WITHOUT ROWID."""
        words = [token.text.upper() for token in tokens(self.tail)[1:]]
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
    """Take a CREATE TABLE statement apart. Raises SQLUnreadable."""
    head = _HEAD.match(sql)
    if head is None:
        raise SQLUnreadable(sql, sql)
    opening = head.end()
    commas, end = _frame(sql, opening)
    bounds = [opening, *(place + 1 for place in commas), end + 1]
    texts = [sql[a : b - 1] for a, b in zip(bounds, bounds[1:], strict=False)]
    items = _items(texts) if sql[opening:end].strip() else []
    first = next(
        (n for n, item in enumerate(items) if _CONSTRAINT.match(item.text)), len(items)
    )
    constraints = [part for item in items[first:] for part in _apart(item)]
    return TableText(
        head.group(),
        unquoted(head["name"]),
        tuple(items[:first]),
        tuple(constraints),
        sql[end:],
    )


_WAYS = re.VERBOSE | re.DOTALL | re.IGNORECASE

_HEAD = re.compile(
    rf"""CREATE {BLANK} (?:[A-Z]+ {BLANK})*? TABLE {BLANK}
        (?:{NAME} {BLANK} \. {BLANK})? (?P<name>{NAME}) {BLANK} \(""",
    _WAYS,
)

_STRUCTURE = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]
        | --[^\n]* | /\*.*?(?:\*/|\Z) | \( | \) | ,""",
    re.VERBOSE | re.DOTALL,
)
"""What can hold a parenthesis or comma that is none, and those that are. Each way begins with one
letter of its own: then Python looks for these letters before it tries a way.
"""


def _frame(sql: str, opening: int) -> tuple[list[int], int]:
    """Where the text behind the outer parenthesis has its own commas, and where it closes."""
    depth = 1
    commas: list[int] = []
    for found in _STRUCTURE.finditer(sql, opening):
        sign = found[0]
        if sign == "," and depth == 1:
            commas.append(found.start())
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return commas, found.start()
    raise SQLUnreadable(sql, "the end")


def _items(texts: Sequence[str]) -> list[Item]:
    """Make items of the texts between commas; a comment on a comma's line goes to the one before."""
    items = []
    after = ""
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        own = text[len(after) :]
        after = _comment_of_line(following) if "--" in following else ""
        items.append(Item(own, after))
    return items


def _comment_of_line(text: str) -> str:
    """The comment with which a text begins, to the end of the line; or nothing."""
    line, end, _ = text.partition("\n")
    return line if end and line.lstrip().startswith("--") else ""


_CONSTRAINT = re.compile(
    f"{BLANK} (?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)(?![\\w$])", _WAYS
)
"""How a constraint of the table begins; these words name no column unless they are quoted."""

_NAMED = re.compile(
    f"{BLANK} (?P<word>CONSTRAINT)(?![\\w$]) {BLANK} (?P<name>{NAME})", _WAYS
)


def _apart(item: Item) -> list[Item]:
    """Make an item of each constraint: SQLite lets them follow each other without a comma."""
    rules = _rules(item.text)
    if len(rules) == 1:
        return [item]
    ends = [rule.end for rule in rules]
    *starts, last = [0, *ends[:-1]]
    before = [
        Item(item.text[start:end], comma="")
        for start, end in zip(starts, ends, strict=False)
    ]
    return [*before, Item(item.text[last:], item.after)]


@lru_cache(maxsize=20_000)
def _rules(text: str) -> tuple[Rule, ...]:
    """Read the table constraints that stand in ``text``: one, where no comma was left out."""
    named = _NAMED.match(text)
    if named is None:
        return _rules_behind_name(text)
    place = named.end()
    first, *others = _rules_behind_name(text[place:])
    first = first._replace(
        start=named.start("word"),
        end=first.end + place,
        name=first.name or unquoted(named["name"]),
    )
    return (first, *[rule.moved(place) for rule in others])


@lru_cache(maxsize=20_000)
def _rules_behind_name(sql: str) -> tuple[Rule, ...]:
    """Constraints that differ in nothing but their name are read once."""
    stream = Stream(sql, tokens(sql))
    rules = [table_rule(stream)]
    while not stream.ended:
        rules.append(table_rule(stream))
    return tuple(rules)
