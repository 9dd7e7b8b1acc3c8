"""Take a stored CREATE TABLE apart into its items, from which it can be put together again.

Tables differ mostly in names. So a name is taken off first, and what follows it is read once for
all columns, or constraints, that say the same there.
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
    """A column or a table constraint as it stands between two commas, with its space and comments.

    ``after`` is a comment that stands behind the comma, on its line: it speaks of this item.
    ``comma`` is empty where SQLite let the next constraint follow without one.
    """

    text: str
    after: str = ""
    comma: str = ","


# --- columns --------------------------------------------------------------------------------------


class ColumnRest(NamedTuple):
    """What follows a column's name: its type's words ("" for none), which end at ``type_end``, and
    its rules. Columns that differ in nothing but their name share one.
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
    """The ``text`` of a column; places are places in it, but those in ``rest``."""

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
        """Where the last token ends; comments may follow."""
        rules = self.rest.rules
        return self.name_end + (rules[-1].end if rules else self.rest.type_end)


_FLAGS = re.VERBOSE | re.DOTALL | re.IGNORECASE
_NAMED_COLUMN = re.compile(f"{BLANK} (?P<name>{NAME})", _FLAGS)


@lru_cache(maxsize=50_000)
def column_text(text: str) -> ColumnText:
    """Take a column definition apart. Raises SQLUnreadable."""
    named = _NAMED_COLUMN.match(text)
    if named is None:
        raise SQLUnreadable(text, text)
    start, end = named.span("name")
    rest = column_rest(text[end:])
    return ColumnText(text, unquoted(named["name"]), start, end, rest)


@lru_cache(maxsize=50_000)
def column_rest(sql: str) -> ColumnRest:
    """Take apart what follows a column's name. Raises SQLUnreadable."""
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
    """Add ``rule``; a deferral that stands apart belongs to the last foreign key."""
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
    """``head`` goes to the opening parenthesis, ``tail`` begins with the closing one."""

    head: str
    name: str
    columns: tuple[BodyItem, ...]
    constraints: tuple[BodyItem, ...]
    tail: str

    @property
    def sql(self) -> str:
        """The statement put together; equal to what was taken apart where nothing was changed."""
        return self.head + _joined(self.items, self.tail)

    @property
    def items(self) -> tuple[BodyItem, ...]:
        return self.columns + self.constraints

    @cached_property
    def column_texts(self) -> tuple[ColumnText, ...]:
        return tuple([column_text(item.text) for item in self.columns])

    @cached_property
    def names(self) -> dict[str, str]:
        """The columns as they are written, by their names in small letters."""
        return {column.name.lower(): column.name for column in self.column_texts}

    @cached_property
    def constraint_rules(self) -> tuple[tuple[StoredRule, str | None], ...]:
        """Each constraint, with the name of the column that it is written at, if it is; the places
        of these are places after the name.
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
        """The table's own constraints, one an item; ``start`` and ``end`` are places in it."""
        return tuple([constraints_in(item.text)[0] for item in self.constraints])

    @cached_property
    def options(self) -> frozenset[str]:
        """The words behind the parenthesis: STRICT, WITHOUT ROWID."""
        words = [token.text.upper() for token in tokens(self.tail)[1:]]
        return frozenset(" ".join(words).replace(" ,", ",").split(", ")) - {""}

    def column(self, name: str) -> ColumnText | None:
        """Find the column of this name, in any case of letters, as SQLite does."""
        wanted = name.lower()
        for column in self.column_texts:
            if column.name.lower() == wanted:
                return column
        return None


def _joined(items: Iterable[BodyItem], tail: str) -> str:
    """Join the items and what follows them; a comment must end with its line."""
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
"""How a constraint of the table begins; these words name no column unless they are quoted."""
_HEAD = re.compile(
    rf"""CREATE {BLANK} (?:[A-Z]+ {BLANK})*? TABLE {BLANK}
        (?:{NAME} {BLANK} \. {BLANK})? (?P<name>{NAME}) {BLANK} \(""",
    _FLAGS,
)


@lru_cache(maxsize=20_000)
def table_text(sql: str) -> TableText:
    """Take a CREATE TABLE statement apart. Raises SQLUnreadable."""
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
"""What can hold a parenthesis or comma that is none, and those that are. Each way begins with one
letter of its own: then Python looks for these letters before it tries a way.
"""


def _bounds(sql: str, opening: int) -> tuple[list[int], int]:
    """Find the commas of the list that begins at ``opening``, and the parenthesis that ends it."""
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
    """Make items of the texts between commas; a comment on a comma's line goes to the one before."""
    items = []
    after = ""
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        own = text[len(after) :]
        after = _comment_of_line(following) if "--" in following else ""
        items.append(BodyItem(own, after))
    return items


def _comment_of_line(text: str) -> str:
    """Cut off the comment with which a text begins, to the end of the line, if there is one."""
    line, end, _ = text.partition("\n")
    return line if end and line.lstrip().startswith("--") else ""


def _apart(item: BodyItem) -> list[BodyItem]:
    """Make an item of each constraint: SQLite lets them follow each other without a comma."""
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
