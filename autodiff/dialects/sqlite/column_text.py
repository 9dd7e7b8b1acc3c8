"""Column text: one column of a stored CREATE TABLE, taken apart."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from autodiff.dialects.sqlite.column_rules import COLUMN_RULE_WORDS, column_rule
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.tokens import BLANK, NAME, tokens, unquoted
from autodiff.errors.sqlite import SQLUnreadable


class ColumnRest(NamedTuple):
    """What follows a column's name: its type's words ("" for none), which end at ``type_end``, and
    its rules. Columns that differ in nothing but their name share one.
    """

    sql: str
    type: str
    type_end: int
    rules: tuple[Rule, ...]

    def rule(self, kind: str) -> Rule | None:
        """Find the last rule of a kind: the one that holds."""
        for rule in reversed(self.rules):
            if rule.kind == kind:
                return rule
        return None


class ColumnText(NamedTuple):
    """``text`` as it stands between two commas; places are places in it, but those in ``rest``."""

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
    def rules(self) -> tuple[Rule, ...]:
        return tuple([rule.moved(self.name_end) for rule in self.rest.rules])

    def rule(self, kind: str) -> Rule | None:
        """Find the last rule of a kind: the one that holds."""
        rule = self.rest.rule(kind)
        return None if rule is None else rule.moved(self.name_end)

    @property
    def end(self) -> int:
        """Where the last token ends; comments may follow."""
        rules = self.rest.rules
        return self.name_end + (rules[-1].end if rules else self.rest.type_end)


_NAMED = re.compile(f"{BLANK} (?P<name>{NAME})", re.VERBOSE | re.DOTALL)


@lru_cache(maxsize=50_000)
def column_text(text: str) -> ColumnText:
    """Take a column definition apart. Raises SQLUnreadable."""
    named = _NAMED.match(text)
    if named is None:
        raise SQLUnreadable(text, text)
    start, end = named.span("name")
    rest = column_rest(text[end:])
    return ColumnText(text, unquoted(named["name"]), start, end, rest)


@lru_cache(maxsize=50_000)
def column_rest(sql: str) -> ColumnRest:
    """Take apart what follows a column's name. Raises SQLUnreadable."""
    stream = Stream(sql, tokens(sql))
    start = stream.start
    while _in_type(stream):
        if stream.sees("("):
            stream.group()
        else:
            stream.take()
    type_end = stream.end
    type_ = sql[start:type_end] if type_end else ""
    rules: list[Rule] = []
    while not stream.ended:
        _add(rules, column_rule(stream))
    return ColumnRest(sql, type_, type_end, tuple(rules))


def _in_type(stream: Stream) -> bool:
    if stream.ended or stream.peek().keyword in COLUMN_RULE_WORDS:
        return False
    return not stream.sees("GENERATED", "ALWAYS")


def _add(rules: list[Rule], rule: Rule) -> None:
    """Put ``rule`` to ``rules``; a deferral that stands apart belongs to the last foreign key."""
    if rule.kind == "deferral" and rule.reference is not None:
        for index in reversed(range(len(rules))):
            held = rules[index].reference
            if held is not None:
                deferral = rule.reference.deferral
                changed = replace(held, deferral=deferral)
                rules[index] = rules[index]._replace(reference=changed)
                break
    rules.append(rule)
