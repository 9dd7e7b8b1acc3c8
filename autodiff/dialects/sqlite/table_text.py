"""The parser of stored CREATE TABLE statements; the parts can be joined to the same text again.

Many columns and constraints differ only in their names. So the name is split off first, and the
result of parsing the rest is cached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from autodiff.dialects.sqlite.rules import (
    COLUMN_RULE_WORDS,
    CONSTRAINTS,
    StoredRule,
    column_rule,
    constraints_in,
)
from autodiff.dialects.sqlite.tokens import BLANK, NAME, Stream, tokens, unquoted
from autodiff.errors.sqlite import SQLUnreadable
from autodiff.frozen import frozen


@frozen
class BodyItem:
    """The text of a column or table constraint between two commas, with its space and comments.

    ``after`` is a comment after the comma on the same line, which belongs to this item. ``comma`` is
    empty if the next constraint follows without one, which SQLite accepts.
    """

    text: str
    after: str = ""
    comma: str = ","


# --- columns --------------------------------------------------------------------------------------


class ColumnRest(NamedTuple):
    """The text after a column's name: its type ("" for none), which ends at ``type_end``, and its
    rules. Columns that differ only in their name share one.
    """

    sql: str
    type: str
    type_end: int
    rules: tuple[StoredRule, ...]

    def rule(self, kind: str) -> StoredRule | None:
        """Find the last rule of a kind: the one that holds."""
        for rule in reversed(self.rules):
            if rule.kind == kind:
                return rule
        return None


class ColumnText(NamedTuple):
    """The ``text`` of a column. Places are offsets in it; those in ``rest`` begin after the name."""

    text: str
    name: str
    name_start: int
    name_end: int
    rest: ColumnRest

    @property
    def type(self) -> str:
        return self.rest.type

    @property
    def type_end(self) -> int:
        return self.name_end + self.rest.type_end

    @property
    def rules(self) -> tuple[StoredRule, ...]:
        return tuple([rule.moved(self.name_end) for rule in self.rest.rules])

    def rule(self, kind: str) -> StoredRule | None:
        """Find the last rule of a kind: the one that holds."""
        rule = self.rest.rule(kind)
        return None if rule is None else rule.moved(self.name_end)

    @property
    def end(self) -> int:
        """Return the end of the last token; comments may follow."""
        rules = self.rest.rules
        return self.name_end + (rules[-1].end if rules else self.rest.type_end)


_FLAGS = re.VERBOSE | re.DOTALL | re.IGNORECASE
_NAMED_COLUMN = re.compile(f"{BLANK} (?P<name>{NAME})", _FLAGS)


@lru_cache(maxsize=50_000)
def column_text(text: str) -> ColumnText:
    """Parse a column definition. Raises SQLUnreadable."""
    named = _NAMED_COLUMN.match(text)
    if named is None:
        raise SQLUnreadable(text, text)
    start, end = named.span("name")
    rest = column_rest(text[end:])
    return ColumnText(text, unquoted(named["name"]), start, end, rest)


@lru_cache(maxsize=50_000)
def column_rest(sql: str) -> ColumnRest:
    """Parse what follows a column's name. Raises SQLUnreadable."""
    stream = Stream(sql)
    start = stream.start
    while _in_type(stream):
        if stream.sees("("):
            stream.group()
        else:
            stream.take()
    type_end = stream.end
    type_ = sql[start:type_end] if type_end else ""
    rules: list[StoredRule] = []
    while not stream.ended:
        _add(rules, column_rule(stream))
    return ColumnRest(sql, type_, type_end, tuple(rules))


def _in_type(stream: Stream) -> bool:
    if stream.ended or stream.peek().keyword in COLUMN_RULE_WORDS:
        return False
    return not stream.sees("GENERATED", "ALWAYS")


def _add(rules: list[StoredRule], rule: StoredRule) -> None:
    """Add ``rule`` to ``rules``; a separate deferral belongs to the last foreign key."""
    if rule.kind == "deferral" and rule.reference is not None:
        for index in reversed(range(len(rules))):
            reference = rules[index].reference
            if reference is not None:
                deferred = replace(reference, deferral=rule.reference.deferral)
                rules[index] = rules[index]._replace(reference=deferred)
                break
    rules.append(rule)


# --- tables ---------------------------------------------------------------------------------------


@frozen
class TableText:
    """A CREATE TABLE statement: ``head`` ends with the opening parenthesis, ``tail`` begins with the
    closing one.
    """

    head: str
    name: str
    columns: tuple[BodyItem, ...]
    constraints: tuple[BodyItem, ...]
    tail: str

    @property
    def sql(self) -> str:
        """Return the statement; if nothing was changed it equals the text that was parsed."""
        return self.head + _joined(self.items, self.tail)

    @property
    def items(self) -> tuple[BodyItem, ...]:
        return self.columns + self.constraints

    @cached_property
    def column_texts(self) -> tuple[ColumnText, ...]:
        return tuple([column_text(item.text) for item in self.columns])

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the columns' spellings by their names in lower case."""
        return {column.name.lower(): column.name for column in self.column_texts}

    @cached_property
    def constraint_rules(self) -> tuple[tuple[StoredRule, str | None], ...]:
        """Return the constraints, each with the column that it is written at, or None.

        Places of constraints at columns are offsets after the column's name.
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
    def rules(self) -> tuple[StoredRule, ...]:
        """Return the table constraints, one for each item; places are offsets in the item."""
        return tuple([constraints_in(item.text)[0] for item in self.constraints])

    @cached_property
    def options(self) -> frozenset[str]:
        """Return the options after the closing parenthesis: STRICT, WITHOUT ROWID."""
        words = [token.text.upper() for token in tokens(self.tail)[1:]]
        return frozenset(" ".join(words).replace(" ,", ",").split(", ")) - {""}

    def column(self, name: str) -> ColumnText | None:
        """Return the column of this name, in any case as in SQLite; None if there is none."""
        wanted = name.lower()
        for column in self.column_texts:
            if column.name.lower() == wanted:
                return column
        return None


def _joined(items: Iterable[BodyItem], tail: str) -> str:
    """Return the items and the tail as text; after a comment a new line begins."""
    sql = tail
    comma = ""
    for item in reversed(tuple(items)):
        on_next_line = sql.lstrip(" \t").startswith("\n")
        line = "\n" if "--" in item.after and not on_next_line else ""
        sql = f"{item.text}{comma and item.comma}{item.after}{line}{sql}"
        comma = ","
    return sql


_CONSTRAINT = re.compile(
    f"{BLANK} (?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)(?![\\w$])", _FLAGS
)
"""The first word of a table constraint; no column has such a name unless it is quoted."""
_HEAD = re.compile(
    rf"""CREATE {BLANK} (?:[A-Z]+ {BLANK})*? TABLE {BLANK}
        (?:{NAME} {BLANK} \. {BLANK})? (?P<name>{NAME}) {BLANK} \(""",
    _FLAGS,
)


@lru_cache(maxsize=20_000)
def table_text(sql: str) -> TableText:
    """Parse a CREATE TABLE statement. Raises SQLUnreadable."""
    head = _HEAD.match(sql)
    if head is None:
        raise SQLUnreadable(sql, sql)
    opening = head.end()
    commas, end = _bounds(sql, opening)
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


_STRUCTURE = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]
        | --[^\n]* | /\*.*?(?:\*/|\Z) | \( | \) | ,""",
    re.VERBOSE | re.DOTALL,
)
"""Strings, quoted names and comments, whose parentheses and commas do not count, and those that do.
The alternatives begin with different characters, which lets Python search for these first.
"""


def _bounds(sql: str, opening: int) -> tuple[list[int], int]:
    """Return the places of the commas in the list that begins at ``opening``, and of its end."""
    depth = 1
    commas: list[int] = []
    for match in _STRUCTURE.finditer(sql, opening):
        sign = match[0]
        if sign == "," and depth == 1:
            commas.append(match.start())
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return commas, match.start()
    raise SQLUnreadable(sql, "the end")


def _items(texts: Sequence[str]) -> list[BodyItem]:
    """Return the texts between commas as items; a comment on a comma's line joins the one before."""
    items = []
    after = ""
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        own = text[len(after) :]
        after = _comment_of_line(following) if "--" in following else ""
        items.append(BodyItem(own, after))
    return items


def _comment_of_line(text: str) -> str:
    """Return the comment at the start of a text, to the end of its line; "" if there is none."""
    line, end, _ = text.partition("\n")
    return line if end and line.lstrip().startswith("--") else ""


def _apart(item: BodyItem) -> list[BodyItem]:
    """Return one item for each constraint: SQLite accepts them without commas between them."""
    rules = constraints_in(item.text)
    if len(rules) == 1:
        return [item]
    ends = [rule.end for rule in rules]
    *starts, last = [0, *ends[:-1]]
    before = [
        BodyItem(item.text[start:end], comma="")
        for start, end in zip(starts, ends, strict=False)
    ]
    return [*before, BodyItem(item.text[last:], item.after)]
